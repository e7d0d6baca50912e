"""Incidents gathered for a map: the database groups them, then the screen's own grid does."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from django.db.models import QuerySet

from goodoffices.core.ground import widened
from goodoffices.methods import geo
from goodoffices.methods.geo import Cluster
from goodoffices.methods.geo.cells import LEVELS
from goodoffices.methods.geo.distance import EARTH_KM
from goodoffices.monitor.models import Incident
from goodoffices.monitor.queries import maps
from goodoffices.monitor.queries.maps import Area

SQUARES = 96
"""How many of the database's squares go from one side of the map to the other."""


def gather(found: Sequence[Area], box: geo.Box, *, width_px: int, cell_px: float) -> list[Cluster]:
    """Return clusters of what the database counted; their counts add up to all of it.

    The database's squares are finer than a cluster, so that its grid does not show.
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


def counted(rows: QuerySet[Incident], box: geo.Box) -> list[Area]:
    """Count the incidents in a box by place and by squares fine enough for `gather`."""
    return maps.areas(maps.placed(rows, box), level_for(box))


def level_for(box: geo.Box) -> int:
    """Return the level of squares of which `SQUARES` go across the box."""
    wide = (box.east - box.west) % 360 or 360.0
    return max(3, min(LEVELS, math.ceil(math.log2(360 / wide * SQUARES))))
