"""What all readers do alike: rows to canonical text, figures to tolls, dates to EDTF."""

from __future__ import annotations

import calendar
import hashlib
import json
from collections.abc import Callable, Hashable, Sequence
from datetime import date, timedelta
from operator import itemgetter
from typing import Generic, TypeVar

from goodoffices.formats.reasons import Bad
from goodoffices.formats.values import TollClaim

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Remembered(dict[K, V], Generic[K, V]):
    """Answers of a pure function, kept for equal inputs, and forgotten all at once when too many.

    Event tables repeat the same places, parties and days a thousandfold; each is worked out once
    and shared.
    """

    def __init__(self, work_out: Callable[[K], V], most: int = 50_000) -> None:
        super().__init__()
        self._work_out, self._most = work_out, most

    def __missing__(self, key: K) -> V:
        if len(self) >= self._most:
            self.clear()
        value = self[key] = self._work_out(key)
        return value


class RawRows:
    """Turns the cells of a row into its canonical JSON and that text's SHA-256.

    Columns are put in the order of their names and empty cells are left out, so that neither a
    publisher's new column order nor a new empty column makes an old row look changed.
    """

    def __init__(self, columns: Sequence[str]) -> None:
        order = sorted(range(len(columns)), key=columns.__getitem__)
        self._names = [columns[index] for index in order]
        self._pick = itemgetter(*order) if len(order) > 1 else lambda cells: (cells[0],)

    def __call__(self, cells: Sequence[str]) -> tuple[str, str]:
        """Return (raw, digest) of one row."""
        pairs = zip(self._names, self._pick(cells), strict=True)
        return digested({name: cell for name, cell in pairs if cell})


def digested(columns: dict[str, str]) -> tuple[str, str]:
    """Return the canonical JSON of named cells and its SHA-256 in hexadecimal."""
    raw = _encode(columns)
    return raw, hashlib.sha256(raw.encode("utf-8", "surrogatepass")).hexdigest()


class SeenIds:
    """Remembers which identifiers a file has shown, in a few bits each.

    Identifiers that end in digits are kept as one bit per number under their stem; the rest in a
    set.
    """

    def __init__(self) -> None:
        self._bits: dict[str, bytearray] = {}
        self._other: set[str] = set()

    def is_new(self, identifier: str) -> bool:
        """Remember an identifier and say whether this is the first time."""
        stem = identifier.rstrip("0123456789")
        digits = identifier[len(stem) :]
        if not digits or len(digits) > 8 or digits[0] == "0":
            new = identifier not in self._other
            self._other.add(identifier)
            return new
        byte, bit = divmod(int(digits), 8)
        bits = self._bits.setdefault(stem, bytearray())
        if byte >= len(bits):
            bits.extend(bytes(byte + 1024 - len(bits)))
        new = not bits[byte] >> bit & 1
        bits[byte] |= 1 << bit
        return new


def count_of(column: str, text: str) -> int | None:
    """Read a whole number of people: None where nothing is said. Raises `Bad`."""
    if not text:
        return None
    try:
        number = float(text) if not text.isdecimal() else int(text)
    except ValueError:
        number = -1
    if not 0 <= number <= 100_000_000 or number != int(number):
        raise Bad(column, text, "bad_count")
    return int(number)


def toll(
    measure: str,
    category: str,
    low: int | None,
    best: int | None,
    high: int | None,
    remark: str = "",
) -> TollClaim:
    """Make a toll claim; figures out of order are put in order and the claim says so."""
    given = [figure for figure in (low, best, high) if figure is not None]
    if given != sorted(given):
        ordered = iter(sorted(given))
        low = None if low is None else next(ordered)
        best = None if best is None else next(ordered)
        high = None if high is None else next(ordered)
        remark = "bounds_reordered"
    return TollClaim(measure, category, low, best, high, remark)


def degrees(column: str, text: str, limit: float) -> float | None:
    """Read degrees within plus or minus ``limit``: None where nothing is said. Raises `Bad`."""
    if not text:
        return None
    try:
        number = float(text)
    except ValueError:
        raise Bad(column, text, "bad_coordinate") from None
    if not -limit <= number <= limit:
        raise Bad(column, text, "bad_coordinate")
    return number


def point(
    latitude: str, longitude: str, names: tuple[str, str] = ("latitude", "longitude")
) -> tuple[float | None, float | None]:
    """Read a WGS 84 point, or (None, None). Raises `Bad`, also where one half is missing."""
    found = degrees(names[0], latitude, 90), degrees(names[1], longitude, 180)
    if (found[0] is None) != (found[1] is None):
        missing = names[0] if found[0] is None else names[1]
        raise Bad(missing, "", "half_coordinate")
    return found


def interval(start: date, end: date) -> str:
    """Write the days from start to end as EDTF: a day, a whole month or year, or an interval."""
    if start == end:
        return start.isoformat()
    last_day = calendar.monthrange(end.year, end.month)[1]
    if start.day == 1 and end.day == last_day and start.year == end.year:
        if start.month == end.month:
            return f"{start:%Y-%m}"
        if (start.month, end.month) == (1, 12):
            return f"{start:%Y}"
    return f"{start.isoformat()}/{end.isoformat()}"


def days_around(day: date, days: int) -> str:
    """Write the interval from some days before a day to as many after it as EDTF."""
    return interval(day - timedelta(days=days), day + timedelta(days=days))


def distinct(names: Sequence[str]) -> tuple[str, ...]:
    """Return the names that say something, each once, in order."""
    return tuple(dict.fromkeys(name for name in names if name))
