"""Districts that fill the country without gap or overlap, with borders that wander.

Voronoi borders between the seats are bent once each and then cut out of one network of lines
together with the coast; neighbours therefore share their border point for point.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import hypot
from random import Random
from typing import TYPE_CHECKING, Any

from goodoffices.demo.geography.coast import GRID, Point, displaced, islands, mainland

if TYPE_CHECKING:
    from shapely import LineString, MultiPolygon, Polygon


@dataclass(frozen=True, slots=True)
class Country:
    """The land: districts by key, regions as unions of districts, the whole, and the seats."""

    districts: Mapping[str, MultiPolygon]
    regions: Mapping[str, MultiPolygon]
    whole: MultiPolygon
    seats: Mapping[str, Point]


def divide(rng: Random, seats: Mapping[str, Point], region_of: Mapping[str, str]) -> Country:
    """Return the country of these seats: coast, islands, districts and regions."""
    land = mainland(rng)
    seats = {key: pulled_inside(land, seat, 0.05) for key, seat in seats.items()}
    offshore = islands(rng, land)
    faces = _faces(land, _borders(rng, list(seats.values()), land))
    districts = _gather(faces, seats)
    for island in offshore:
        nearest = min(districts, key=lambda key: districts[key][0].distance(island))
        districts[nearest].append(island)
    shapes = {key: _union(parts) for key, parts in districts.items()}
    regions = {
        region: _union([shapes[d] for d in shapes if region_of[d] == region])
        for region in dict.fromkeys(region_of.values())
    }
    return Country(shapes, regions, _union(list(shapes.values())), seats)


def pulled_inside(shape: Any, point: Point, margin: float) -> Point:
    """Return the point, moved where needed to lie within the shape and off its edge (degrees)."""
    from shapely import Point as Spot
    from shapely.ops import nearest_points

    inner, _ = nearest_points(shape.buffer(-margin), Spot(point))
    return inner.x, inner.y


def _borders(rng: Random, seats: Sequence[Point], land: Polygon) -> list[LineString]:
    """Return each Voronoi border once, bent; its ends stay where neighbours meet."""
    from shapely import LineString, MultiPoint, voronoi_polygons

    cells = voronoi_polygons(MultiPoint(seats), extend_to=land.buffer(0.5))
    seen: dict[tuple[Point, Point], None] = {}
    for cell in cells.geoms:
        ring = [(round(x, 7), round(y, 7)) for x, y in cell.exterior.coords]
        for a, b in pairwise(ring):
            seen[min((a, b), (b, a))] = None
    return [LineString(_bent(rng, a, b)) for a, b in sorted(seen)]


def _bent(rng: Random, a: Point, b: Point) -> list[Point]:
    depth = min(8, 4 + int(hypot(a[0] - b[0], a[1] - b[1]) / 0.3))
    return [*displaced(rng, a, b, 0.08, depth), b]


def _faces(land: Polygon, borders: list[LineString]) -> list[Polygon]:
    from shapely import get_parts, polygonize, set_precision, union_all

    lines = set_precision(union_all([land.exterior, *borders]), GRID)
    noded = get_parts(union_all(lines, grid_size=GRID))
    faces = get_parts(polygonize(noded))
    return [face for face in faces if land.contains(face.representative_point())]


def _gather(faces: list[Polygon], seats: Mapping[str, Point]) -> dict[str, list[Any]]:
    """Give each face to the seat it holds; slivers go to the neighbour with most shared border."""
    from shapely import Point as Spot

    held: dict[str, list[Any]] = {}
    loose = []
    for face in sorted(faces, key=lambda f: -f.area):
        key = next((k for k, seat in seats.items() if face.contains(Spot(seat))), None)
        if key is not None:
            held[key] = [face]
        else:
            loose.append(face)
    for face in loose:
        touch = {k: sum(p.intersection(face).length for p in parts) for k, parts in held.items()}
        held[max(touch, key=lambda k: (touch[k], k))].append(face)
    return {key: held[key] for key in seats}


def _union(parts: Sequence[Any]) -> MultiPolygon:
    from shapely import MultiPolygon, union_all

    whole = union_all(list(parts), grid_size=GRID)
    return whole if isinstance(whole, MultiPolygon) else MultiPolygon([whole])


def features(country: Country, names: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """Return country, regions and districts as GeoJSON, widest first, with names in each script."""
    areas: list[tuple[int, str, MultiPolygon]] = [(0, "talmora", country.whole)]
    areas += [(1, key, shape) for key, shape in country.regions.items()]
    areas += [(2, key, shape) for key, shape in country.districts.items()]
    return {
        "type": "FeatureCollection",
        "features": [_feature(level, key, shape, names[key]) for level, key, shape in areas],
    }


def _feature(level: int, key: str, shape: MultiPolygon, names: Mapping[str, str]) -> dict[str, Any]:
    from shapely import orient_polygons

    rings = [
        [[[round(x, 5), round(y, 5)] for x, y in ring.coords] for ring in _rings(part)]
        for part in orient_polygons(shape).geoms
    ]
    properties = {"key": key, "level": level, "name": names["en"]}
    properties |= {f"name_{language}": name for language, name in names.items()}
    return {
        "type": "Feature",
        "id": key,
        "properties": properties,
        "geometry": {"type": "MultiPolygon", "coordinates": rings},
    }


def _rings(part: Any) -> list[Any]:
    return [part.exterior, *part.interiors]
