"""Place names for the living map: the largest first, none that is hidden."""

from __future__ import annotations

import pytest
from django.test import Client

from goodoffices.core.models import Place
from goodoffices.core.tlp import TLP
from goodoffices.core.views import place_points
from tests.cast import Cast, sign_in

ADDRESS = "/p/talmora/places/points.json"


def town(cast: Cast, name: str, population: int | None, **more: object) -> Place:
    """Make a town with a point."""
    given = {"latitude": 1.5, "longitude": 2.5, "kind": "town", **more}
    return Place.objects.create(programme=cast.programme, name=name, population=population, **given)


def test_the_largest_come_first_in_the_readers_language(in_programme: Cast) -> None:
    town(in_programme, "Small", 10)
    town(in_programme, "Large", 1000, labels={"ar": "كبيرة"})
    town(in_programme, "Nobody knows how large", None)
    town(in_programme, "Nowhere", 500, latitude=None, longitude=None)
    client = sign_in(Client(), in_programme.analyst)
    answer = client.get(ADDRESS)
    assert answer["Content-Type"] == "application/geo+json"
    assert answer["Cache-Control"] == "private, no-store"
    found = answer.json()["features"]
    assert [one["properties"] for one in found] == [
        {"name": "Large", "rank": 0},
        {"name": "Small", "rank": 1},
    ]
    assert found[0]["geometry"] == {"type": "Point", "coordinates": [2.5, 1.5]}
    client.cookies["django_language"] = "ar"
    in_arabic = client.get(ADDRESS).json()["features"]
    assert in_arabic[0]["properties"]["name"] == "كبيرة"


def test_what_is_hidden_is_not_there_and_takes_no_place(
    in_programme: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    town(in_programme, "Hidden", 9000, tlp=TLP.RED)
    town(in_programme, "Open", 10)
    monkeypatch.setattr(place_points, "MOST", 1)
    [one] = sign_in(Client(), in_programme.partner).get(ADDRESS).json()["features"]
    assert one["properties"] == {"name": "Open", "rank": 0}


def test_others_find_nothing(in_programme: Cast) -> None:
    assert sign_in(Client(), in_programme.outsider).get(ADDRESS).status_code == 404
    assert Client().get(ADDRESS).status_code == 302
