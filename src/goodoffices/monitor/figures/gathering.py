"""Incidents gathered for a map: into fine squares first, then by the screen's own grid."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from goodoffices.core.ground import widened
from goodoffices.methods import geo
from goodoffices.methods.columns import Area, Columns
from goodoffices.methods.geo import Cluster
from goodoffices.methods.geo.cells import LEVELS
from goodoffices.methods.geo.distance import EARTH_KM
from goodoffices.monitor.queries import maps

SQUARES = 96
"""How many of the fine squares go from one side of the map to the other."""


def gather(found: Sequence[Area], box: geo.Box, *, width_px: int, cell_px: float) -> list[Cluster]:
    """Return clusters of what was counted; their counts add up to all of it.

    The squares are finer than a cluster, so that their grid does not show.
    """
    if not found:
        return []
    columns = np.array([(a.latitude, a.longitude, a.count) for a in found], dtype=np.float64)
    made = geo.clusters(
        columns[:, 0],
        columns[:, 1],
        columns[:, 2],
        box=widened(box),
        width_px=width_px,
        cell_px=cell_px,
    )
    return list(made)


def margin_km(found: Sequence[Area]) -> float:
    """Return half the width of the largest square: clusters know only the middles of theirs."""
    if not found:
        return 0.0
    spans = [(a.south, a.west, a.north, a.east) for a in found]
    south, west, north, east = np.radians(np.array(spans, dtype=np.float64)).T
    shrink = np.cos(np.minimum(np.abs(south), np.abs(north)))
    return float(np.hypot(north - south, (east - west) * shrink).max()) * EARTH_KM / 2


def counted(found: Columns, box: geo.Box) -> list[Area]:
    """Count the incidents in a box by place and by squares fine enough for `gather`."""
    return maps.areas(maps.placed(found, box), level_for(box))


def level_for(box: geo.Box) -> int:
    """Return the level of squares of which `SQUARES` go across the box."""
    wide = (box.east - box.west) % 360 or 360.0
    return max(3, min(LEVELS, math.ceil(math.log2(360 / wide * SQUARES))))
