"""The numbers of the situation page: this period, the one before, and what is usual."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, Max, Min, Q, QuerySet, Sum

from goodoffices.methods import geo
from goodoffices.monitor.models import Incident


@dataclass(frozen=True, slots=True)
class Figures:
    """What happened in one period; tolls are sums over incidents whose toll is known.

    ``killed_unknown`` counts the incidents of which no figure is known: they are in no sum.
    ``box`` holds every point, None where no place is known; ``roughest_m`` is the largest radius
    of uncertainty in metres.
    """

    incidents: int
    killed_low: int
    killed_best: int
    killed_high: int
    killed_unknown: int
    verified: int
    pending: int
    box: geo.Box | None
    roughest_m: int | None = None


Join = Callable[[list[Any]], Any]
Days = Mapping[int, int]
"""How many incidents began on each day (proleptic Gregorian ordinal)."""

SUMMED = {
    "incidents": Count("pk"),
    "low": Sum("killed_low"),
    "best": Sum("killed_best"),
    "high": Sum("killed_high"),
    "known": Count("killed_best"),
    "verified": Count("pk", filter=Q(state="verified")),
    "pending": Count("pk", filter=Q(state="pending")),
}
LEAST = {"west": Min("longitude"), "south": Min("latitude")}
MOST = {"east": Max("longitude"), "north": Max("latitude"), "roughest": Max("radius_m")}


def figures(rows: QuerySet[Incident]) -> Figures:
    """Count one period's incidents in a single pass over an index."""
    return _figures(rows.aggregate(**SUMMED, **LEAST, **MOST))


def days(rows: QuerySet[Incident]) -> Days:
    """Count incidents by the day they began: an index read in its own order."""
    dated: Any = rows.filter(first_day__isnull=False).order_by().values("first_day")
    counted = dated.annotate(count=Count("pk")).values_list("first_day", "count")
    return {int(day): int(count) for day, count in tuples(counted)}


def figures_and_days(rows: QuerySet[Incident]) -> tuple[Figures, Days]:
    """Return both in one pass, where everything there is has to be read anyway."""
    joins: dict[str, Join] = {
        **dict.fromkeys(SUMMED, sum),
        **dict.fromkeys(LEAST, min),
        **dict.fromkeys(MOST, max),
    }
    counted: Any = rows.order_by().values("first_day").annotate(**SUMMED, **LEAST, **MOST)
    found = tuples(counted.values_list("first_day", *joins))
    columns = list(zip(*found, strict=True)) or [()] * (len(joins) + 1)
    joined = {
        name: _joined(joins[name], values) for name, values in zip(joins, columns[1:], strict=True)
    }
    by_day = {
        day: count for day, count in zip(columns[0], columns[1], strict=True) if day is not None
    }
    return _figures(joined), by_day


def tuples(counted: QuerySet[Any, Any]) -> list[tuple[Any, ...]]:
    """Run a query of plain numbers without turning each value over: there are many."""
    try:
        sql, params = counted.query.sql_with_params()
    except EmptyResultSet:
        return []
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


def _joined(join: Join, values: Iterable[Any]) -> Any:
    known = [value for value in values if value is not None]
    return join(known) if known else None


def _figures(found: Mapping[str, Any]) -> Figures:
    edges = {side: found[side] for side in ("south", "west", "north", "east")}
    incidents = found["incidents"] or 0
    return Figures(
        incidents=incidents,
        killed_low=found["low"] or 0,
        killed_best=found["best"] or 0,
        killed_high=found["high"] or 0,
        killed_unknown=incidents - (found["known"] or 0),
        verified=found["verified"] or 0,
        pending=found["pending"] or 0,
        box=None if edges["west"] is None else geo.Box(**edges),
        roughest_m=found["roughest"],
    )


def in_bins(counts: Days, origin: int, length: int, bins: int) -> list[int]:
    """Add days up to ``bins`` bins of ``length`` days, the first of which begins at ``origin``."""
    found = [0] * bins
    for day, count in counts.items():
        number = (day - origin) // length
        if 0 <= number < bins:
            found[number] += count
    return found
