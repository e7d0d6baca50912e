"""What the map shows: single incidents while they are few, squares of the map else."""

from __future__ import annotations

import numpy as np

from goodoffices.core.queries.addresses import WORLD
from goodoffices.methods import geo
from goodoffices.methods.columns import Area, Columns, first_of, known
from goodoffices.methods.columns import areas as areas_of
from goodoffices.methods.geo.cells import LEVELS
from goodoffices.monitor.models import Incident

MOST_POINTS = 2_000

PLACED = ("latitude", "longitude", "cell", "place")
"""The columns that a map looks at."""


def placed(found: Columns, box: geo.Box = WORLD) -> Columns:
    """Return the incidents that have a point, within the box."""
    # Whoever has a point has a cell.
    found = found.where(known(found["cell"]))
    return (
        found
        if box == WORLD
        else found.where(geo.in_box(found["latitude"], found["longitude"], box))
    )


def areas(found: Columns, level: int) -> list[Area]:
    """Group placed incidents by place and by squares of the world, 2**level from west to east."""
    squares = found["cell"].astype(np.int64) >> 2 * (LEVELS - level)
    return areas_of(found["latitude"], found["longitude"], squares, found["place"])


def points(found: Columns) -> list[Incident]:
    """Return single incidents for the map, newest first, with their place."""
    ids = found["id"][first_of(found["first_day"], 0, MOST_POINTS)].tolist()
    rows = Incident.objects.select_related("place").defer("summary", "tolls").in_bulk(ids)
    return [rows[one] for one in ids if one in rows]
