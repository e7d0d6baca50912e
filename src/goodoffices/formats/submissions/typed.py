"""Answers as values: numbers in any digits, moments with their zone, points with their accuracy.

Each reader returns None for what it cannot read; nothing here raises and nothing guesses.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

_SIGNS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫−", "01234567890123456789.-", "٬\u200e\u200f\u061c")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
_WHOLE = re.compile(r"[+-]?\d{1,18}", re.ASCII)
_TIME = re.compile(r"[0-2]?\d:[0-5]\d(:[0-5]\d(\.\d+)?)?\s*(Z|[+-]\d\d(:?\d\d)?)?", re.ASCII)
_FRACTION = re.compile(r"\.(\d{1,6})\d*", re.ASCII)
_LONGEST_NUMBER = 40
NEAR_ZERO = 0.0001
"""Degrees around 0, 0 that no phone is in: about 11 metres of open sea."""


@dataclass(frozen=True, slots=True)
class Point:
    """A point in degrees (WGS 84) with the accuracy in metres the phone gave, or None."""

    latitude: float
    longitude: float
    accuracy: float | None = None

    @property
    def is_zero(self) -> bool:
        """Say whether it is 0, 0: what a phone sends that knows nothing."""
        return abs(self.latitude) < NEAR_ZERO and abs(self.longitude) < NEAR_ZERO


def plain(text: str) -> str:
    """Return a text with Arabic-Indic and Persian digits and signs as 0-9, trimmed."""
    return text.translate(_SIGNS).strip()


def number_of(text: str) -> float | None:
    """Read a number written in any of the digits in use."""
    said = plain(text)
    if len(said) > _LONGEST_NUMBER or not _NUMBER.fullmatch(said):
        return None
    number = float(said)
    return number if math.isfinite(number) else None


def whole_of(text: str) -> int | None:
    """Read a whole number, also where it is written 5.0."""
    said = plain(text)
    if _WHOLE.fullmatch(said):
        return int(said)
    number = number_of(text)
    return int(number) if number is not None and number == int(number) else None


def day_of(text: str) -> date | None:
    """Read the day of a date or of a moment, in the place where it was written."""
    try:
        return date.fromisoformat(plain(text)[:10])
    except ValueError:
        return None


def moment_of(text: str) -> datetime | None:
    """Read a moment; one without a zone is taken as UTC."""
    said = _FRACTION.sub(lambda found: f".{found[1]:<06}", plain(text), count=1)
    if len(said) < 16:
        return None
    try:
        found = datetime.fromisoformat(said)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def point_of(text: str) -> Point | None:
    """Read "latitude longitude altitude accuracy", of which the first two are needed."""
    parts = [number_of(part) for part in plain(text).replace(",", " ").split()]
    if not 2 <= len(parts) <= 4 or None in parts:
        return None
    latitude, longitude, *rest = (part for part in parts if part is not None)
    if abs(latitude) > 90 or abs(longitude) > 180:
        return None
    accuracy = rest[1] if len(rest) == 2 and rest[1] >= 0 else None
    return Point(latitude, longitude, accuracy)


def points_of(text: str) -> list[Point] | None:
    """Read the points of a line or an area, which stand between semicolons."""
    parts = [part for part in text.split(";") if part.strip()]
    found = [point for part in parts if (point := point_of(part)) is not None]
    return found if found and len(found) == len(parts) else None


def _is_day(text: str) -> bool:
    return day_of(text) is not None and (len(plain(text)) == 10 or moment_of(text) is not None)


FITS: dict[str, Callable[[str], bool]] = {
    "integer": lambda text: _WHOLE.fullmatch(plain(text)) is not None,
    "decimal": lambda text: number_of(text) is not None,
    "range": lambda text: number_of(text) is not None,
    "date": _is_day,
    "today": _is_day,
    "time": lambda text: _TIME.fullmatch(plain(text)) is not None,
    "dateTime": lambda text: moment_of(text) is not None,
    "start": lambda text: moment_of(text) is not None,
    "end": lambda text: moment_of(text) is not None,
    "geopoint": lambda text: point_of(text) is not None,
    "geotrace": lambda text: points_of(text) is not None,
    "geoshape": lambda text: points_of(text) is not None,
}
"""Whether an answer is of the kind its question asks for, by type; others take anything."""
