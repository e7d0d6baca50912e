"""The row of saved views above the filters: on every list that can be saved, without a script."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_scopes import scope

from goodoffices.core.access import name_on
from goodoffices.core.models import Party, SavedView
from goodoffices.core.savable import pages
from goodoffices.core.services import saved_views
from goodoffices.core.tlp import TLP
from tests.cast import Cast, sign_in

pytestmark = pytest.mark.django_db
HOME = "/p/talmora"
ASKED = {
    "monitor:situation": "q=market",
    "monitor:incidents": "q=market&sort=killed",
    "monitor:reports": "decision=waits&q=market",
    "field:submissions": "awaits=1&q=market",
    "core:evidence-list": "kind=picture&q=market",
    "rights:cases": "kind=detention&state=late",
    "rights:acts": "kind=detention&q=market",
    "rights:people": "sex=female",
    "rights:groups": "kind=family",
    "publish:publications": "kind=brief&q=market",
}


def row(answer: Any) -> str:
    """Return the row of views of a page, or nothing."""
    assert answer.status_code == 200
    found = re.search(r'<nav class="views".*?</nav>', answer.content.decode(), re.DOTALL)
    return unescape(found[0]) if found else ""


def test_every_page_saves_its_own_state_and_opens_it_again(cast: Cast) -> None:
    assert set(ASKED) == set(pages())
    browser, failed = sign_in(Client(), cast.director), []
    for page, query in ASKED.items():
        path = reverse(page, kwargs={"programme": "talmora"})
        before = row(browser.get(f"{path}?{query}&nonsense=1"))
        saving = re.search(rf'href="({HOME}/views/new/[^"]+)"', before)
        form = browser.get(saving[1]).context["form"] if saving else {}
        given = {name: form[name].value() for name in ("page", "query")} if form else {}
        answer = browser.post(f"{HOME}/views/new/", {**given, "name": f"Mine {page}"})
        shown = row(browser.get(answer.get("Location", path)))
        is_current = f'href="{path}?{query}" aria-current="page"' in shown
        if answer.get("Location") != f"{path}?{query}" or not is_current:
            failed.append((page, answer.get("Location"), shown))
        if "Save this view" in shown or f"Mine {page}" not in row(browser.get(path)):
            failed.append((page, "what is saved is not offered again"))
    assert not failed


def test_a_page_as_it_comes_offers_nothing_to_save(cast: Cast) -> None:
    browser = sign_in(Client(), cast.analyst)
    assert row(browser.get(f"{HOME}/cases/")) == ""
    assert row(browser.get(f"{HOME}/cases/?q=&kind=&page=1")) == ""
    assert "Save this view" in row(browser.get(f"{HOME}/cases/?q=x"))


def test_a_shared_view_betrays_nothing(cast: Cast) -> None:
    """The page is the same, and costs the same, as with a view that was never shared."""
    with scope(programme=cast.programme):
        party = Party.objects.create(
            programme=cast.programme, kind="group", name="Xan", tlp=TLP.RED
        )
        name_on(party, [cast.director], by=None)
        view = saved_views.save_view(
            member=cast.director,
            page="monitor:incidents",
            name="Xanthippe",
            query=f"party={party.code}",
            shared=True,
        )
    browser = sign_in(Client(), cast.analyst)
    for path in ("incidents/", "views/"):
        page = browser.get(f"{HOME}/{path}").content.decode()
        assert "Xanthippe" not in page
        assert party.code not in page
    answers = [browser.get(f"{HOME}/views/{code}/") for code in (view.code, "0" * 10)]
    assert [one.status_code for one in answers] == [404, 404]
    typed, absent = (
        row(browser.get(f"{HOME}/incidents/?party={code}")) for code in (party.code, "0" * 10)
    )
    assert typed.replace(party.code, "0" * 10) == absent
    assert "Xanthippe" in row(sign_in(Client(), cast.director).get(f"{HOME}/incidents/"))


def test_who_may_not_share_is_not_asked(cast: Cast) -> None:
    way = f"{HOME}/views/new/?page=monitor:incidents&query=q%3Dx"
    assert "shared" not in sign_in(Client(), cast.partner).get(way).context["form"].fields
    given = {"page": "monitor:incidents", "query": "q=x", "name": "x", "shared": "on"}
    sign_in(Client(), cast.partner).post(f"{HOME}/views/new/", given)
    with scope(programme=cast.programme):
        own = SavedView.objects.get()
    renamed = {"name": "Renamed", "shared": "on"}
    answer = sign_in(Client(), cast.partner).post(f"{HOME}/views/{own.code}/change/", renamed)
    assert answer.status_code == 302
    own.refresh_from_db()
    assert (own.name, own.shared) == ("Renamed", False)
    sign_in(Client(), cast.analyst).post(f"{HOME}/views/new/", given)
    with scope(programme=cast.programme):
        assert SavedView.objects.filter(shared=True).count() == 1


def test_a_row_costs_the_same_however_many_views_there_are(cast: Cast) -> None:
    browser, costs = sign_in(Client(), cast.analyst), []
    for _round in range(2):
        for number in range(6):
            with scope(programme=cast.programme):
                party = Party.objects.create(
                    programme=cast.programme, kind="group", name=f"P {number}", tlp=TLP.CLEAR
                )
                saved_views.save_view(
                    member=cast.director,
                    page="monitor:incidents",
                    name=f"{_round} {number}",
                    query=f"party={party.code}",
                    shared=True,
                )
        browser.get(f"{HOME}/incidents/")
        with CaptureQueriesContext(connection) as queries:
            assert row(browser.get(f"{HOME}/incidents/")).count('class="chip"') == 6 * (_round + 1)
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_an_address_of_many_parts_only_loses_its_views(cast: Cast) -> None:
    many = "&".join(f"type={number}" for number in range(400))
    assert sign_in(Client(), cast.analyst).get(f"{HOME}/incidents/?{many}").status_code == 200
