"""The numbers of a page as the database adds them up, row by row: the judge of the ledger."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models import Count, ExpressionWrapper, F, IntegerField, Max, Min, Q, QuerySet, Sum
from django.db.models.expressions import CombinedExpression, Value

from goodoffices.core.ground import held
from goodoffices.methods import geo
from goodoffices.methods.columns import Area
from goodoffices.methods.geo.cells import LEVELS
from goodoffices.monitor.models import Incident
from goodoffices.monitor.queries import history as histories
from goodoffices.monitor.queries.periods import Period
from goodoffices.monitor.queries.situation import Figures

Rows = QuerySet[Incident]

ADDED_UP = {
    "incidents": Count("pk"),
    "low": Sum("killed_low"),
    "best": Sum("killed_best"),
    "high": Sum("killed_high"),
    "known": Count("killed_best"),
    "verified": Count("pk", filter=Q(state="verified")),
    "pending": Count("pk", filter=Q(state="pending")),
    "roughest": Max("radius_m"),
}
EDGES = {
    "south": Min("latitude"),
    "west": Min("longitude"),
    "north": Max("latitude"),
    "east": Max("longitude"),
}


def figures(rows: Rows) -> Figures:
    """Add incidents up."""
    found, edges = rows.aggregate(**ADDED_UP), rows.aggregate(**EDGES)
    return Figures(
        incidents=found["incidents"],
        killed_low=found["low"] or 0,
        killed_best=found["best"] or 0,
        killed_high=found["high"] or 0,
        killed_unknown=found["incidents"] - found["known"],
        verified=found["verified"],
        pending=found["pending"],
        box=None if edges["west"] is None else geo.Box(**edges),
        roughest_m=found["roughest"],
    )


def days(rows: Rows) -> dict[int, int]:
    """Count incidents by the day they began."""
    dated: Any = rows.filter(first_day__isnull=False).order_by().values("first_day")
    return dict(dated.annotate(count=Count("pk")).values_list("first_day", "count"))


def history(rows: Rows, period: Period) -> dict[int | None, list[int]]:
    """Count what began in this period and the earlier ones, per place."""
    start, bins = histories.first_day(period), histories.periods(period) + 1
    number = ExpressionWrapper((F("first_day") - start) / period.days, output_field=IntegerField())
    within = rows.filter(first_day__gte=start, first_day__lte=period.last).annotate(bin=number)
    counted = within.order_by().values("bin", "place").annotate(count=Count("pk"))
    found: dict[int | None, list[int]] = defaultdict(lambda: [0] * bins)
    for place, bin_number, count in counted.values_list("place", "bin", "count"):
        found[place][bin_number] += count
    return dict(found)


def areas(rows: Rows, box: geo.Box, level: int) -> list[Area]:
    """Group the incidents in a box by place and by squares of the world."""
    square = CombinedExpression(F("cell"), "/", Value(4 ** (LEVELS - level)))
    grouped: Any = (
        rows.filter(held(box), cell__gte=0)
        .annotate(square=square)
        .order_by()
        .values("square", "place")
        .annotate(count=Count("pk"), **EDGES)
    )
    sides = "square", "place", "west", "south", "east", "north", "count"
    found = sorted(grouped.values_list(*sides), key=lambda one: (one[0], one[1] or 0))
    return [Area(*edges, count, place) for _square, place, *edges, count in found]
