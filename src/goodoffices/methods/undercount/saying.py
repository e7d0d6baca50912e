"""What may be said of an estimate: whether a figure may be given at all, and how exactly."""

from __future__ import annotations

from math import ceil, floor, isfinite, log10

from .cautions import FEW_SHARED
from .estimating import Estimate
from .totals import Total

VERSION = "1"
"""Grows when the same table would give another figure, or another caution."""

TELLS_NOTHING = 100
"""An upper end of so many times those seen bounds nothing."""


def withheld(told: Estimate) -> list[str]:
    """Return why no figure may be given, as codes; none where one may.

    ``no-estimate``: no model could be estimated. ``too-few-shared``: fewer than 7 people are on
    two lists or more, so that everything hangs on a handful. ``not-bounded``: the upper end of
    the interval is more than 100 times those seen: the lists say nothing but "at least".
    """
    if told.average is None:
        return ["no-estimate"]
    if sum(told.table.times()[1:]) < FEW_SHARED:
        return ["too-few-shared"]
    high = told.average.high
    if not isfinite(high) or high > TELLS_NOTHING * told.table.seen:
        return ["not-bounded"]
    return []


def rounded(total: Total, seen: int) -> Total:
    """Return a total as it may be said aloud: no digit that the interval does not bear.

    The ends go outwards, to a hundredth of the power of ten of the interval's width; the lower
    one never below those seen.
    """
    width = max(total.high - total.low, 1)
    step = 10 ** max(floor(log10(width)) - 2, 0)
    low = max(floor(total.low / step) * step, seen)
    return Total(round(total.estimate / step) * step, low, ceil(total.high / step) * step)
