"""What is usual: the range in which the counts of earlier, equal periods lay."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

PERIODS = 12  # earlier periods that are looked at
FEWEST_PERIODS = 6  # with fewer, what is usual is not known
SHARE = 0.1  # of the earlier counts may lie below the range, and as many above
DAYS = 84  # earlier days that are looked at for the band of a day
FEWEST_DAYS = 42


def usual_range(counts: Sequence[int]) -> tuple[int, int] | None:
    """Return (low, high) between which counts of earlier periods usually lay, both inclusive.

    ``counts``: of equal periods, oldest first; the last 12 are used; a period without events is
    0, a period without data is left out. None, "not known", with fewer than 6. The bounds are the
    10 % and 90 % quantiles rounded outwards; where fewer than half of the periods had an event
    the range is 0 to at least 1, so that a single event after quiet is never called unusual.
    """
    recent = sorted(counts[-PERIODS:])
    if len(recent) < FEWEST_PERIODS:
        return None
    if recent[0] < 0:
        raise ValueError("a count is 0 or more")
    last = len(recent) - 1
    # Whole numbers only: position SHARE * last, rounded down to a count on each side.
    cut = int(SHARE * last)
    low, high = recent[cut], recent[last - cut]
    if sum(count > 0 for count in recent) * 2 < len(recent):
        return 0, max(1, high)
    return low, high


def compared(count: int, usual: tuple[int, int] | None) -> Literal["below", "within", "above", ""]:
    """Say where a count lies against its usual range; '' when that is not known."""
    if usual is None:
        return ""
    low, high = usual
    if count < low:
        return "below"
    return "above" if count > high else "within"


def daily_band(
    counts: Sequence[int],
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return the usual (low, high) of each day of a daily series, from the 84 days before it.

    ``counts``: one per day, oldest first. Both arrays are as long as it; a day with fewer than 42
    days before it has not-a-number. The rule is that of `usual_range`, so a day never counts
    towards its own band.
    """
    import numpy as np

    series = np.asarray(counts, dtype=np.int64)
    low, high = np.full(len(series), np.nan), np.full(len(series), np.nan)
    for day in range(FEWEST_DAYS, min(DAYS, len(series))):
        low[day], high[day] = _bounds(series[np.newaxis, :day])[0]
    if len(series) > DAYS:
        windows = np.lib.stride_tricks.sliding_window_view(series[:-1], DAYS)
        low[DAYS:], high[DAYS:] = _bounds(windows).T
    return low, high


def _bounds(windows: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """Return (low, high) of each row by the rule of `usual_range`."""
    import numpy as np

    ordered = np.sort(windows, axis=1)
    last = ordered.shape[1] - 1
    cut = int(SHARE * last)
    low, high = ordered[:, cut], ordered[:, last - cut]
    sparse = (ordered > 0).sum(axis=1) * 2 < ordered.shape[1]
    low = np.where(sparse, 0, low)
    high = np.where(sparse, np.maximum(high, 1), high)
    return np.stack([low, high], axis=1).astype(np.float64)
