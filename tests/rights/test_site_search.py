"""Site-wide search over the room: code names, cases, acts and norms; never a name, never a hint."""

from __future__ import annotations

import re
from importlib import import_module
from typing import Any
from urllib.parse import quote, quote_plus

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape
from django_scopes import scope

from goodoffices.core import search
from goodoffices.core.access import name_on
from goodoffices.core.models import Membership
from goodoffices.core.tlp import TLP
from goodoffices.monitor.models import Incident
from goodoffices.rights.models import Person
from goodoffices.rights.services import acts as writing
from goodoffices.rights.services.acts import GivenAct
from goodoffices.rights.services.indexing import file_person
from goodoffices.rights.services.restricting import restrict
from tests.cast import Cast, sign_in
from tests.rights.stage import NAME, act, case, group, known, person

pytestmark = pytest.mark.django_db
HOME = "/p/talmora/"


def ask(member: Membership, typed: str) -> Any:
    return sign_in(Client(), member).get(f"{HOME}search/", {"q": typed})


def links(answer: Any) -> set[str]:
    page = answer.content.decode()
    found = re.findall(r'class="result-title"><a href="([^"]+)"', page)
    return {one.removeprefix(HOME) for one in found}


def alike(member: Membership, words: list[str]) -> str:
    """Hold that words are answered by one page, at one cost; return it without what was typed."""
    browser = sign_in(Client(), member)
    browser.get(f"{HOME}search/", {"q": "warm"})
    found = set()
    for typed in words:
        with CaptureQueriesContext(connection) as queries:
            answer = browser.get(f"{HOME}search/", {"q": typed})
        found.add((plain(answer, typed), len(queries)))
    assert len(found) == 1, [cost for _page, cost in found]
    return found.pop()[0]


