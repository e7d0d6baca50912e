"""Natural Earth's outlines as a boundary set of a programme."""

from __future__ import annotations

import pytest

from goodoffices.codebook.errors import Conflict, InvalidInput, NotPermitted
from goodoffices.core.models import Boundary, BoundarySet
from goodoffices.core.services.natural_earth import load_natural_earth
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_the_countries_asked_for_are_loaded_with_their_source(in_programme: Cast) -> None:
    made = load_natural_earth(
        programme=in_programme.programme,
        countries=["sy", "LB"],
        by=in_programme.administrator.user,
    )
    assert (made.name, made.licence) == ("Natural Earth 1:50m", "Public domain")
    assert "Natural Earth" in made.source
    assert "Indicative" in made.note
    syria, lebanon = sorted(Boundary.objects.filter(set=made), key=lambda one: -one.east)
    assert (round(syria.west), round(syria.east)) == (36, 42)
    assert lebanon.south < 33.9 < lebanon.north
    assert {syria.name, lebanon.name} == {""}, "names are for the programme to give"


def test_an_area_without_a_number_comes_with_the_country_it_is_counted_under(
    in_programme: Cast,
) -> None:
    made = load_natural_earth(programme=in_programme.programme, countries=["CY"], by=None)
    assert Boundary.objects.filter(set=made).count() == 2
    assert load_natural_earth(programme=in_programme.programme, countries=["XK"], by=None)


def test_the_same_selection_is_loaded_once_another_stands_beside_it(in_programme: Cast) -> None:
    load_natural_earth(programme=in_programme.programme, countries=["SY"], by=None)
    with pytest.raises(Conflict):
        load_natural_earth(programme=in_programme.programme, countries=["SY"], by=None)
    load_natural_earth(programme=in_programme.programme, countries=["IQ"], by=None)
    assert BoundarySet.objects.count() == 2


@pytest.mark.parametrize("code", ["ZZ", "Syria", "", "760'"])
def test_a_code_that_is_none_is_named_and_nothing_is_kept(in_programme: Cast, code: str) -> None:
    with pytest.raises(InvalidInput, match="no outline"):
        load_natural_earth(programme=in_programme.programme, countries=["SY", code], by=None)
    assert not BoundarySet.objects.exists()


def test_only_who_may_change_places_may_load(in_programme: Cast) -> None:
    with pytest.raises(NotPermitted):
        load_natural_earth(
            programme=in_programme.programme, countries=["SY"], by=in_programme.partner.user
        )
