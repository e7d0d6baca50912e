"""Columns of any type as numbers, days, texts and lists; what cannot be read is null."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy.typing as npt
    import pyarrow as pa

EPOCH = date(1970, 1, 1).toordinal()
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T].*)?$")
_FORMS = ("%d %B %Y", "%d %b %Y", "%d-%B-%Y", "%m/%d/%Y")


def texts(column: Any) -> pa.Array:
    """Return a column as text."""
    import pyarrow as pa

    whole = _whole(column)
    if pa.types.is_dictionary(whole.type):
        whole = whole.dictionary_decode()
    return whole.cast(pa.string())


def numbers(column: Any) -> pa.Array:
    """Return a column as floats; text that is no number is null."""
    import pyarrow as pa

    whole = _whole(column)
    if pa.types.is_integer(whole.type) or pa.types.is_floating(whole.type):
        return whole.cast(pa.float64())
    coded = texts(whole).fill_null("").dictionary_encode()
    known = pa.array([number(text) for text in coded.dictionary.to_pylist()], pa.float64())
    return known.take(coded.indices)


def number(text: str) -> float | None:
    """Return the number a text is, or None."""
    try:
        found = float(text)
    except ValueError:
        return None
    return found if abs(found) < 1e12 else None


def day_of(column: Any) -> npt.NDArray[Any]:
    """Return days as proleptic Gregorian ordinals, NaN where there is none."""
    import numpy as np
    import pyarrow as pa

    whole = _whole(column)
    if pa.types.is_temporal(whole.type):
        days = whole.cast(pa.date32(), safe=False).cast(pa.int32()).cast(pa.float64())
        return np.asarray(days.to_numpy(zero_copy_only=False)) + EPOCH
    if pa.types.is_integer(whole.type):
        return np.asarray(whole.cast(pa.float64()).to_numpy(zero_copy_only=False))
    coded = texts(whole).fill_null("").dictionary_encode()
    known = pa.array([_ordinal(text) for text in coded.dictionary.to_pylist()], pa.float64())
    return np.array(known.take(coded.indices).to_numpy(zero_copy_only=False))


def _ordinal(text: str) -> int | None:
    text = text.strip()
    iso = _ISO.match(text)
    try:
        if iso:
            return date(*map(int, iso.groups())).toordinal()
    except ValueError:
        return None
    for form in _FORMS:
        try:
            return datetime.strptime(text, form).toordinal()  # noqa: DTZ007 - a day, no moment
        except ValueError:
            continue
    return None


def month_of(day: int, *, whole_year: bool = False) -> tuple[int, int]:
    """Return the first and last day of the month (or year) a day lies in."""
    at = date.fromordinal(day)
    if whole_year:
        return date(at.year, 1, 1).toordinal(), date(at.year, 12, 31).toordinal()
    after = date(at.year + at.month // 12, at.month % 12 + 1, 1)
    return at.replace(day=1).toordinal(), after.toordinal() - 1


def listed(column: Any, between: str = " ") -> pa.Array:
    """Return a column as lists of text; a text is cut at ``between``."""
    import pyarrow as pa

    whole = _whole(column)
    if pa.types.is_list(whole.type) or pa.types.is_large_list(whole.type):
        return whole.cast(pa.list_(pa.string()))
    rows = [
        [part.strip() for part in text.split(between) if part.strip()]
        for text in texts(whole).fill_null("").to_pylist()
    ]
    return pa.array(rows, pa.list_(pa.string()))


def _whole(column: Any) -> Any:
    return column.combine_chunks() if hasattr(column, "combine_chunks") else column
