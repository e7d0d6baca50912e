"""The search page: finds across kinds, shows why, and is silent about what is hidden."""

from __future__ import annotations

import re

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils.html import escape

from goodoffices.core import search
from goodoffices.core.access import name_on
from goodoffices.core.models import Membership, Place, PlaceName, User
from goodoffices.methods.text import index_text
from goodoffices.monitor import services
from tests.cast import sign_in
from tests.monitor.rows import row
from tests.monitor.stage import Stage


def ask(stage: Stage, q: str, who: Membership | User | None = None) -> HttpResponse:
    return stage.client(who).get(stage.at("search/"), {"q": q})  # type: ignore[return-value]


def said(answer: HttpResponse) -> str:
    """Return the page's own part: what stands in main, without the form."""
    assert answer.status_code == 200
    page = answer.content.decode()
    return page[page.index("</form>", page.index("search-form")) : page.index("</main>")]


def links(answer: HttpResponse) -> set[str]:
    return set(re.findall(r'class="result-title"><a href="([^"]+)"', said(answer)))


def town(stage: Stage, *names: str) -> Place:
    """Make a town with several names, as the gazetteer would."""
    place = Place.objects.create(programme=stage.cast.programme, kind="town", name=names[0])
    for name in names:
        PlaceName.objects.create(place=place, language="ar", name=name, folded=name.lower())
    filed = (place.pk, place.programme_id, int(place.tlp), index_text(" ".join(names)))
    search.index("place", [filed])
    return place


def test_one_word_finds_every_kind(stage: Stage) -> None:
    town(stage, "Harrow")
    found = links(ask(stage, "harrow"))
    assert stage.at(f"incidents/{stage.incident.code}/") in found
    assert stage.at(f"reports/{stage.waiting.code}/") in found
    page = said(ask(stage, "harrow"))
    assert 'id="place"' in page
    assert stage.at(f"sources/{stage.hospital.code}/") in links(ask(stage, "hospital"))
    assert 'id="party"' in said(ask(stage, "northern front"))


def test_found_words_are_marked_in_the_text_they_stand_in(stage: Stage) -> None:
    page = said(ask(stage, "shells"))
    assert "Three <mark>shells</mark> fell at dawn." in page
    assert 'lang="en"' in page
    assert "<mark>السوق</mark>" in said(ask(stage, "سوق"))


def test_a_place_is_found_by_any_of_its_names_and_says_which(stage: Stage) -> None:
    town(stage, "Harrow", "هارو")
    page = said(ask(stage, "هارو"))
    assert "<mark>هارو</mark>" in page
    assert "Harrow" in page


def test_the_whole_list_is_one_step_away(stage: Stage) -> None:
    for number in range(9):
        services.receive(
            programme=stage.cast.programme,
            source=stage.radio,
            row=row(f"many-{number}", title=f"Quarrel {number}", text="A quarrel at the well."),
            by=stage.cast.monitoring_officer.user,
        )
    page = said(ask(stage, "quarrel"))
    assert page.count('class="result-title"') == 8
    assert stage.at("reports/?q=quarrel") in page
    assert '<bdi class="num">9</bdi>' in page


@pytest.mark.parametrize("kind", ["incident", "waiting"])
def test_a_code_leads_straight_to_its_record(stage: Stage, kind: str) -> None:
    record = getattr(stage, kind)
    folder = "incidents" if kind == "incident" else "reports"
    for typed in (record.code, f"  {record.code.upper()} "):
        answer = ask(stage, typed)
        assert (answer.status_code, answer["Location"]) == (
            302,
            stage.at(f"{folder}/{record.code}/"),
        )


def without_what_was_typed(answer: HttpResponse, typed: str) -> str:
    page = answer.content.decode().replace(escape(typed), "")
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"|"X-CSRFToken": "[^"]+"', "", page)


@pytest.mark.parametrize("who", ["monitoring_officer", "partner", "field_officer"])
def test_hidden_is_answered_like_absent(stage: Stage, who: str) -> None:
    """Word for word: for words and for codes."""
    member = getattr(stage.cast, who)
    pairs = [("xanthippe", "xerxes"), (stage.secret.code, "0" * 10), (stage.hidden.code, "1" * 10)]
    for hidden, absent in pairs:
        answers = ask(stage, hidden, member), ask(stage, absent, member)
        pages = [
            without_what_was_typed(answer, typed)
            for answer, typed in zip(answers, (hidden, absent), strict=True)
        ]
        assert pages[0] == pages[1]
        assert "Nothing was found" in pages[0]
    assert len(links(ask(stage, "xanthippe", stage.cast.director))) == 2


def test_a_hidden_report_lends_no_excerpt_to_an_incident_one_may_see(stage: Stage) -> None:
    """Being named on an incident does not open the reports it holds."""
    name_on(stage.secret, [stage.cast.analyst], by=stage.cast.director.user)
    page = said(ask(stage, "xanthippe", stage.cast.analyst))
    assert "was there" not in page


def test_another_programme_and_strangers_find_nothing(stage: Stage) -> None:
    address = stage.at("search/")
    assert stage.client(stage.cast.outsider).get(address, {"q": "harrow"}).status_code == 404
    assert stage.client(stage.cast.stranger).get(address, {"q": "harrow"}).status_code == 404
    assert Client().get(address).status_code == 302
    own = sign_in(Client(), stage.cast.outsider).get("/p/elsewhere/search/", {"q": "harrow"})
    assert "Nothing was found" in own.content.decode()


def test_only_words_to_leave_out_are_answered_in_words(stage: Stage) -> None:
    page = said(ask(stage, "-harrow"))
    assert "Add a word to look for" in page
    assert "Nothing was found" not in page


def test_an_empty_box_says_what_can_be_found(stage: Stage) -> None:
    for typed in ("", "   ", "\x00"):
        assert "What are you looking for?" in said(ask(stage, typed))


HOSTILE = [
    "' OR 1=1 --",
    '" OR tokens : ("',
    "NEAR(a b)",
    "scope : p1t4",
    "*",
    "((((",
    "AND OR NOT",
    '"' * 300,
    "\x00\x01harrow\x1f",
    "%%%s %(x)s",
    "<script>alert(1)</script>",
    "-" * 400,
    "a" * 5000,
    "ا" * 5000,
    "\u202e\u2066harrow",
    "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
]


@pytest.mark.parametrize("typed", HOSTILE)
def test_hostile_input_is_only_words(stage: Stage, typed: str) -> None:
    answer = ask(stage, typed)
    page = said(answer)
    assert "<script>alert" not in answer.content.decode()
    assert "Xanthippe" not in page


def test_imported_markup_stays_text(stage: Stage) -> None:
    services.receive(
        programme=stage.cast.programme,
        source=stage.radio,
        row=row("x", title="<img src=x onerror=alert(1)>", text="<b>Grapeshot</b> & <script>"),
        by=stage.cast.monitoring_officer.user,
    )
    page = said(ask(stage, "grapeshot"))
    assert "<img" not in page
    assert "&lt;b&gt;<mark>Grapeshot</mark>&lt;/b&gt; &amp; &lt;script&gt;" in page


def test_it_only_reads(stage: Stage) -> None:
    assert stage.client().post(stage.at("search/"), {"q": "x"}).status_code == 405


def test_the_top_bar_offers_it(stage: Stage) -> None:
    page = stage.client().get(stage.at("search/"), {"q": "harrow"}).content.decode()
    assert f'action="{stage.at("search/")}" role="search"' in page
