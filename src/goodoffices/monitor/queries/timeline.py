"""How many incidents began when, in bars of days, weeks, months or years."""

from __future__ import annotations

from dataclasses import dataclass

from goodoffices.monitor.queries.periods import Period
from goodoffices.monitor.queries.situation import Days, in_bins

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


def first_day(period: Period) -> int:
    """Return the first day on the axis.

    A period short against four months is shown at the end of four months; a long one with twice
    its length before it; everything there is fills the axis alone.
    """
    if period.is_all:
        return period.first
    return min(period.first - 2 * period.days, period.last - FEWEST_DAYS + 1)


def bars(counts: Days, period: Period, *, most: int = MOST_BARS) -> list[Bar]:
    """Return bars up to the end of the period; ``counts`` reach back to `first_day` at least."""
    first = first_day(period)
    days = length_of_bar(period.last - first + 1, most=most)
    number = -(-(period.last - first + 1) // days)
    origin = period.last - number * days + 1
    binned = in_bins(counts, origin, days, number)
    return [_bar(origin + i * days, days, count, period) for i, count in enumerate(binned)]


def _bar(first: int, days: int, count: int, period: Period) -> Bar:
    last = first + days - 1
    return Bar(first, last, count, now=not period.is_all and last >= period.first)


def length_of_bar(days: int, *, most: int = MOST_BARS) -> int:
    """Return the shortest length of a bar with which ``days`` fit on the axis."""
    return next((length for length in LENGTHS if days / length <= most), LENGTHS[-1])
