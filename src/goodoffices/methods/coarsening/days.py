"""Periods widened to whole days, weeks, months, quarters or years.

Days are proleptic Gregorian ordinals, both ends included.
"""

from __future__ import annotations

from datetime import MAXYEAR, date

UNITS = ("day", "week", "month", "quarter", "year")
"""From the finest to the coarsest. Weeks begin on Monday (ISO 8601)."""

_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_LAST = date.max.toordinal()


def widened(first: int, last: int, unit: str) -> tuple[int, int]:
    """Return the shortest stretch of whole units that holds every day of the period."""
    if unit == "day":
        return first, last
    if unit == "week":
        return max(first - (first - 1) % 7, 1), min(last + 6 - (last - 1) % 7, _LAST)
    months = _MONTHS[unit]
    return _begin(first, months), _end(last, months)


def is_whole(first: int | None, last: int | None, unit: str) -> bool:
    """Say whether a period that may be open at its ends cuts no unit in two."""
    begin = first is None or widened(first, first, unit)[0] == first
    return begin and (last is None or widened(last, last, unit)[1] == last)


def _begin(day: int, months: int) -> int:
    known = date.fromordinal(day)
    return date(known.year, known.month - (known.month - 1) % months, 1).toordinal()


def _end(day: int, months: int) -> int:
    known = date.fromordinal(day)
    following = known.month - (known.month - 1) % months + months
    if following <= 12:
        return date(known.year, following, 1).toordinal() - 1
    return _LAST if known.year == MAXYEAR else date(known.year + 1, 1, 1).toordinal() - 1
