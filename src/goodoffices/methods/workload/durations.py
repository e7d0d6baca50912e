"""How long it takes: the middle one and the slowest tenth, with how many they rest on."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

FEWEST = 20
"""Fewer decisions than this say nothing about what is usual."""
FEWEST_FOR_TAIL = 10
"""Of fewer durations no 90th percentile is given: it would be one of the two longest."""


@dataclass(frozen=True, slots=True)
class Durations:
    """Durations in the unit they were given in; ``tail`` (90 %) is None where they are too few."""

    count: int
    median: float | None
    tail: float | None


def durations(values: Sequence[float]) -> Durations:
    """Return median and 90th percentile of durations."""
    found = sorted(values)
    if not found:
        return Durations(0, None, None)
    tail = quantile(found, 0.9) if len(found) >= FEWEST_FOR_TAIL else None
    return Durations(len(found), quantile(found, 0.5), tail)


def usual_wait(values: Sequence[float]) -> float | None:
    """Return how long nine of ten decisions took at most, or None: too few to say."""
    return quantile(sorted(values), 0.9) if len(values) >= FEWEST else None


def quantile(ordered: Sequence[float], share: float) -> float:
    """Return a quantile of ordered values, by linear interpolation between neighbours (type 7)."""
    place = (len(ordered) - 1) * share
    below, above = math.floor(place), math.ceil(place)
    low, high = ordered[below], ordered[above]
    return low + (high - low) * (place - below)
