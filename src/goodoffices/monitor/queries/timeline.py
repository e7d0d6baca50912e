"""How many incidents began when, in bars of days, weeks, months or years."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from goodoffices.monitor.models import Incident
from goodoffices.monitor.queries.periods import Period
from goodoffices.monitor.queries.situation import by_bin

MOST_BARS = 122
FEWEST_DAYS = 120
LENGTHS = (1, 7, 28, 91, 364, 3640)
"""Lengths of a bar in days: whole weeks above a day, so that weekends fall alike in each."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: days ``first`` to ``last`` (ordinals), incidents that began in them."""

    first: int
    last: int
    count: int
    now: bool


def bars(rows: QuerySet[Incident], period: Period) -> list[Bar]:
    """Return bars up to the end of the period, reaching back far enough to show what is usual.

    ``rows`` are narrowed by everything but the period. A period short against four months is
    shown at the end of four months; a long one fills the axis alone.
    """
    first = (
        period.first
        if period.is_all
        else min(period.first - 2 * period.days, period.last - FEWEST_DAYS + 1)
    )
    days = length_of_bar(period.last - first + 1)
    count = -(-(period.last - first + 1) // days)
    origin = period.last - count * days + 1
    found = by_bin(rows.filter(first_day__gte=origin, first_day__lte=period.last), origin, days)
    return [
        _bar(origin + number * days, days, found.get(number, 0), period) for number in range(count)
    ]


def _bar(first: int, days: int, count: int, period: Period) -> Bar:
    last = first + days - 1
    return Bar(first, last, count, now=not period.is_all and last >= period.first)


def length_of_bar(days: int) -> int:
    """Return the shortest length of a bar with which ``days`` fit on the axis."""
    return next((length for length in LENGTHS if days / length <= MOST_BARS), LENGTHS[-1])
