"""From likely pairs to groups that tell of one event; what people decided is not touched.

Pairs are taken best first. Two groups become one only if the mean chance between all their
members, a pair that was never compared counting 0, is high enough: one bold pair does not chain
two events together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from goodoffices.codebook.errors import InvalidInput

if TYPE_CHECKING:
    from .table import Floats, Mask, Whole

GUARD = 0.6
"""The mean chance between two groups must be this share of the threshold."""

FAINT = 0.15
"""Chances below this share of the threshold count 0."""

Decided = Iterable[tuple[int, int]]


def grouped(
    size: int,
    i: Whole,
    j: Whole,
    chance: Floats,
    threshold: float,
    must: Decided = (),
    cannot: Decided = (),
) -> Whole:
    """Return for each of ``size`` records the lowest position of its group.

    ``must``/``cannot``: pairs of positions people decided on. Raises `InvalidInput` where they
    contradict each other.
    """
    import numpy as np

    must = list(must)
    groups = _Groups(size)
    _decide(groups, must, cannot)
    group = np.asarray(groups.of)
    part = _parts(size, i, j, chance >= threshold, must)
    kept = np.flatnonzero((part[i] == part[j]) & (chance > FAINT * threshold))
    one, other = group[i[kept]], group[j[kept]]
    groups.learn(one, other, chance[kept])
    order = kept[np.argsort(-chance[kept], kind="stable")]
    order = order[chance[order] >= threshold]
    for first, second in zip(i[order].tolist(), j[order].tolist(), strict=True):
        groups.try_to_join(first, second, GUARD * threshold)
    return _lowest(np.array([groups.find(at) for at in range(size)]))


def _parts(size: int, i: Whole, j: Whole, likely: Mask, must: Sequence[tuple[int, int]]) -> Whole:
    """Return which records hang together at all; a pair across two parts never matters."""
    import numpy as np
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    decided = np.array(must, np.int64).reshape(-1, 2)
    one = np.concatenate([i[likely], decided[:, 0]])
    other = np.concatenate([j[likely], decided[:, 1]])
    graph = coo_array((np.ones(len(one), np.int8), (one, other)), shape=(size, size))
    found: Whole = connected_components(graph, directed=False)[1]
    return found


def _decide(groups: _Groups, must: Decided, cannot: Decided) -> None:
    """Join what people joined and keep apart what they kept apart."""
    for first, second in must:
        groups.join(groups.find(first), groups.find(second))
    for first, second in cannot:
        one, other = groups.find(first), groups.find(second)
        if one == other:
            raise InvalidInput(
                "Two decisions contradict each other: records that are to be together are also to"
                " be kept apart. Take one of them back.",
                code="contradicting-decisions",
            )
        groups.apart.setdefault(one, set()).add(other)
        groups.apart.setdefault(other, set()).add(one)
    groups.settle()


def _lowest(group: Whole) -> Whole:
    import numpy as np

    _names, first, inverse = np.unique(group, return_index=True, return_inverse=True)
    found: Whole = first[inverse]
    return found


class _Groups:
    """Groups that grow: who is in which, the sum of chances between two, and who stays apart."""

    def __init__(self, size: int) -> None:
        self.of = list(range(size))
        self.count: dict[int, int] = {}
        self.sums: dict[int, dict[int, float]] = {}
        self.apart: dict[int, set[int]] = {}

    def find(self, at: int) -> int:
        """Return the group of a record."""
        of = self.of
        while of[at] != at:
            of[at] = at = of[of[at]]
        return at

    def settle(self) -> None:
        """Point every record straight at its group."""
        for at in range(len(self.of)):
            self.of[at] = self.find(at)

    def learn(self, one: Whole, other: Whole, chance: Floats) -> None:
        """Take in the chances of pairs of groups."""
        sums = self.sums
        rows = zip(one.tolist(), other.tolist(), chance.tolist(), strict=True)
        for first, second, value in rows:
            if first != second:
                mine, theirs = sums.setdefault(first, {}), sums.setdefault(second, {})
                mine[second] = mine.get(second, 0.0) + value
                theirs[first] = theirs.get(first, 0.0) + value

    def try_to_join(self, first: int, second: int, least: float) -> None:
        """Make one group of two if the mean chance between them allows and nobody objects."""
        one, other = self.find(first), self.find(second)
        if one == other or other in self.apart.get(one, ()):
            return
        pairs = self.count.get(one, 1) * self.count.get(other, 1)
        if self.sums[one].get(other, 0.0) / pairs >= least:
            self.join(one, other)

    def join(self, one: int, other: int) -> None:
        """Make one group of two."""
        if one == other:
            return
        if len(self.sums.get(one, ())) < len(self.sums.get(other, ())):
            one, other = other, one
        self.of[other] = one
        self.count[one] = self.count.get(one, 1) + self.count.pop(other, 1)
        mine = self.sums.setdefault(one, {})
        for third, value in self.sums.pop(other, {}).items():
            beyond = self.sums[third]
            del beyond[other]
            if third != one:
                mine[third] = beyond[one] = mine.get(third, 0.0) + value
        self._keep_apart(one, other)

    def _keep_apart(self, one: int, other: int) -> None:
        for third in self.apart.pop(other, ()):
            self.apart[third].discard(other)
            self.apart[third].add(one)
            self.apart.setdefault(one, set()).add(third)
