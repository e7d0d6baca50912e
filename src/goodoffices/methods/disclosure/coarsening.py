"""Dates made coarser: the day, week or month that an event lies in."""

from __future__ import annotations

from datetime import date, timedelta

from goodoffices.codebook.errors import InvalidInput

PERIODS = ("day", "week", "month")
"""How fine a date may be told, the finest first."""


def period(first: int, last: int, fineness: str) -> tuple[int, int]:
    """Return the first and last day of the periods that an event's days lie in.

    Days are proleptic Gregorian ordinals, both ends included; weeks begin on Monday (ISO 8601).
    An event that is known no better than a year stays as vague as it was.
    """
    if fineness not in PERIODS or first > last:
        raise InvalidInput("A period is a day, a week or a month, from its first to its last day.")
    if fineness == "day":
        return first, last
    if fineness == "week":
        return first - (first - 1) % 7, last + 6 - (last - 1) % 7
    start, end = date.fromordinal(first).replace(day=1), date.fromordinal(last)
    if (end.year, end.month) == (9999, 12):
        return start.toordinal(), date.max.toordinal()
    after = (end.replace(day=28) + timedelta(days=4)).replace(day=1)
    return start.toordinal(), after.toordinal() - 1
