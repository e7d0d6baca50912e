"""Reading and writing EDTF level 1, the part a monitoring programme needs, fast.

Level 1 of ISO 8601-2:2019 Annex A with four-digit years: days, months, years, seasons 21-24,
unspecified digits (202X, 20XX, 2024-XX, 2024-05-XX, 2024-XX-XX), ? ~ % at the end of a date, and
intervals with open (..) and unknown (empty) ends. Times of day are not kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from goodoffices.codebook.errors import InvalidInput

from .span import FIRST_YEAR, LAST_YEAR, UNKNOWN, Span

Kind = Literal["day", "month", "year", "season", "years"]

_PART = re.compile(
    r"(?P<year>\d{4}|\d{3}X|\d\dXX)(?:-(?P<month>\d\d|XX)(?:-(?P<day>\d\d|XX))?)?(?P<doubt>[?~%])?",
    re.ASCII,
)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_EXAMPLES = "Write it like 2026-11-16, 2026-11, 2026, 2026-11-16/2026-11-22, 2026-11~ or ../2026."
_SEASONS = {21: 3, 22: 6, 23: 9, 24: 12}  # first month; of the north, by the calendar


@dataclass(frozen=True, slots=True)
class Part:
    """One date of an EDTF text. ``hidden``: which of its digits the source left out.

    ``kind``: what the known digits name; ``first`` and ``last``: its days, inclusive.
    """

    kind: Kind
    first: int
    last: int
    approximate: bool
    uncertain: bool
    hidden: Literal["", "day", "month", "month-day"] = ""


def _bad(text: str) -> InvalidInput:
    return InvalidInput(f"“{text[:60]}” is not a date we can read. {_EXAMPLES}", code="bad-date")


def _year(year: int) -> int:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise InvalidInput(
            f"The year {year:04d} is outside {FIRST_YEAR}-{LAST_YEAR}. Check the year.",
            code="date-out-of-range",
        )
    return year


def _ordinal(year: int, month: int, day: int) -> int:
    try:
        return date(year, month, day).toordinal()
    except ValueError:
        raise InvalidInput(
            f"There is no day {year:04d}-{month:02d}-{day:02d} in the calendar. Check the date.",
            code="no-such-day",
        ) from None


def _month_days(year: int, month: int, months: int = 1) -> tuple[int, int]:
    """Return the first and last day of a run of months."""
    after = year * 12 + month - 1 + months
    return _ordinal(year, month, 1), _ordinal(after // 12, after % 12 + 1, 1) - 1


def _year_days(digits: str) -> tuple[int, int]:
    """Return the days of a year, or of a decade or century with X for its last digits."""
    first, last = int(digits.replace("X", "0")), int(digits.replace("X", "9"))
    return _ordinal(_year(first), 1, 1), _ordinal(_year(last), 12, 31)


def _known_days(text: str, year: str, month: str | None, day: str | None) -> tuple[Kind, int, int]:
    """Return what the known digits name and its days."""
    if month is None or month == "XX":
        if day not in (None, "XX") or (month and "X" in year):
            raise _bad(text)
        return "years" if "X" in year else "year", *_year_days(year)
    if "X" in year:
        raise _bad(text)
    number, of_year = int(month), _year(int(year))
    if number in _SEASONS and day is None:
        return "season", *_month_days(of_year, _SEASONS[number], 3)
    if day is None or day == "XX":
        return "month", *_month_days(of_year, number)
    only = _ordinal(of_year, number, int(day))
    return "day", only, only


@lru_cache(maxsize=16_384)
def part(text: str) -> Part:
    """Read one date of an EDTF text (no interval). Raises InvalidInput."""
    match = _PART.fullmatch(text)
    if match is None:
        raise _bad(text)
    year, month, day, doubt = match.group("year", "month", "day", "doubt")
    kind, first, last = _known_days(text, year, month, day)
    hidden: Literal["", "day", "month", "month-day"] = ""
    if month == "XX":
        hidden = "month-day" if day else "month"
    elif day == "XX":
        hidden = "day"
    return Part(kind, first, last, doubt in ("~", "%"), doubt in ("?", "%"), hidden)


def ends(text: str) -> tuple[str, str]:
    """Split an EDTF text into its two ends; a single date is both."""
    start, slash, end = text.partition("/")
    return (start, end) if slash else (text, text)


def _interval(text: str) -> Span:
    """Read 'start/end'; an end is a date, '..' (open) or '' (unknown)."""
    start, end = ends(text)
    open_ends = ("", "..")
    if "/" in end or (start in open_ends and end in open_ends):
        raise _bad(text)
    first = None if start in open_ends else part(start)
    last = None if end in open_ends else part(end)
    if first and last and first.first > last.last:
        raise InvalidInput(
            f"“{text}” ends before it begins. Put the earlier date first.", code="date-order"
        )
    given = [one for one in (first, last) if one]
    return Span(
        text,
        first.first if first else None,
        last.last if last else None,
        any(one.approximate for one in given),
        any(one.uncertain for one in given),
    )


@lru_cache(maxsize=16_384)
def _parse(text: str) -> Span:
    if _DAY.fullmatch(text):
        year, month, day = int(text[:4]), int(text[5:7]), int(text[8:])
        only = _ordinal(_year(year), month, day)
        return Span(text, only, only)
    if "/" in text:
        return _interval(text)
    one = part(text)
    return Span(text, one.first, one.last, one.approximate, one.uncertain)


def parse(edtf: str) -> Span:
    """Read an EDTF level 1 text; '' is a date of which nothing is known.

    Raises InvalidInput (codes bad-date, no-such-day, date-out-of-range, date-order).
    """
    text = edtf.strip()
    return _parse(text) if text else UNKNOWN


def _day(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat()


def of_days(
    first_day: int | None,
    last_day: int | None,
    *,
    approximate: bool = False,
    uncertain: bool = False,
) -> Span:
    """Return the span of these days (ordinals, inclusive; None: open), in its shortest EDTF.

    A whole month or year is written as such.
    """
    doubt = {(True, False): "~", (False, True): "?", (True, True): "%"}.get(
        (approximate, uncertain), ""
    )
    if first_day is None and last_day is None:
        return UNKNOWN
    if first_day is None or last_day is None:
        start = ".." if first_day is None else _day(first_day) + doubt
        end = ".." if last_day is None else _day(last_day) + doubt
        return parse(f"{start}/{end}")
    if first_day == last_day:
        return parse(_day(first_day) + doubt)
    whole = _whole_unit(first_day, last_day)
    if whole:
        return parse(whole + doubt)
    return parse(f"{_day(first_day)}{doubt}/{_day(last_day)}{doubt}")


def _whole_unit(first_day: int, last_day: int) -> str:
    """Return 'YYYY-MM' or 'YYYY' when the days are exactly that month or year, else ''."""
    start, after = date.fromordinal(first_day), date.fromordinal(last_day) + timedelta(1)
    if start.day != 1 or after.day != 1:
        return ""
    months = (after.year - start.year) * 12 + after.month - start.month
    if months == 1:
        return f"{start:%Y-%m}"
    return f"{start:%Y}" if months == 12 and start.month == 1 else ""


def from_dates(start: date, end: date | None = None, precision: str = "day") -> Span:
    """Return the span a data set means by a start and end date and a precision code.

    ``precision``: id of the codebook's date_precision. Two different dates are taken as given.
    One date with a coarser precision stands for its week (Monday to Sunday), month or year;
    'days' marks it approximate. Raises InvalidInput when the end is before the start.
    """
    end = end or start
    if end < start:
        raise InvalidInput(
            f"The end {end} is before the start {start}. Put the earlier date first.",
            code="date-order",
        )
    _year(start.year), _year(end.year)
    if start != end:
        return of_days(start.toordinal(), end.toordinal())
    if precision == "week":
        monday = start.toordinal() - start.weekday()
        return of_days(monday, monday + 6)
    if precision in ("month", "year"):
        return parse(start.isoformat()[: 7 if precision == "month" else 4])
    return of_days(start.toordinal(), start.toordinal(), approximate=precision == "days")
