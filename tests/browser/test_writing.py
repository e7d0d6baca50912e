"""The pages on which publications are written, in a real browser."""

from __future__ import annotations

import pytest
from django_scopes import scope, scopes_disabled

from goodoffices.monitor.models import Incident
from goodoffices.publish.models import Publication, Text
from goodoffices.publish.writing.services.citations import GivenCitation, cite
from goodoffices.publish.writing.services.topics import add_topic
from tests.browser.conftest import Visitor
from tests.browser.test_search_and_manual import WIDEST
from tests.cast import Cast
from tests.monitor.stage import set_stage
from tests.publish.stage import publication, text

pytestmark = pytest.mark.django_db(transaction=True)

BODY = """## What happened

Shells fell on [=c1.date]. [@c1] Between [=c1.killed.low] and [=c1.killed.high] people died. [@c1]

> "It was market day."

| Day | Killed |
| --- | --- |
| 4 March | [=c2.killed] |

[!c3]

We call on all to spare civilians. [~] A mark that leads nowhere. [@c9]
"""


@pytest.fixture
def draft(cast: Cast) -> Publication:
    """Return a draft with a translation that is stale, and three citations, one of them changed."""
    with scope(programme=cast.programme):
        stage, by = set_stage(cast), cast.press_officer.user
        names = {"en": "Roads", "ar": "طرق", "he": "דרכים"}
        add_topic(programme=cast.programme, names=names, by=by)
        made = publication(cast.programme, body=BODY)
        text(made, "ar", title="السوق", body="سقطت قذائف في [=c1.date]. [@c1]", of_source=1)
        text(made, "en", 2, body=BODY.replace("Shells", "Three shells"))
        for given in (
            GivenCitation("incident", incident=stage.incident),
            GivenCitation("toll", query="state=unverified", tlp=2),
            GivenCitation("chart", query="state=unverified", tlp=2),
        ):
            cite(publication=made, given=given, by=by)
        Incident.objects.filter(pk=stage.incident.pk).update(killed_high=9)
    return made


@WIDEST
def test_the_pages_are_whole(
    draft: Publication,
    member_visit: Visitor,
    cast: Cast,
    language: str,
    screen: str,
    dark: bool,
) -> None:
    reader = member_visit(language, screen, dark=dark, member=cast.press_officer)
    own = f"publications/{draft.code}/"
    ends = ("", "write/en/", "write/ar/", "cite/en/", "texts/en/2/", "change/")
    paths = [*(own + end for end in ends), f"{own}citations/c1/withdraw/"]
    paths += ["publications/", "publications/new/", "topics/", "publications/cite/?query="]
    found = []
    for path in paths:
        page = reader.open(f"/p/{cast.programme.slug}/{path}")
        page.evaluate("document.querySelectorAll('main details').forEach((one) => one.open = true)")
        found += [(path, said) for said in reader.axe()]
        found += [(path, "wider than the screen")] if reader.sideways() > 0 else []
        reader.picture(f"writing-{path}")
    assert found == []
    assert reader.complaints == []
    assert reader.foreign == []


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_preview_follows_and_marks_go_in_at_the_cursor(
    draft: Publication, member_visit: Visitor, cast: Cast, language: str
) -> None:
    reader = member_visit("en", "desktop", member=cast.press_officer)
    page = reader.open(f"/p/{cast.programme.slug}/publications/{draft.code}/write/{language}/")
    page.fill("[name=body]", "First word.\n\nSecond.")
    page.evaluate("document.querySelector('[name=body]').setSelectionRange(11, 11)")
    page.click("[data-insert='[@c1]']")
    page.locator("#beside .manuscript", has_text="Second.").locator(".cite").wait_for()
    with page.expect_navigation():
        page.keyboard.press("Control+s")
    assert reader.complaints == []
    with scopes_disabled():
        latest = Text.objects.filter(language=language).latest("number")
        assert latest.body == "First word. [@c1]\n\nSecond."
