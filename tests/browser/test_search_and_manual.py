"""The search page, the manual and the map of the world in a real browser."""

from __future__ import annotations

import pytest
from django_scopes import scope

from tests.browser.conftest import LANGUAGES, Visitor
from tests.cast import Cast
from tests.monitor.stage import Stage, set_stage

pytestmark = pytest.mark.django_db(transaction=True)

WIDEST = pytest.mark.parametrize(
    ("language", "screen", "dark"),
    [(one, "phone", one == "en") for one in LANGUAGES]
    + [(one, "desktop", one != "en") for one in LANGUAGES],
)
"""Every language on both screens, each in one scheme on each."""


@pytest.fixture
def stage(cast: Cast) -> Stage:
    with scope(programme=cast.programme):
        return set_stage(cast)


@WIDEST
def test_the_search_page_is_whole(
    stage: Stage, member_visit: Visitor, language: str, screen: str, dark: bool
) -> None:
    reader = member_visit(language, screen, dark=dark)
    page = reader.open(stage.at("search/?q=harrow"))
    assert page.locator("mark").first.is_visible()
    reader.picture("search")
    assert reader.sideways() <= 0
    assert reader.axe() == []
    reader.open(stage.at("search/?q=nowhere"))
    assert reader.axe() == []
    assert reader.complaints == []
    assert reader.foreign == []


def test_what_is_found_is_one_key_away(stage: Stage, member_visit: Visitor) -> None:
    reader = member_visit()
    page = reader.open(stage.at("situation/"))
    page.keyboard.press("Control+k")
    page.keyboard.type("dawn")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=dawn")
    page.click("#report .result-title a")
    page.wait_for_url(f"**/reports/{stage.first.code}/")


@WIDEST
def test_the_manual_is_whole(visit: Visitor, language: str, screen: str, dark: bool) -> None:
    reader = visit(language, screen, dark=dark)
    for path in ("index", "how-to/search", "algorithms/search-folding", "reference/formats"):
        reader.open(f"/docs/{path}.html")
        assert reader.sideways() <= 0, path
        assert reader.axe() == [], path
    reader.picture("manual")
    assert reader.complaints == []


@pytest.mark.parametrize("dark", [False, True])
def test_the_living_map_lies_on_the_world(stage: Stage, member_visit: Visitor, dark: bool) -> None:
    reader = member_visit(dark=dark)
    page = reader.open(stage.at("situation/?period=all"))
    page.wait_for_selector("figure[data-alive='yes'] canvas")
    page.wait_for_timeout(500)
    reader.picture("world")
    assert reader.complaints == []
    assert reader.foreign == []