def plain(answer: Any, typed: str) -> str:
    page = answer.content.decode().replace(escape(typed), "")
    page = page.replace(quote(typed), "").replace(quote_plus(typed), "")
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"|"X-CSRFToken": "[^"]+"', "", page)


def test_people_are_found_by_code_name_in_each_language_and_by_nothing_else(cast: Cast) -> None:
    with scope(programme=cast.programme):
        one = person(cast.programme, note="walks with a limp")
        Person.objects.filter(pk=one.pk).update(word="cedar", code="7k2m9x4p0q")
        one.refresh_from_db()
        file_person(one)
        many = group(cast.programme, alias="The ferry party")
    for typed in ("Cedar 7K2M", "أرز", "ארז", "ceda* 7k2m"):
        answer = ask(cast.analyst, typed)
        assert links(answer) == {"people/7k2m9x4p0q/"}, typed
        assert "Cedar 7K2M" in re.sub("</?mark>", "", answer.content.decode())
    assert links(ask(cast.analyst, "ferry party")) == {f"groups/{many.code}/"}
    assert links(ask(cast.analyst, "limp")) == set()
    assert ask(cast.analyst, "7k2m9x4p0q")["Location"] == f"{HOME}people/7k2m9x4p0q/"


def test_cases_acts_and_norms_are_found_by_their_words(cast: Cast) -> None:
    with scope(programme=cast.programme):
        held = case(cast.programme, title="Taken from a bus", summary="He was on a quinquereme")
        done = act(cast.programme, description="Left a quinquereme at dawn", language="en")
        writing.add_norm(
            programme=cast.programme,
            citation="Harbour Act 7",
            caption="Nobody is kept on a quinquereme",
            language="en",
            by=None,
        )
    found = links(ask(cast.analyst, "quinquereme"))
    assert {f"cases/{held.code}/", f"acts/{done.code}/"} < found
    assert any(one.startswith("norms/#") for one in found)
    assert "norms/#iccpr_9" in links(ask(cast.analyst, "ICCPR 9"))
    assert f"acts/{done.code}/" in links(ask(cast.analyst, "احتجاز")), "its kind, in Arabic"


def test_the_list_behind_a_section_finds_the_same(cast: Cast) -> None:
    with scope(programme=cast.programme):
        for number in range(9):
            act(cast.programme, description=f"Stopped at a barrier, {number}")
        act(cast.programme, description="Stopped at a barrier near a mill")
    answer = ask(cast.analyst, "barrier -mill")
    assert f"{HOME}acts/?q=barrier+-mill" in answer.content.decode()
    page = sign_in(Client(), cast.analyst).get(f"{HOME}acts/", {"q": "barrier -mill"})
    assert "9 acts" in page.content.decode()


@pytest.mark.parametrize("who", ["analyst", "partner", "field_officer"])
def test_what_is_hidden_is_answered_like_what_does_not_exist(cast: Cast, who: str) -> None:
    """Word for word and query for query: hidden records, and all of them without the right."""
    member, tlp = getattr(cast, who), TLP.RED if who == "analyst" else TLP.CLEAR
    with scope(programme=cast.programme):
        hidden = [
            act(cast.programme, description="Xanthippe", tlp=tlp),
            case(cast.programme, title="Xanthippe", tlp=tlp),
            person(cast.programme, alias="Xanthippe", tlp=tlp),
            group(cast.programme, alias="Xanthippe", tlp=tlp),
        ]
    assert "Nothing was found" in alike(member, ["xanthippe", "xerxes"])
    alike(member, [*(one.code for one in hidden), "0" * 10])


def test_an_act_of_a_hidden_incident_is_not_counted(cast: Cast) -> None:
    """Its own mark would let it through: the incident was marked stricter afterwards."""
    with scope(programme=cast.programme):
        incident = Incident.objects.create(programme=cast.programme, tlp=TLP.AMBER)
        act(cast.programme, description="Xanthippe", tlp=TLP.AMBER, incident=incident)
        assert len(links(ask(cast.analyst, "xanthippe"))) == 1
        Incident.objects.update(tlp=TLP.RED)
    assert links(ask(cast.analyst, "xanthippe")) == set()
    assert "Nothing was found" in ask(cast.analyst, "xanthippe").content.decode()


def test_marks_and_names_on_a_record_decide_who_finds_it(cast: Cast) -> None:
    with scope(programme=cast.programme):
        one = person(cast.programme, alias="Xanthippe")
        restrict(record=one, tlp=TLP.RED, by=None, reason="x")
        assert links(ask(cast.analyst, "xanthippe")) == set()
        name_on(one, [cast.analyst], by=None)
        assert links(ask(cast.analyst, "xanthippe")) == {f"people/{one.code}/"}
        restrict(record=one, tlp=TLP.AMBER, by=None, reason="x")
    assert links(ask(cast.director, "xanthippe")) == {f"people/{one.code}/"}


def test_a_real_name_finds_nothing_whether_it_is_known_or_not(cast: Cast) -> None:
    """Nor for those who may open identities: with the same page at the same cost."""
    with scope(programme=cast.programme):
        known(cast.programme, NAME)
    for member in (cast.analyst, cast.rights_officer, cast.director):
        for typed, unknown in ((NAME, "Xerxes Quillanaria"), ("0555-123456", "0555-654321")):
            assert "Nothing was found" in alike(member, [typed, unknown])


def test_what_is_typed_for_somebody_is_completed_from_code_names_alone(cast: Cast) -> None:
    with scope(programme=cast.programme):
        known(cast.programme, NAME)
        person(cast.programme, alias="Xanthippe", tlp=TLP.RED)
    browser = sign_in(Client(), cast.analyst)
    for typed in (NAME, NAME.split()[0][:4], "Xanthippe", "Xan"):
        answer = browser.get(f"{HOME}people-suggestions/", {"q": typed})
        assert answer.json() == [], typed


def test_corrections_and_deletions_reach_the_search(cast: Cast) -> None:
    with scope(programme=cast.programme):
        made = act(cast.programme, description="At the mill")
        writing.change_act(
            act=made,
            given=GivenAct(kind="detention", description="At the quarry"),
            revision=1,
            by=None,
            reason="x",
        )
        assert links(ask(cast.analyst, "mill")) == set()
        assert links(ask(cast.analyst, "quarry")) == {f"acts/{made.code}/"}
        ids = [made.pk]
        assert search.among("act", "quarry", ids) == set(ids)
        made.delete()
        assert search.among("act", "quarry", ids) == set()


def test_what_was_recorded_before_the_search_knew_it_is_filed(cast: Cast) -> None:
    step: Any = import_module("goodoffices.rights.migrations.0008_words_filed")
    with scope(programme=cast.programme):
        made = {
            "person": person(cast.programme, alias="Xanthippe"),
            "group": group(cast.programme, alias="Xanthippe"),
            "case": case(cast.programme, title="Xanthippe"),
            "act": act(cast.programme, description="Xanthippe"),
        }
        for kind, record in made.items():
            search.remove(kind, [record.pk])
    assert links(ask(cast.analyst, "xanthippe")) == set()
    step.file_words(apps, None)
    assert len(links(ask(cast.analyst, "xanthippe"))) == len(made)
