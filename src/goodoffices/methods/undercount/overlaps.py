"""What two lists, or the mere numbers of lists people are on, say of how many there are in all."""

from __future__ import annotations

from itertools import combinations

from .histories import CaptureTable
from .totals import Total, around_unseen


def chapman(first: int, second: int, both: int) -> Total:
    """Estimate a total from two independent lists by the people they share.

    ``first``, ``second``: how many are on each list, ``both``: on both. If membership of one list
    makes the other likelier the estimate is too low, if less likely too high.
    """
    seen = first + second - both
    estimate = (first + 1) * (second + 1) / (both + 1) - 1
    return around_unseen(seen, estimate - seen, chapman_variance(first, second, both))


def chapman_variance(first: int, second: int, both: int) -> float:
    """Return the variance of Chapman's estimate (G. Seber, 1970)."""
    above = (first + 1) * (second + 1) * (first - both) * (second - both)
    return above / ((both + 1) ** 2 * (both + 2))


def chapman_of_pairs(table: CaptureTable) -> dict[tuple[str, str], Total]:
    """Return Chapman's estimate of each pair of lists, the other lists left aside."""
    return {
        (table.lists[one], table.lists[other]): chapman(
            table.on(one), table.on(other), table.on(one, other)
        )
        for one, other in combinations(range(len(table.lists)), 2)
    }


def chao(table: CaptureTable) -> Total:
    """Return Chao's lower bound: at least so many, if some people are harder to list than others.

    It counts only how many are on exactly one list and on exactly two. It bounds from below where
    people differ and lists help one another; lists that avoid one another push it up.
    """
    once, twice = table.times()[:2]
    part = (len(table.lists) - 1) / len(table.lists)
    if twice == 0:
        unseen = part * once * (once - 1) / 2
        variance = _variance_without_twice(part, once, table.seen + unseen)
    else:
        unseen = part * once**2 / (2 * twice)
        ratio = once / twice
        variance = twice * (part * ratio**2 / 2 + part**2 * ratio**3 + part**2 * ratio**4 / 4)
    return around_unseen(table.seen, unseen, variance)


def _variance_without_twice(part: float, once: int, estimate: float) -> float:
    plain = part * once * (once - 1) / 2 + part**2 * once * (2 * once - 1) ** 2 / 4
    return max(plain - part**2 * once**4 / (4 * estimate), 0.0) if estimate else 0.0
