"""The field's pages in a real browser: whole in every language, decided by key, without script."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django_scopes import scope

from goodoffices.field.models import Submission
from goodoffices.field.services import quarantine, reviewing, webhooks
from goodoffices.field.services.devices import note_queue
from goodoffices.field.services.receiving import Sender
from tests.browser.conftest import LANGUAGES, Visit, Visitor
from tests.cast import Cast
from tests.field.views.stage import FIRST, FieldStage, set_stage, xml

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def stage(cast: Cast) -> FieldStage:
    """Set the stage, with something of everything: an edit, a question, a refusal, a webhook."""
    with scope(programme=cast.programme):
        made = set_stage(cast)
        changed = FIRST.replace("<killed>2</killed>", "<killed>3</killed>")
        made.send(xml("uuid:1b", changed, edits="uuid:1", name="Shells in Harrow"))
        by = cast.monitoring_officer.user
        reviewing.ask(submission=made.second, text="Which market?", by=by)
        note_queue(made.desk, queue={"waiting": 2, "oldest": None, "shell": "1"})
        sender = Sender(cast.field_officer, made.phone)
        quarantine.keep("malformed-xml", body=b"<data><a", files=[], sender=sender)
        webhooks.add_webhook(
            programme=cast.programme,
            name="Sister",
            address="https://example.org/",
            by=cast.director.user,
        )
    return made


def sound(reader: Visit, title: str) -> None:
    """Hold a page to what every page owes."""
    reader.picture(title)
    assert reader.sideways() <= 0, title
    assert reader.axe() == [], title
    assert reader.complaints == [], title
    assert reader.foreign == [], title


@pytest.mark.parametrize("screen", ["phone", "desktop"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_managers_pages_are_whole(
    member_visit: Visitor, stage: FieldStage, language: str, screen: str
) -> None:
    reader = member_visit(language, screen, member=stage.cast.director)
    for title, path in (
        ("submissions", "submissions/"),
        ("submissions-of-a-form", f"submissions/?form={stage.form.code}"),
        ("submissions-map", "submissions/?look=map"),
        ("submissions-files", "submissions/?look=media"),
        ("submission", f"submissions/{stage.first.code}/"),
        ("submission-reject", f"submissions/{stage.first.code}/reject/"),
        ("submissions-export", "submissions/export/"),
        ("arrivals", "arrivals/"),
        ("devices", "devices/"),
        ("device", f"devices/{stage.phone.code}/"),
        ("quarantine", "quarantine/"),
        ("webhooks", "webhooks/"),
        ("webhook-new", "webhooks/new/"),
    ):
        reader.open(stage.at(path))
        sound(reader, title)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_officers_pages_are_whole(
    member_visit: Visitor, stage: FieldStage, language: str
) -> None:
    reader = member_visit(language, "phone", member=stage.cast.field_officer)
    for title, path in (
        ("today", ""),
        ("sent", "sent/"),
        ("receipt", f"sent/{stage.second.code}/"),
        ("phones", "phones/"),
    ):
        reader.open(stage.at(path))
        sound(reader, title)
    reader.page.fill("[name=name]", "Small phone")
    reader.page.click("main form .button--primary")
    reader.page.wait_for_selector("img.qr")
    drawn = reader.page.evaluate("document.querySelector('img.qr').naturalWidth")
    assert drawn > 100, "the code is drawn under the strict policy"
    sound(reader, "phone-ready")


def test_keys_decide_and_lead_on(member_visit: Visitor, stage: FieldStage) -> None:
    reader = member_visit("en", "desktop")
    page = reader.open(stage.at(f"submissions/{stage.other.code}/"))
    page.keyboard.press("a")
    page.wait_for_selector("text=The submission is approved.")
    page.keyboard.press("j")
    page.wait_for_url(f"**/{stage.second.code}/**")
    page.keyboard.press("q")
    page.keyboard.type("art")
    assert page.input_value("#note-text") == "art", "letters are letters in a field"
    with scope(programme=stage.cast.programme):
        assert Submission.objects.get(pk=stage.second.pk).review == "question"
        assert Submission.objects.get(pk=stage.other.pk).review == "approved"


def test_keys_do_nothing_elsewhere_on_the_page(member_visit: Visitor, stage: FieldStage) -> None:
    reader = member_visit("en", "desktop")
    page = reader.open(stage.at(f"submissions/{stage.other.code}/"))
    page.focus(".brand")
    page.keyboard.press("a")
    page.wait_for_timeout(300)
    with scope(programme=stage.cast.programme):
        assert Submission.objects.get(pk=stage.other.pk).review == "received"


def test_the_living_map_opens_a_submission(member_visit: Visitor, stage: FieldStage) -> None:
    reader = member_visit("en", "desktop")
    page = reader.open(stage.at("submissions/?look=map"))
    assert page.locator("a > .map-dot").count() == 1
    page.locator("a:has(> .map-dot)").first.click()
    page.wait_for_selector("text=1 submission")
    assert "near=" in page.url


def test_many_are_decided_without_a_script(member_visit: Visitor, stage: FieldStage) -> None:
    reader = member_visit("en", "phone", script=False)
    page = reader.open(stage.at("submissions/"))
    for box in page.locator("input[name=code]").all():
        box.check()
    page.click("text=Apply to the ticked ones")
    page.wait_for_selector("text=3 submissions are approved.")
