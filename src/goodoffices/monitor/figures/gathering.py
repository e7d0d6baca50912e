"""Incidents gathered for a map: the database groups them, then the screen's own grid does."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from django.db.models import QuerySet

from goodoffices.methods import geo
from goodoffices.methods.geo import Cluster
from goodoffices.methods.geo.cells import LEVELS
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


def reach_km(cluster: Cluster, found: Sequence[Area]) -> float:
    """Return a radius in which all of a cluster lies, 1 to 500 km, for the link to its list.

    A cluster knows the middles of the squares it was made of: the largest of these is added.
    """
    across = geo.haversine_km(*_corners(cluster.box)) / 2
    widest = max((_diagonal(area) for area in found), default=0.0) / 2
    return float(max(1, min(500, math.ceil(across + widest))))


def _diagonal(area: Area) -> float:
    return geo.haversine_km(area.south, area.west, area.north, area.east)


def _corners(box: geo.Box) -> tuple[float, float, float, float]:
    return box.south, box.west, box.north, box.east


def counted(rows: QuerySet[Incident], box: geo.Box) -> list[Area]:
    """Count the incidents in a box by place and by squares fine enough for `gather`."""
    return maps.areas(maps.placed(rows, box), level_for(box))


def level_for(box: geo.Box) -> int:
    """Return the level of squares of which `SQUARES` go across the box."""
    wide = (box.east - box.west) % 360 or 360.0
    return max(3, min(LEVELS, math.ceil(math.log2(360 / wide * SQUARES))))


def widened(box: geo.Box) -> geo.Box:
    """Return the box a hair wider, so that means of points on its edge stay inside."""
    hair = 1e-6
    return geo.Box(
        south=max(-90.0, box.south - hair),
        west=max(-180.0, box.west - hair),
        north=min(90.0, box.north + hair),
        east=min(180.0, box.east + hair),
    )
