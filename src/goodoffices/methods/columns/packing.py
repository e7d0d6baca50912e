"""Numbers as bytes, each stretch of a column in the narrowest type that holds it.

What is not known is the smallest number of the type, and not-a-number among floats: `known` tells.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Column = npt.NDArray[Any]
    Mask = npt.NDArray[np.bool_]

WHOLE = ("<i1", "<i2", "<i4", "<i8")
"""The types of whole numbers, the narrowest first; each keeps its two ends free."""

FLOAT = "<f8"

Packed = tuple[str, bytes]
"""The type of a stretch (as numpy names it), and its bytes."""


def pack(values: Sequence[int | None]) -> Packed:
    """Return whole numbers as bytes. Raises OverflowError beyond 64 bits."""
    import numpy as np

    said = [value for value in values if value is not None]
    low, high = min(said, default=0), max(said, default=0)
    form = next((form for form in WHOLE if _holds(form, low, high)), WHOLE[-1])
    unknown = int(np.iinfo(form).min)
    whole = [unknown if value is None else value for value in values]
    return form, np.array(whole, form).tobytes()


def _holds(form: str, low: int, high: int) -> bool:
    import numpy as np

    ends = np.iinfo(form)
    return bool(ends.min < low and high < ends.max)


def pack_floats(values: Sequence[float | None]) -> Packed:
    """Return floats as bytes, to the last bit."""
    import numpy as np

    return FLOAT, np.array(
        [np.nan if value is None else value for value in values], FLOAT
    ).tobytes()


def unpack(parts: Iterable[Packed]) -> Column:
    """Join the stretches of a column, in their order: one type if they agree, else the widest."""
    import numpy as np

    stretches = list(parts)
    forms = {form for form, _data in stretches}
    if len(forms) <= 1:
        form = forms.pop() if forms else WHOLE[-1]
        return np.frombuffer(b"".join(data for _form, data in stretches), form)
    return joined([np.frombuffer(data, form) for form, data in stretches])


def joined(columns: Sequence[Column]) -> Column:
    """Join pieces of a column, in their order; those of a narrower type are widened."""
    import numpy as np

    widest = max((column.dtype for column in columns), key=lambda dtype: dtype.itemsize)
    whole = np.concatenate([_widened(column, widest) for column in columns])
    whole.flags.writeable = False
    return whole


def _widened(column: Column, dtype: np.dtype[Any]) -> Column:
    import numpy as np

    if column.dtype == dtype or dtype.kind == "f":
        return column
    wide = column.astype(dtype)
    wide[~known(column)] = np.iinfo(dtype).min
    return wide


def known(column: Column) -> Mask:
    """Say of each number whether it is known."""
    import numpy as np

    if column.dtype.kind == "f":
        return ~np.isnan(column)
    found: Mask = column != np.iinfo(column.dtype).min
    return found
