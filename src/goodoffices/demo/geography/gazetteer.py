"""Where the invented places lie: towns inside their districts, crossings on the way between."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import TYPE_CHECKING, Any

from goodoffices.demo.chance import shuffled, stream
from goodoffices.demo.geography.coast import Point, at
from goodoffices.demo.geography.districts import Country, divide, features, pulled_inside
from goodoffices.demo.geography.spelling import spellings
from goodoffices.demo.tables import LANGUAGES, in_three, table
from goodoffices.demo.values import DemoPlace, Names

if TYPE_CHECKING:
    from shapely import MultiPolygon

RADIUS = {
    "country": 150_000,
    "region": 60_000,
    "district": 22_000,
    "city": 5_000,
    "town": 2_500,
    "village": 1_000,
    "port": 900,
    "camp": 800,
    "crossing": 300,
    "hospital": 150,
    "bridge": 200,
}
"""Metres from the point within which something "in" a place of this kind may lie."""

QUARTER_RADIUS = 700
CITY_FROM = 70_000
CLEAR_OF_BORDER = 0.012
"""Degrees that towns and villages keep from the border of their district, about a kilometre."""

Placed = dict[str, DemoPlace]


def country(seed: int) -> tuple[tuple[DemoPlace, ...], dict[str, Any]]:
    """Return all places, widest first, and the boundaries as GeoJSON."""
    data = table("places")
    land = _land(seed, data)
    rng = stream(seed, "places")
    placed: Placed = {}
    _add_areas(placed, land, data)
    _add_seats(placed, land, data)
    _add_villages(rng, placed, land, data)
    _add_sites(rng, placed, land, data)
    return tuple(placed.values()), features(land, {k: p.names for k, p in placed.items()})


def area_key(seat: str) -> str:
    """Return the key of the district whose seat is this town."""
    return f"{seat.lower()}_district"


def _land(seed: int, data: Mapping[str, Any]) -> Country:
    seats = {area_key(d["name"]): at(d["x"], d["y"]) for d in data["districts"]}
    region_of = {area_key(d["name"]): d["region"].lower() for d in data["districts"]}
    return divide(stream(seed, "land"), seats, region_of)


def _place(
    key: str, kind: str, base: Names, parent: str, point: Point, population: int | None = None
) -> DemoPlace:
    """Return a place named after ``base``, with the spellings people use for that name."""
    names = patterned(kind, base)
    others = {
        language: tuple(patterned(kind, {language: other})[language] for other in others)
        for language, name in base.items()
        for others in [spellings(name, language)]
    }
    radius = RADIUS.get(kind, QUARTER_RADIUS)
    longitude, latitude = (round(degree, 5) for degree in point)
    return DemoPlace(key, kind, names, others, parent, latitude, longitude, radius, population)


def _add_areas(placed: Placed, land: Country, data: Mapping[str, Any]) -> None:
    (name, others), *_ = data["country"].items()
    people = sum(d["population"] for d in data["districts"]) * 2
    middle = _inside(land.whole)
    placed["talmora"] = _place("talmora", "country", in_three(name, others), "", middle, people)
    for region, script in data["regions"].items():
        base, key = in_three(region, script), region.lower()
        placed[key] = _place(key, "region", base, "talmora", _inside(land.regions[key]))
    for d in data["districts"]:
        base, key = in_three(d["name"], d["script"]), area_key(d["name"])
        point = _inside(land.districts[key])
        placed[key] = _place(key, "district", base, d["region"].lower(), point)


def patterned(pattern: str, base: Names) -> dict[str, str]:
    """Return the names of a site or an area built on the name of its place."""
    forms = dict(zip(LANGUAGES, table("places")["patterns"].get(pattern, ["{}"] * 3), strict=True))
    return {language: forms[language].format(name) for language, name in base.items()}


def _inside(shape: MultiPolygon) -> Point:
    largest = max(shape.geoms, key=lambda part: part.area)
    point = largest.representative_point()
    return point.x, point.y


def _add_seats(placed: Placed, land: Country, data: Mapping[str, Any]) -> None:
    for d in data["districts"]:
        kind = "city" if d["population"] >= CITY_FROM else "town"
        key, names = d["name"].lower(), in_three(d["name"], d["script"])
        where = land.seats[area_key(d["name"])]
        placed[key] = _place(key, kind, names, area_key(d["name"]), where, d["population"])


def _add_villages(rng: Random, placed: Placed, land: Country, data: Mapping[str, Any]) -> None:
    """Scatter the villages over the districts, well apart, more of them in larger districts."""
    areas = [(key, shape.buffer(-CLEAR_OF_BORDER)) for key, shape in land.districts.items()]
    names = shuffled(rng, list(data["villages"].items()))
    for number, (name, script) in enumerate(names):
        key, shape = areas[number % len(areas)]
        point = _free_point(rng, shape, placed)
        people = int(min(19_000, 350 * rng.paretovariate(0.8)))
        kind = "town" if people > 6_000 else "village"
        placed[name.lower()] = _place(
            name.lower(), kind, in_three(name, script), key, point, round(people, -1)
        )


def _free_point(rng: Random, shape: Any, placed: Placed) -> Point:
    """Draw a point inside the shape that keeps about 7 km (less if need be) from other places."""
    from shapely import Point as Spot

    west, south, east, north = shape.bounds
    apart = 0.075
    while True:
        x, y = rng.uniform(west, east), rng.uniform(south, north)
        apart *= 0.995
        near = any(
            abs(p.longitude - x) < apart and abs(p.latitude - y) < apart
            for p in placed.values()
            if p.kind in ("city", "town", "village")
        )
        if not near and shape.contains(Spot(x, y)):
            return x, y


def _add_sites(rng: Random, placed: Placed, land: Country, data: Mapping[str, Any]) -> None:
    for pattern, bases in data["sites"].items():
        for name in bases:
            base = placed[name.lower()]
            point = _site(rng, land, pattern, base)
            apart = pattern in ("crossing", "port", "quarry", "bridge", "camp", "power_station")
            parent = base.parent if apart else base.key
            key = f"{base.key}_{pattern}"
            placed[key] = _place(key, pattern, base.names, parent, point)


def _site(rng: Random, land: Country, pattern: str, base: DemoPlace) -> Point:
    if pattern == "crossing":
        return _on_border(rng, land, base.parent)
    return _on_coast(land, base) if pattern == "port" else _near(rng, base)


def _near(rng: Random, base: DemoPlace) -> Point:
    reach = RADIUS[base.kind] / 111_000 * 0.7
    return base.longitude + rng.uniform(-reach, reach), base.latitude + rng.uniform(-reach, reach)


def _on_border(rng: Random, land: Country, district: str) -> Point:
    """Return a point just inside the district, by its border with another region."""
    from shapely import get_parts, line_merge, union_all

    shape = land.districts[district]
    others = [s for s in land.regions.values() if not s.covers(shape.representative_point())]
    shared = max((shape.intersection(other) for other in others), key=lambda part: part.length)
    pieces = [part for part in get_parts(shared) if part.geom_type == "LineString"]
    line = max(get_parts(line_merge(union_all(pieces))), key=lambda part: part.length)
    spot = line.interpolate(rng.uniform(0.35, 0.65), normalized=True)
    return pulled_inside(shape, (spot.x, spot.y), 0.003)


def _on_coast(land: Country, base: DemoPlace) -> Point:
    from shapely import Point as Spot
    from shapely.ops import nearest_points

    mainland = max(land.whole.geoms, key=lambda part: part.area).exterior
    spot, _ = nearest_points(mainland, Spot(base.longitude, base.latitude))
    return pulled_inside(land.districts[base.parent], (spot.x, spot.y), 0.003)
