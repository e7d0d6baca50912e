"""Places: added, corrected, moved with what lies in them, and many at once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from goodoffices.codebook.errors import Conflict, InvalidInput, NotFound, NotPermitted
from goodoffices.core import search
from goodoffices.core.models import AuditEntry, Place, PlaceName
from goodoffices.core.services import places
from goodoffices.core.services.places import BulkPlace, GivenName, GivenPlace
from tests.cast import Cast

pytestmark = pytest.mark.django_db

HARROW = GivenPlace(
    kind="town",
    name="Harrow",
    names=(
        GivenName("ar", "هارو", "preferred"),
        GivenName("he", "הארו", "preferred"),
        GivenName("ar", "مدينة هارو"),
    ),
    latitude=11.5,
    longitude=31.25,
    radius_m=2500,
)


def add(cast: Cast, given: GivenPlace = HARROW) -> Place:
    return places.add(programme=cast.programme, given=given, by=cast.monitoring_officer.user)


def change(cast: Cast, place: Place, **changes: object) -> Place:
    place.refresh_from_db()
    given = replace(
        GivenPlace(place.kind, place.name, parent=place.parent, radius_m=place.radius_m),
        **changes,
    )
    return places.change(
        place=place,
        given=given,
        seen=places.seen(place),
        by=cast.monitoring_officer.user,
        reason="as surveyed",
    )


def test_a_place_is_known_by_all_its_names(in_programme: Cast) -> None:
    place = add(in_programme)
    assert place.path == f"/{place.pk}/"
    assert place.labels == {"ar": "هارو", "he": "הארו"}
    assert set(place.names.values_list("name", flat=True)) == {
        "Harrow",
        "هارو",
        "הארו",
        "مدينة هارو",
    }
    for word in ("harrow", "هارو", "הארו", "مدينة"):
        assert search.best("place", word, in_programme.analyst) == [place.pk]
    assert AuditEntry.objects.get().action == "core.place.added"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": " "}, "needs a name"),
        ({"kind": "planet"}, "what kind"),
        ({"tlp": 9}, "who may see"),
        ({"latitude": None}, "or neither"),
        ({"latitude": 91.0}, "between -90 and 90"),
        ({"longitude": float("nan")}, "between -90 and 90"),
        ({"radius_m": -1}, "radius"),
        ({"radius_m": 10**9}, "radius"),
        ({"population": -5}, "cannot be right"),
    ],
)
def test_what_cannot_be_a_place_is_refused(
    in_programme: Cast, wrong: dict[str, object], said: str
) -> None:
    with pytest.raises(InvalidInput, match=said):
        add(in_programme, replace(HARROW, **wrong))
    assert Place.objects.count() == 0


def test_roles_without_the_right_and_strangers_are_refused(in_programme: Cast) -> None:
    cast = in_programme
    with pytest.raises(NotPermitted):
        places.add(programme=cast.programme, given=HARROW, by=cast.analyst.user)
    with pytest.raises(NotFound):
        places.add(programme=cast.programme, given=HARROW, by=cast.stranger)


def test_a_parent_of_another_programme_does_not_exist(in_programme: Cast) -> None:
    cast = in_programme
    elsewhere = Place.objects.create(programme=cast.other_programme, kind="region", name="Far")
    with pytest.raises(NotFound):
        add(cast, replace(HARROW, parent=elsewhere))


def test_a_country_lies_in_nothing(in_programme: Cast) -> None:
    parent = add(in_programme)
    with pytest.raises(InvalidInput):
        add(in_programme, GivenPlace("country", "Talmora", parent=parent))


def test_what_lies_in_a_place_moves_along(in_programme: Cast) -> None:
    cast = in_programme
    land = add(cast, GivenPlace("country", "Talmora"))
    north = add(cast, GivenPlace("region", "North", parent=land))
    south = add(cast, GivenPlace("region", "South", parent=land))
    town = add(cast, replace(HARROW, parent=north))
    quay = add(cast, GivenPlace("site", "Quay", parent=town))
    moved = change(cast, town, parent=south)
    quay.refresh_from_db()
    assert moved.path == f"/{land.pk}/{south.pk}/{town.pk}/"
    assert (quay.path, quay.depth) == (f"{moved.path}{quay.pk}/", 3)
    with pytest.raises(InvalidInput, match="cannot lie in itself"):
        change(cast, south, parent=Place.objects.get(pk=quay.pk))
    with pytest.raises(InvalidInput, match="cannot lie in itself"):
        change(cast, south, parent=south)


def test_of_two_people_the_second_is_told(in_programme: Cast) -> None:
    cast = in_programme
    place = add(cast)
    opened = places.seen(place)
    change(cast, place, radius_m=900)
    with pytest.raises(Conflict):
        places.change(place=place, given=HARROW, seen=opened, by=cast.director.user, reason="late")
    place.refresh_from_db()
    assert place.radius_m == 900


def test_the_history_says_what_changed_and_no_values(in_programme: Cast) -> None:
    place = add(in_programme)
    change(in_programme, place, name="New Harrow", latitude=1.0, longitude=2.0)
    entry = AuditEntry.objects.get(action="core.place.changed")
    assert entry.reason == "as surveyed"
    assert entry.data == {"changed": ["name", "latitude", "longitude", "names"]}
    assert search.best("place", "new", in_programme.analyst) == [place.pk]
    assert search.best("place", "هارو", in_programme.analyst) == []


def test_many_places_are_added_with_their_parents(in_programme: Cast) -> None:
    cast = in_programme
    land = add(cast, GivenPlace("country", "Talmora"))
    rows = [
        BulkPlace("north", "region", "North", parent=land.pk),
        BulkPlace(
            "harrow",
            "town",
            "Harrow",
            (GivenName("ar", "هارو", "preferred"), GivenName("en", "Harrow", "preferred")),
            parent="north",
            latitude=11.5,
            longitude=31.25,
            external_ids={"list": "7"},
        ),
    ]
    made = places.add_many(
        programme=cast.programme, rows=rows, by=cast.director.user, origin="list"
    )
    town = Place.objects.get(pk=made["harrow"])
    assert town.path == f"/{land.pk}/{made['north']}/{town.pk}/"
    assert (town.depth, town.origin, town.external_ids) == (2, "list", {"list": "7"})
    assert town.labels == {"ar": "هارو", "en": "Harrow"}
    assert PlaceName.objects.filter(place=made["north"]).get().name == "North"
    assert search.best("place", "هارو", cast.analyst) == [town.pk]
    assert add(cast, GivenPlace("site", "Later")).pk > town.pk


def test_countries_get_their_names_in_our_languages(in_programme: Cast) -> None:
    cast = in_programme
    names = ["Syria", "DR Congo (Zaire)", "Nowhereland", "Jordan"]
    found = places.add_countries(programme=cast.programme, names=names, by=None)
    assert found[0].labels["ar"] == "سوريا"
    assert found[1].external_ids["iso"] == "CD"
    assert (found[2].name, found[2].external_ids) == ("Nowhereland", {})
    again = places.add_countries(
        programme=cast.programme, names=["سوريا", "Syrian Arab Republic", "ירדן"], by=None
    )
    assert [place.pk for place in again] == [found[0].pk, found[0].pk, found[3].pk]
    assert Place.objects.count() == 4
