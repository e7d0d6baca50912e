"""The mailing list on the public site: one answer for everybody, and one letter for every post."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.core import signing
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from goodoffices.publish.mail import links
from goodoffices.publish.models import Letter
from goodoffices.site import guarding, mail_views
from tests.cast import Cast
from tests.site.asking import get, post, text
from tests.site.stage import opened

TOKEN = "en/mail/confirm/some-token/"
FORM = {"email": "reader@example.net", "language": "ar", "topics": ["water"], "website": ""}


@pytest.fixture(autouse=True)
def _uncounted() -> Iterator[None]:
    """Forget whom a limit counted."""
    yield
    for limit in (mail_views.PER_SENDER, mail_views.IN_ALL, mail_views.LINKS_PER_SENDER):
        limit.clear()


@pytest.fixture
def site(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Open the site; people write faster than two seconds in tests."""
    opened()
    monkeypatch.setattr(guarding, "SOONEST", -1)


def written() -> list[tuple[str, object]]:
    return list(Letter.objects.order_by("pk").values_list("kind", "content"))


def test_the_pages_stand_in_three_languages_and_are_kept_nowhere(site):
    for language, direction in (("en", "ltr"), ("ar", "rtl"), ("he", "rtl")):
        for path in (
            "mail/",
            "mail/asked/",
            "mail/confirm/x/",
            "mail/unsubscribe/x/",
            "mail/manage/x/",
        ):
            found = get(f"{language}/{path}")
            assert (found.status_code, found["Cache-Control"]) == (200, "no-store")
            assert f'dir="{direction}"' in found.content.decode()
            assert not found.cookies
    assert "mail/" in text("en/")


def test_the_form_has_a_field_that_only_machines_fill_in(site):
    page = text("en/mail/")
    assert "Please leave this field empty" in page
    assert 'tabindex="-1"' in page
    assert 'autocomplete="off"' in page
    assert 'class="leave"' in page
    assert "I agree that Talmora programme keeps my e-mail address" in page


def test_signing_up_puts_in_one_letter_and_says_what_happens_next(site):
    answer = post("en/mail/", FORM | {"begun": guarding.begun()})
    assert (answer.status_code, answer["Location"]) == (303, "/site/talmora/en/mail/asked/")
    content = {"email": "reader@example.net", "language": "ar", "topics": ["water"]}
    assert written() == [("signup", content)]


def asked(caught: CaptureQueriesContext) -> list[str]:
    """Return the statements without their values and without the names of save points."""
    plain = (one["sql"].split(" VALUES")[0] for one in caught.captured_queries)
    return [re.sub(r"s\d+_x\d+", "", one) for one in plain]


@pytest.mark.parametrize(
    "more",
    [
        {"website": "http://spam.example"},
        {"begun": ""},
        {"begun": "forged"},
        {"begun": signing.TimestampSigner(salt="another").sign("form")},
    ],
)
def test_a_machine_gets_the_same_answer_by_the_same_work(site, more):
    with CaptureQueriesContext(connections["default"]) as human:
        real = post("en/mail/", FORM | {"begun": guarding.begun()})
    with CaptureQueriesContext(connections["default"]) as machine:
        fake = post("en/mail/", FORM | {"begun": guarding.begun()} | more)
    assert (fake.status_code, fake["Location"], fake.content) == (
        real.status_code,
        real["Location"],
        real.content,
    )
    assert asked(machine) == asked(human)
    assert written()[1] == ("signup", {})


def test_a_form_sent_sooner_than_a_person_can_write_is_a_machines(site, monkeypatch):
    monkeypatch.setattr(guarding, "SOONEST", 2)
    assert post("en/mail/", FORM | {"begun": guarding.begun()}).status_code == 303
    assert written() == [("signup", {})]


@pytest.mark.parametrize(
    "more",
    [
        {"email": "no address"},
        {"email": "a@b.org\r\nBcc: c@d.org"},
        {"language": "xx"},
        {"topics": ["nothing"]},
    ],
)
def test_what_cannot_be_is_asked_for_again_and_kept(site, more):
    answer = post("en/mail/", FORM | {"begun": guarding.begun()} | more)
    assert (answer.status_code, written()) == (400, [])
    assert 'role="alert"' in answer.content.decode()


def test_too_many_from_one_place_are_told_to_wait(site, monkeypatch):
    monkeypatch.setattr(mail_views, "PER_SENDER", guarding.Limit(2, 3600))
    answers = [post("en/mail/", FORM | {"begun": guarding.begun()}).status_code for _ in range(3)]
    assert (answers, len(written())) == ([303, 303, 429], 2)


def test_looking_at_a_link_confirms_and_ends_nothing(site):
    for path in ("confirm", "unsubscribe", "manage"):
        assert "<button>" in text(f"en/mail/{path}/some-token/")
        assert get(f"en/mail/{path}/some-token/").status_code == 200
    assert Client().head(f"/site/talmora/{TOKEN}").content == b""
    assert written() == []


@pytest.mark.parametrize("kind", ["confirm", "unsubscribe"])
def test_every_link_looks_the_same_and_only_a_post_hands_it_in(site, kind):
    pages = set()
    for token in ("forged", "x" * 200, "a:b:c"):
        answer = post(f"en/mail/{kind}/{token}/", {})
        assert answer.status_code == 200
        pages.add(answer.content)
        assert get(f"en/mail/{kind}/{token}/").content == get(f"en/mail/{kind}/other/").content
    assert len(pages) == 1
    assert [content for _kind, content in written()] == [
        {"token": token} for token in ("forged", "x" * 200, "a:b:c")
    ]


def test_one_click_needs_no_cookie_and_leads_nowhere_else(site):
    client = Client(enforce_csrf_checks=True)
    path = "/site/talmora/ar/mail/unsubscribe/some-token/"
    for _ in range(2):
        answer = client.post(path, {"List-Unsubscribe": "One-Click"})
        assert (answer.status_code, answer.has_header("Location")) == (200, False)
    assert not client.cookies
    assert {kind for kind, _content in written()} == {"unsubscribe"}


def test_choices_begin_with_what_the_link_says(site):
    salt = "publish.mail.manage.talmora"
    token = signing.dumps({"c": "code", "l": "he", "t": ["votes"]}, salt=salt, compress=True)
    page = text(f"en/mail/manage/{token}/")
    assert '<option value="he" selected>' in page
    assert 'value="votes" id="id_topics_1" checked' in page.replace("checked", "checked")
    answer = post(f"en/mail/manage/{token}/", {"language": "ar", "topics": ["water"]})
    assert answer.status_code == 200
    content = {"token": token, "language": "ar", "topics": ["water"]}
    assert written() == [("change", content)]


def test_a_long_link_is_cut_and_a_closed_site_takes_nothing(site):
    assert get(f"en/mail/confirm/{'x' * 5000}/").status_code == 404
    assert links.LONGEST < 5000
    opened(open=False)
    assert post("en/mail/", FORM).status_code == 404
    assert written() == []
