"""Counts of people that are so small that they may single somebody out."""

from __future__ import annotations


def withheld(figures: tuple[int | None, ...], smallest: int) -> bool:
    """Say whether figures of one count must stay unsaid: one of them is few, but not nobody.

    All figures of a count (low, best, high) go together: what is left would tell the rest.
    ``smallest`` is the least number that may be said; 0 or 1 lets every number be said.
    """
    return any(one is not None and 0 < one < smallest for one in figures)
