"""A name typed into the bar leads to the one place or party it means."""

from __future__ import annotations

import pytest

from goodoffices.core.services import parties, places
from goodoffices.core.services.parties import GivenParty
from goodoffices.core.services.places import GivenPlace
from tests.monitor.stage import Stage

PAGES = ("situation/", "incidents/")


@pytest.mark.parametrize("page", PAGES)
def test_a_place_is_found_by_its_name(page: str, stage: Stage) -> None:
    by, given = (
        stage.cast.director.user,
        GivenPlace("town", "Quarry", latitude=11.5, longitude=31.5),
    )
    place = places.add(programme=stage.cast.programme, given=given, by=by)
    answer = stage.client().get(stage.at(f"{page}?in=quarry"), follow=True)
    assert answer.redirect_chain == [(stage.at(f"{page}?place={place.code}"), 302)]
    assert answer.status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_a_party_is_found_by_its_name(page: str, stage: Stage) -> None:
    by, given = stage.cast.director.user, GivenParty("political_party", "Quarry union")
    party = parties.add(programme=stage.cast.programme, given=given, by=by)
    answer = stage.client().get(stage.at(f"{page}?named=quarry+union"), follow=True)
    assert answer.redirect_chain == [(stage.at(f"{page}?party={party.code}"), 302)]
    assert answer.status_code == 200
