"""How a source's reports fared: corroborated, contradicted, retracted, still open."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

CORROBORATED = frozenset({"corroborated", "verified"})
CONTRADICTED = frozenset({"contested", "refuted"})
Z = 1.959963984540054
"""The 97.5th percentile of the normal distribution: an interval of 95 %."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A share with the interval in which it may lie (Wilson, 95 %), each from 0 to 1."""

    low: float
    share: float
    high: float


@dataclass(frozen=True, slots=True)
class TrackRecord:
    """Counts over the reports of one source; each report is in exactly one."""

    corroborated: int = 0
    contradicted: int = 0
    retracted: int = 0
    set_aside: int = 0
    open: int = 0

    @property
    def settled(self) -> int:
        """How many reports were corroborated, contradicted or retracted."""
        return self.corroborated + self.contradicted + self.retracted

    @property
    def total(self) -> int:
        """How many reports there are."""
        return self.settled + self.set_aside + self.open

    @property
    def interval(self) -> Interval | None:
        """The share that was corroborated of those settled; None where none was."""
        return share_interval(self.corroborated, self.settled)


def track_record(reports: Iterable[tuple[bool, bool, Iterable[str]]]) -> TrackRecord:
    """Count reports given as (retracted, set aside, states of their incidents).

    A report that was retracted counts as that; else as contradicted where any of its incidents is,
    else as corroborated where any is, else as set aside, else as open.
    """
    return TrackRecord(**Counter(_fate(*one) for one in reports))


def _fate(retracted: bool, set_aside: bool, states: Iterable[str]) -> str:
    found = set(states)
    if retracted:
        return "retracted"
    if found & CONTRADICTED:
        return "contradicted"
    if found & CORROBORATED:
        return "corroborated"
    return "set_aside" if set_aside else "open"


def share_interval(successes: int, of: int) -> Interval | None:
    """Return a share with its Wilson score interval of 95 %; None without any case."""
    if of <= 0:
        return None
    share, spread = successes / of, Z * Z / of
    middle = share + spread / 2
    reach = Z * math.sqrt(share * (1 - share) / of + spread / (4 * of))
    low, high = (middle - reach) / (1 + spread), (middle + reach) / (1 + spread)
    return Interval(
        0.0 if successes == 0 else max(0.0, low), share, 1.0 if successes == of else min(1.0, high)
    )
