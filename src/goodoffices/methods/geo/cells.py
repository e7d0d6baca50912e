"""Cells: one whole number per point, so that "within this circle" becomes a few number ranges.

The key interleaves 16 bits of latitude with 16 of longitude (a Z-order or Morton code): near
points have near keys, and every larger square of the quadtree is one range of keys. Keys run
from 0 to 4,294,967,295 and need a 64-bit integer column.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

from .distance import EARTH_KM, Box, around, around_circle, checked, haversine_km

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

LEVELS = 16
MOST_RANGES = 32
_SIDE = 1 << LEVELS
LAST_CELL = (1 << 2 * LEVELS) - 1
_MOST_SQUARES = 700  # squares looked at for one circle


def _spread(number: int) -> int:
    """Put a zero bit before each of the 16 bits."""
    number = (number | number << 8) & 0x00FF00FF
    number = (number | number << 4) & 0x0F0F0F0F
    number = (number | number << 2) & 0x33333333
    return (number | number << 1) & 0x55555555


def _row(lat: float) -> int:
    return min(_SIDE - 1, max(0, int((lat + 90) * (_SIDE / 180))))


def _column(lon: float) -> int:
    return min(_SIDE - 1, max(0, int((around(lon) + 180) * (_SIDE / 360))))


def cell(lat: float, lon: float) -> int:
    """Return the cell key of a point in degrees. Raises InvalidInput off the globe."""
    checked(lat, lon)
    return _spread(_row(lat)) << 1 | _spread(_column(lon))


def cells(lat: npt.NDArray[np.float64], lon: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    """Return the cell keys of many points at once: the same as `cell`, as int64.

    Points must lie on the globe; not-a-number is refused by ValueError.
    """
    import numpy as np

    lat, lon = np.asarray(lat, dtype=np.float64), np.asarray(lon, dtype=np.float64)
    if not (np.isfinite(lat).all() and np.isfinite(lon).all()):
        raise ValueError("cells need known coordinates")
    lon = np.where((lon >= -180) & (lon < 180), lon, (lon + 180) % 360 - 180)
    row = ((lat + 90) * (_SIDE / 180)).astype(np.int64).clip(0, _SIDE - 1)
    column = ((lon + 180) * (_SIDE / 360)).astype(np.int64).clip(0, _SIDE - 1)
    return _spread_all(row) << 1 | _spread_all(column)


def _spread_all(number: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    number = (number | number << 8) & 0x00FF00FF
    number = (number | number << 4) & 0x0F0F0F0F
    number = (number | number << 2) & 0x33333333
    return (number | number << 1) & 0x55555555


def parent(key: int, level: int) -> int:
    """Return the key of the square of ``level`` (0: the world, 16: the cell) that holds a cell."""
    if not 0 <= level <= LEVELS:
        raise ValueError(f"level runs from 0 to {LEVELS}, not {level}")
    return key >> 2 * (LEVELS - level)


def range_of(square: int, level: int) -> tuple[int, int]:
    """Return the first and last cell key within a square of a level."""
    shift = 2 * (LEVELS - level)
    return square << shift, ((square + 1) << shift) - 1


def cover(lat: float, lon: float, km: float) -> list[tuple[int, int]]:
    """Return at most 32 ranges (first, last, both inclusive) of keys that hold every point within
    ``km`` of a point; ordered, apart from each other.

    The ranges hold some points outside too: test those by distance (`local_metric`).
    """
    lat, lon = checked(lat, lon)
    box = around_circle(lat, lon, km)
    chosen: list[int] = [0]
    level = 0
    for finer in range(1, LEVELS + 1):
        if _squares_in(box, finer) > _MOST_SQUARES:
            break
        chosen, level = _touched(lat, lon, km, box, finer), finer
    return _fewest([range_of(square, level) for square in sorted(set(chosen))])


def _span(box: Box, level: int) -> tuple[range, list[range]]:
    """Return the rows and the one or two runs of columns of a level that a box touches."""
    shift = LEVELS - level
    rows = range(_row(box.south) >> shift, (_row(box.north) >> shift) + 1)
    if box.east - box.west >= 360:
        return rows, [range(1 << level)]
    west, east = _column(box.west) >> shift, _column(box.east) >> shift
    if box.crosses:
        return rows, [range(west, 1 << level), range(east + 1)]
    return rows, [range(west, east + 1)]


def _squares_in(box: Box, level: int) -> int:
    rows, columns = _span(box, level)
    return len(rows) * sum(map(len, columns))


def _touched(lat: float, lon: float, km: float, box: Box, level: int) -> list[int]:
    """Return the squares of a level that the circle may reach."""
    rows, columns = _span(box, level)
    high, wide = 180 / (1 << level), 360 / (1 << level)
    reach = km * (1 + 1e-9) + 1e-6
    return [
        _spread(row) << 1 | _spread(column)
        for row in rows
        for run in columns
        for column in run
        if _nearest_km(lat, lon, row * high - 90, column * wide - 180, high, wide) <= reach
    ]


def _nearest_km(
    lat: float, lon: float, south: float, west: float, high: float, wide: float
) -> float:
    """Return the distance from a point to the nearest point of a box given by its corner."""
    north = south + high
    if (lon - west) % 360 <= wide:
        gap = max(south - lat, 0.0, lat - north)
        return math.radians(gap) * EARTH_KM
    return min(_to_meridian(lat, lon, edge, south, north) for edge in (west, west + wide))


def _to_meridian(lat: float, lon: float, edge: float, south: float, north: float) -> float:
    """Return the distance from a point to a stretch of a meridian."""
    turn = math.radians(edge - lon)
    phi = math.radians(lat)
    best = math.degrees(math.atan2(math.sin(phi), math.cos(phi) * math.cos(turn)))
    ends = [haversine_km(lat, lon, end, edge) for end in (south, north)]
    if south < best < north:
        ends.append(haversine_km(lat, lon, best, edge))
    return min(ends)


def _fewest(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join ranges that touch, then those with the smallest gaps until few enough are left."""
    gaps = sorted(
        (later[0] - earlier[1] - 1 for earlier, later in pairwise(ranges)),
        reverse=True,
    )
    bridge = gaps[MOST_RANGES - 1] if len(gaps) >= MOST_RANGES else 0
    joined = [ranges[0]]
    for first, last in ranges[1:]:
        if first - joined[-1][1] - 1 <= bridge:
            joined[-1] = (joined[-1][0], last)
        else:
            joined.append((first, last))
    return joined
