"""Many points as few: clusters for a map, counted on the server.

Points that fall into one square of a screen grid become one cluster at their weighted centre. The
grid is fixed to the world map (spherical Mercator), so clusters stay put when the map is moved.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .distance import Box, around

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Numbers = npt.NDArray[np.int64]

MERCATOR_END = 85.0511287798066  # degrees; where a square Mercator world ends


@dataclass(frozen=True, slots=True)
class Cluster:
    """Points drawn as one. ``count``: the sum of their weights; ``points``: how many they are.

    ``lat``, ``lon``: weighted centre in degrees; ``box``: what the points span; ``id``: the
    point's own id when it is one point only, else None.
    """

    lat: float
    lon: float
    count: float
    points: int
    box: Box
    id: int | None


def mercator(lat: float) -> float:
    """Return how far up a latitude lies on a world map 1 wide: 0 at the top, 1 at the bottom."""
    clipped = max(-MERCATOR_END, min(MERCATOR_END, lat))
    return 0.5 - math.asinh(math.tan(math.radians(clipped))) / (2 * math.pi)


def clusters(
    lat: Floats,
    lon: Floats,
    weight: Floats | None = None,
    *,
    box: Box,
    width_px: float,
    cell_px: float = 56,
    ids: Numbers | Sequence[int] | None = None,
) -> tuple[Cluster, ...]:
    """Return the clusters of the points in ``box``, from north-west to south-east.

    ``lat``, ``lon``: degrees, float64, without unknowns; ``weight``: what each point counts, above
    0 (default 1); ``width_px``: how wide ``box`` is drawn; ``cell_px``: side of a grid square;
    ``ids``: the points' ids (default: their positions). The same points in the same order give
    the same clusters; no point in the box is lost.
    """
    import numpy as np

    wide = (box.east - box.west) % 360 or 360.0
    if box.crosses:
        lon = np.where(lon < box.west, lon + 360.0, lon)
    inside = (lat >= box.south) & (lat <= box.north) & (lon >= box.west) & (lon <= box.west + wide)
    chosen = np.flatnonzero(inside)
    if not len(chosen):
        return ()
    lat, lon = lat[chosen], lon[chosen]
    weight = None if weight is None else weight[chosen]
    squares = width_px * 360.0 / wide / cell_px
    return _gather(_squares(lat, lon, squares), lat, lon, weight, chosen, ids)


def _squares(lat: Floats, lon: Floats, squares: float) -> Numbers:
    """Return the number of each point's grid square; ``squares``: how many go round the world."""
    import numpy as np

    clipped = np.deg2rad(lat.clip(-MERCATOR_END, MERCATOR_END))
    down = 0.5 - np.arctanh(np.sin(clipped)) / (2 * math.pi)
    row = (down * squares).astype(np.int64)
    column = ((lon + 180.0) * (squares / 360.0)).astype(np.int64)
    row -= row.min()
    column -= column.min()
    columns = int(column.max()) + 1
    key: Numbers = row * columns + column
    if (int(row.max()) + 1) * columns > 4 * len(key) + 4096:
        key = np.unique(key, return_inverse=True)[1]
    return key


def _gather(
    key: Numbers,
    lat: Floats,
    lon: Floats,
    weight: Floats | None,
    chosen: Numbers,
    ids: Numbers | Sequence[int] | None,
) -> tuple[Cluster, ...]:
    """Sum up the points of each square."""
    import numpy as np

    counted = np.bincount(key)
    filled = np.flatnonzero(counted)
    points = counted[filled]
    mass = points if weight is None else np.bincount(key, weight)[filled]
    centre = [
        np.bincount(key, degrees if weight is None else degrees * weight)[filled] / mass
        for degrees in (lat, lon)
    ]
    place = chosen[np.bincount(key, np.arange(len(key)))[filled].astype(np.int64) // points]
    columns = [*_extent(key, len(counted), filled, lat), *_extent(key, len(counted), filled, lon)]
    rows = (column.tolist() for column in (*centre, mass, points, place, *columns))
    return tuple(_cluster(ids, *row) for row in zip(*rows, strict=True))


def _extent(key: Numbers, size: int, filled: Numbers, degrees: Floats) -> tuple[Floats, Floats]:
    """Return the smallest and largest value in each filled square."""
    import numpy as np

    low, high = np.full(size, np.inf), np.full(size, -np.inf)
    np.minimum.at(low, key, degrees)
    np.maximum.at(high, key, degrees)
    return low[filled], high[filled]


def _cluster(
    ids: Numbers | Sequence[int] | None,
    lat: float,
    lon: float,
    count: float,
    points: int,
    place: int,
    south: float,
    north: float,
    west: float,
    east: float,
) -> Cluster:
    """Make one cluster; rounding must not push the centre out of its own box."""
    lat, lon = min(max(lat, south), north), min(max(lon, west), east)
    only = None if points > 1 else (place if ids is None else int(ids[place]))
    box = Box(south, around(west), north, around(east))
    return Cluster(lat, around(lon), count, points, box, only)
