"""The queue in a real browser: whole in every language, decided by key, without script too."""

from __future__ import annotations

import pytest
from django_scopes import scope, scopes_disabled

from goodoffices.monitor.models import ReportDecision
from goodoffices.monitor.services.linking import suggesting
from goodoffices.monitor.services.linking.measuring import measure
from tests.browser.conftest import LANGUAGES, Visit, Visitor
from tests.cast import Cast
from tests.monitor.linkage import plain_suggest
from tests.monitor.services.linking.test_suggesting import receive
from tests.monitor.stage import Stage, set_stage

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stage(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Stage:
    """Set the stage with four reports that wait, the oldest compared with an incident."""
    monkeypatch.setattr(suggesting, "suggest", plain_suggest)
    with scope(programme=cast.programme):
        made = set_stage(cast)
        for number in range(3):
            title = f"تقرير {number}" if number == 0 else f"Report number {number}"
            more = {"title": title, "day": f"2026-04-0{1 + 3 * number}"}
            language = "ar" if number == 0 else "en"
            receive(made, f"w{number}", "hospital", row={**more, "language": language})
    suggesting.compare_all()
    return made


def kinds() -> list[str]:
    """Return the standing decisions, the first first."""
    with scopes_disabled():
        rows = ReportDecision.objects.filter(withdrawn_at=None).order_by("pk")
        return list(rows.values_list("kind", flat=True))


def press(reader: Visit, key: str) -> None:
    """Press a key and wait for the page it leads to."""
    with reader.page.expect_navigation():
        reader.page.keyboard.press(key)


@pytest.mark.parametrize("screen", ["phone", "desktop"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_are_whole(
    member_visit: Visitor, stage: Stage, language: str, screen: str
) -> None:
    reader = member_visit(language, screen)
    incident = f"incidents/{stage.incident.code}/"
    with scope(programme=stage.cast.programme):
        measure(stage.cast.programme)
    for path in ("queue/", "suggestions/", f"{incident}merge/", f"{incident}split/"):
        reader.open(stage.at(path))
        reader.picture(path)
        assert reader.sideways() <= 0, path
        assert reader.axe() == [], path
    assert reader.complaints == []
    assert reader.foreign == []


def test_every_decision_by_one_key(member_visit: Visitor, stage: Stage) -> None:
    reader = member_visit()
    page = reader.open(stage.at("queue/"))
    assert "Smoke over Harrow" in page.inner_text("main")
    press(reader, "1")
    assert kinds() == ["same"]
    press(reader, "z")
    assert kinds() == []
    assert "Smoke over Harrow" in page.inner_text("main")
    press(reader, "s")
    assert kinds() == ["same"]
    press(reader, "u")
    press(reader, "n")
    assert kinds() == ["same", "unsure", "new"]
    page.keyboard.press("r")
    page.keyboard.type("not an event")
    press(reader, "Enter")
    assert kinds() == ["same", "unsure", "new", "reject"]
    assert "put off" in page.inner_text("main")
    press(reader, "n")
    assert "Nothing waits for a decision" in page.inner_text("main")
    assert reader.complaints == []


def test_letters_typed_into_the_reason_decide_nothing(member_visit: Visitor, stage: Stage) -> None:
    reader = member_visit()
    page = reader.open(stage.at("queue/"))
    page.keyboard.press("r")
    page.keyboard.type("sun 1z jk")
    assert page.input_value("#why") == "sun 1z jk"
    assert kinds() == []
    page.focus("#search")
    page.keyboard.type("n1")
    assert kinds() == []


def test_there_and_back_by_j_and_k(member_visit: Visitor, stage: Stage) -> None:
    reader = member_visit()
    page = reader.open(stage.at("queue/"))
    first = page.inner_text("#report")
    press(reader, "j")
    assert page.inner_text("#report") != first
    press(reader, "k")
    assert page.inner_text("#report") == first
    assert kinds() == []


def test_the_keys_lie_where_they_lie_on_an_arabic_keyboard(
    member_visit: Visitor, stage: Stage
) -> None:
    reader = member_visit("ar")
    page = reader.open(stage.at("queue/"))
    arabic = {"key": "\u0649", "code": "KeyN", "bubbles": True}
    with page.expect_navigation():
        page.evaluate(
            "(key) => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', key))",
            arabic,
        )
    assert kinds() == ["new"]


def test_it_works_without_script(member_visit: Visitor, stage: Stage) -> None:
    reader = member_visit(script=False)
    page = reader.open(stage.at("queue/"))
    page.click("button[data-key~='1']")
    assert kinds() == ["same"]
    page.click("button[data-key='z']")
    assert kinds() == []
    assert "Smoke over Harrow" in page.inner_text("main")


def test_two_people_at_once_see_two_reports(member_visit: Visitor, stage: Stage) -> None:
    mona = member_visit()
    dora = member_visit(member=stage.cast.director)
    first = mona.open(stage.at("queue/")).inner_text("#report")
    second = dora.open(stage.at("queue/")).inner_text("#report")
    assert first != second
    press(mona, "u")
    assert mona.page.inner_text("#report") != second
    press(dora, "u")
    with scopes_disabled():
        decided = ReportDecision.objects.values_list("report__title", flat=True)
        assert set(decided) == {first, second}
