"""A coast that looks like one: midpoint displacement of a rough outline, and a few islands.

Everything lies in an empty part of the South Atlantic (longitude -29 to -25, latitude -38.2 to
-35.2), a thousand kilometres from the next land, so that nothing falls on a real country.
"""

from __future__ import annotations

import math
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shapely import Polygon

Point = tuple[float, float]

WEST, SOUTH, EAST, NORTH = -28.7, -37.7, -25.5, -35.7
GRID = 1e-5
"""All coordinates are rounded to this many degrees (about a metre)."""


def at(x: float, y: float) -> Point:
    """Return longitude and latitude of a share of the way east and north over the country."""
    return WEST + x * (EAST - WEST), SOUTH + y * (NORTH - SOUTH)


def displaced(rng: Random, a: Point, b: Point, roughness: float, depth: int) -> list[Point]:
    """Return a rough line from ``a`` towards ``b``, without ``b``: each middle moves aside."""
    if depth == 0:
        return [a]
    dx, dy = b[0] - a[0], b[1] - a[1]
    shift = rng.gauss(0, roughness)
    middle = ((a[0] + b[0]) / 2 - dy * shift, (a[1] + b[1]) / 2 + dx * shift)
    before = displaced(rng, a, middle, roughness, depth - 1)
    return before + displaced(rng, middle, b, roughness, depth - 1)


def _ring(rng: Random, corners: list[Point], roughness: float, depth: int) -> Polygon:
    from shapely import Polygon, make_valid, set_precision

    points: list[Point] = []
    for a, b in zip(corners, corners[1:] + corners[:1], strict=True):
        points += displaced(rng, a, b, roughness, depth)
    return _largest(set_precision(make_valid(Polygon(points)), GRID))


def _largest(shape: object) -> Polygon:
    from shapely import Polygon, get_parts

    parts = [p for p in get_parts(shape) if isinstance(p, Polygon)]
    return Polygon(max(parts, key=lambda p: p.area).exterior)


def _outline(rng: Random) -> list[Point]:
    """Return the rough outline: an uneven oval with two bays and a cape."""
    corners = []
    for step in range(18):
        angle = 2 * math.pi * step / 18
        reach = 0.5 + rng.uniform(-0.035, 0.045)
        if step in (1, 16):
            reach *= 0.80
        if step == 5:
            reach *= 0.84
        if step in (4, 12):
            reach *= 1.06
        squash = 1 + 0.10 * abs(math.sin(2 * angle))
        corners.append(
            at(0.5 + reach * squash * math.cos(angle), 0.5 + reach * squash * math.sin(angle))
        )
    return corners


def mainland(rng: Random) -> Polygon:
    """Return the mainland."""
    return _ring(rng, _outline(rng), 0.145, 6)


def islands(rng: Random, land: Polygon) -> list[Polygon]:
    """Return three islands off the coast, each clear of the mainland and of the others."""
    found: list[Polygon] = []
    for angle, size in ((0.55, 0.045), (0.40, 0.028), (4.15, 0.034)):
        distance = 0.58
        while True:
            island = _island(rng, angle, distance, size)
            distance += 0.02
            if all(island.distance(other) > 0.02 for other in [land, *found]):
                found.append(island)
                break
    return found


def _island(rng: Random, angle: float, distance: float, size: float) -> Polygon:
    x, y = 0.5 + distance * math.cos(angle), 0.5 + distance * math.sin(angle)
    turns = [2 * math.pi * step / 7 for step in range(7)]
    reaches = [size * rng.uniform(0.7, 1.3) for _ in turns]
    corners = [
        at(x + r * 0.7 * math.cos(t), y + r * math.sin(t))
        for t, r in zip(turns, reaches, strict=True)
    ]
    return _ring(rng, corners, 0.14, 4)
