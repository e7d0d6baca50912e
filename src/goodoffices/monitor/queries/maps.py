"""What the map shows: single incidents while they are few, clusters made by the database else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Max, Min, QuerySet
from django.db.models.expressions import CombinedExpression, Value

from goodoffices.core.ground import held
from goodoffices.core.queries.addresses import WORLD
from goodoffices.methods import geo
from goodoffices.methods.geo.cells import LEVELS
from goodoffices.monitor.models import Incident
from goodoffices.monitor.queries.situation import tuples

MOST_POINTS = 2_000


@dataclass(frozen=True, slots=True)
class Area:
    """Incidents of one place that fall into one square of the map: their extent and number."""

    west: float
    south: float
    east: float
    north: float
    count: int
    place: int | None

    @property
    def latitude(self) -> float:
        """The middle of the extent: the point itself where there is one only."""
        return (self.south + self.north) / 2

    @property
    def longitude(self) -> float:
        """The middle of the extent: the point itself where there is one only."""
        return (self.west + self.east) / 2


def placed(rows: QuerySet[Incident], box: geo.Box = WORLD) -> QuerySet[Incident]:
    """Return the incidents that have a point, within the box."""
    # Whoever has a point has a cell: asked for so, the index of cells serves where no days do.
    rows = rows.filter(cell__gte=0)
    return rows if box == WORLD else rows.filter(held(box))


def areas(rows: QuerySet[Incident], level: int) -> list[Area]:
    """Group placed incidents by place and by squares of the world, 2**level from west to east."""
    shift = 4 ** (LEVELS - level)
    square = CombinedExpression(F("cell"), "/", Value(shift))
    grouped: Any = (
        rows.annotate(square=square)
        .order_by()
        .values("square", "place")
        .annotate(
            count=Count("pk"),
            west=Min("longitude"),
            south=Min("latitude"),
            east=Max("longitude"),
            north=Max("latitude"),
        )
    )
    sides = "west", "south", "east", "north", "count", "place"
    return [Area(*found) for found in tuples(grouped.values_list(*sides))]


def points(rows: QuerySet[Incident]) -> list[Incident]:
    """Return single incidents for the map, newest first, with their place."""
    return list(
        rows.select_related("place").defer("summary", "tolls").order_by("-first_day")[:MOST_POINTS]
    )
