"""Shares of small counts, with what they leave open."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

Z = 1.959964
"""95 of 100 such intervals hold the true share."""


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many, and the interval (Wilson, 95 %) in which the true share may lie.

    ``value``, ``low`` and ``high`` are between 0 and 1; None of nothing.
    """

    count: int
    of: int

    @property
    def value(self) -> float | None:
        """The share itself."""
        return self.count / self.of if self.of else None

    @property
    def low(self) -> float | None:
        """The lower end of the interval."""
        return self._end(-1) if self.of else None

    @property
    def high(self) -> float | None:
        """The upper end of the interval."""
        return self._end(1) if self.of else None

    def _end(self, side: int) -> float:
        """Wilson's score interval: E. B. Wilson, JASA 22 (1927), 209-212."""
        n, share = self.of, self.count / self.of
        middle = share + Z * Z / (2 * n)
        spread = Z * sqrt(share * (1 - share) / n + Z * Z / (4 * n * n))
        return min(1.0, max(0.0, (middle + side * spread) / (1 + Z * Z / n)))
