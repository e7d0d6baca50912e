"""Read dates as people write them into tables, with the order of day and month given."""

from __future__ import annotations

import re
from datetime import date

from goodoffices.formats.claims import interval
from goodoffices.formats.reasons import Bad

DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
PARTS = re.compile(r"(\d{1,4})\s*[-/.\s]\s*(\d{1,2})\s*[-/.\s]\s*(\d{1,4})")
TIME = re.compile(r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?$")
MONTH = re.compile(r"(\d{4})-(\d{2})$")
YEAR = re.compile(r"\d{4}$")
EDTF_PART = re.compile(r"-?\d{4}(-\d{2}(-\d{2})?)?[?~%]?$|\d{3}X$|\d{2}XX$|\d{4}-XX(-XX)?$")
EDTF_MONTH = re.compile(r"\d{4}-\d{2}-XX$")
PRECISION_OF_LENGTH = {4: "year", 7: "month", 10: "day"}


def read_date(column: str, text: str, order: str) -> tuple[str, str]:
    """Return (EDTF, precision) of one cell. Raises `Bad` for anything that is not surely a date.

    In the orders iso, dmy, mdy and ymd a month (2024-03) or a year alone are taken as such.
    """
    text = text.strip().translate(DIGITS)
    if order == "edtf":
        return _edtf(column, text)
    if YEAR.match(text) and int(text) >= 1000:
        return text, "year"
    if MONTH.match(text) and 1 <= int(text[5:]) <= 12:
        return text, "month"
    return read_day(column, text, order).isoformat(), "day"


def read_day(column: str, text: str, order: str) -> date:
    """Return the day a cell names, whatever time of day it adds. Raises `Bad`."""
    plain = TIME.sub("", text.strip().translate(DIGITS))
    match = PARTS.fullmatch(plain)
    if match is None:
        raise Bad(column, text, "bad_date")
    first, second, third = match.groups()
    if len(first) == 4 or order in {"iso", "ymd", "edtf"}:
        year, month, day = first, second, third
    elif order == "dmy":
        day, month, year = first, second, third
    else:
        month, day, year = first, second, third
    if len(year) not in {2, 4} or (len(year) == 2 and order in {"iso", "edtf"}):
        raise Bad(column, text, "bad_date")
    return _day(column, text, _century(year), int(month), int(day))


def _century(year: str) -> int:
    """Two digits mean the years 1970 to 2069."""
    number = int(year)
    if len(year) == 4:
        return number
    return number + (2000 if number < 70 else 1900)


def _day(column: str, text: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise Bad(column, text, "bad_date") from None


def read_period(column: str, start: str, end_column: str, end: str, order: str) -> tuple[str, str]:
    """Return (EDTF, precision) of a start and an end cell. Raises `Bad`."""
    if not end or order == "edtf" or end == start:
        return read_date(column, start, order)
    first, last = read_day(column, start, order), read_day(end_column, end, order)
    if last < first:
        raise Bad(end_column, end, "dates_out_of_order", start=start)
    days = (last - first).days + 1
    precision = "day" if days == 1 else "days" if days < 7 else "week" if days == 7 else "month"
    return interval(first, last), precision if days <= 31 else "year"


def _edtf(column: str, text: str) -> tuple[str, str]:
    halves = text.split("/")
    ends = [half for half in halves if half not in {"", ".."}]
    if not ends or len(halves) > 2 or not all(_is_edtf(half) for half in ends):
        raise Bad(column, text, "bad_date")
    if len(halves) == 2:
        return text, "unstated"
    plain = text.rstrip("?~%")
    if "X" in plain:
        return text, "month" if EDTF_MONTH.match(plain) else "year"
    return text, PRECISION_OF_LENGTH.get(len(plain.lstrip("-")), "unstated")


def _is_edtf(half: str) -> bool:
    plain = half.rstrip("?~%").lstrip("-")
    if EDTF_MONTH.match(plain):
        return 1 <= int(plain[5:7]) <= 12
    if not EDTF_PART.match(half):
        return False
    if "X" in plain or len(plain) == 4:
        return True
    month = int(plain[5:7])
    if len(plain) == 7:
        return 1 <= month <= 12 or 21 <= month <= 24
    try:
        date.fromisoformat(plain)
    except ValueError:
        return False
    return True
