"""The numbers of the situation page: this period, the one before, and what is usual."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, ExpressionWrapper, F, IntegerField, Max, Min, Q, QuerySet, Sum

from goodoffices.methods import geo
from goodoffices.monitor.models import Incident


@dataclass(frozen=True, slots=True)
class Figures:
    """What happened in one period; tolls are sums over incidents whose toll is known.

    ``killed_unknown`` counts the incidents of which no figure is known: they are in no sum.
    ``box`` holds every point, None where no place is known.
    """

    incidents: int
    killed_low: int
    killed_best: int
    killed_high: int
    killed_unknown: int
    verified: int
    pending: int
    box: geo.Box | None


def figures(rows: QuerySet[Incident]) -> Figures:
    """Count one period's incidents in a single pass over an index."""
    found = rows.aggregate(
        incidents=Count("pk"),
        low=Sum("killed_low"),
        best=Sum("killed_best"),
        high=Sum("killed_high"),
        known=Count("killed_best"),
        verified=Count("pk", filter=Q(state="verified")),
        pending=Count("pk", filter=Q(state="pending")),
        west=Min("longitude"),
        south=Min("latitude"),
        east=Max("longitude"),
        north=Max("latitude"),
    )
    edges = {side: found[side] for side in ("south", "west", "north", "east")}
    return Figures(
        incidents=found["incidents"],
        killed_low=found["low"] or 0,
        killed_best=found["best"] or 0,
        killed_high=found["high"] or 0,
        killed_unknown=found["incidents"] - found["known"],
        verified=found["verified"],
        pending=found["pending"],
        box=None if edges["west"] is None else geo.Box(**edges),
    )


def by_bin(rows: QuerySet[Incident], origin: int, days: int) -> dict[int, int]:
    """Count incidents by bins of ``days`` days; bin 0 begins at the day ``origin``."""
    # SQLite and PostgreSQL both divide whole numbers towards zero: shift to stay above it.
    shift = 10_000 * days
    number = ExpressionWrapper(
        (F("first_day") - origin + shift) / days - 10_000, output_field=IntegerField()
    )
    counted = (
        rows.filter(first_day__isnull=False)
        .annotate(bin=number)
        .order_by()
        .values("bin")
        .annotate(count=Count("pk"))
        .values_list("bin", "count")
    )
    return dict(counted)
