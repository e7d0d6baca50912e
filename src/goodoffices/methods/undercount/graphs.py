"""Bayesian average over the decomposable graphs of lists, after Madigan and York.

A graph ties lists to one another in pairs; where it is decomposable the probability of the table
has a closed form, so that the whole distribution of the unseen number follows without fitting.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING

from .histories import CaptureTable
from .totals import LEVEL, Total

if TYPE_CHECKING:
    from .fitting import Floats

Graph = tuple[tuple[int, ...], tuple[int, ...]]
"""A decomposable graph: its cliques and its separators, each a set of lists as bits."""

TIMES_SEEN = 20
"""The unseen number is looked for from 0 up to so many times those seen."""

POINTS = 4000


@cache
def decomposable_graphs(lists: int) -> tuple[Graph, ...]:
    """Return all decomposable graphs: 2 for two lists, 8 for three, 61 for four, 822 for five."""
    edges = list(combinations(range(lists), 2))
    found = []
    for chosen in range(1 << len(edges)):
        near = [1 << one for one in range(lists)]
        for number, (one, other) in enumerate(edges):
            if chosen >> number & 1:
                near[one] |= 1 << other
                near[other] |= 1 << one
        graph = _decomposed(near)
        if graph is not None:
            found.append(graph)
    return tuple(found)


def _decomposed(near: Sequence[int]) -> Graph | None:
    """Take lists off whose neighbours are all tied to one another; None where none is left."""
    left = (1 << len(near)) - 1
    groups: list[int] = []
    while left:
        off = next((one for one in _bits(left) if _complete(near[one] & left, near)), None)
        if off is None:
            return None
        groups.append(near[off] & left)
        left &= ~(1 << off)
    return _cliques(groups[::-1])


def _cliques(groups: Sequence[int]) -> Graph:
    """Grow cliques in the order in which lists come back; what each adds to is a separator."""
    cliques: list[int] = []
    separators: list[int] = []
    covered = 0
    for group in groups:
        shared = group & covered
        grown = next((place for place, clique in enumerate(cliques) if clique == shared), None)
        if shared and grown is not None:
            cliques[grown] = group
        else:
            cliques.append(group)
            if shared:
                separators.append(shared)
        covered |= group
    return tuple(cliques), tuple(separators)


def _bits(mask: int) -> list[int]:
    return [place for place in range(mask.bit_length()) if mask >> place & 1]


def _complete(group: int, near: Sequence[int]) -> bool:
    return all(near[one] & group == group for one in _bits(group))


def bayesian_average(
    table: CaptureTable, *, prior: float | None = None, level: float = LEVEL
) -> Total:
    """Return the posterior mean of the total and its central interval over all graphs.

    ``prior``: imagined people in each history, 2^-k by default. Graphs are alike before the data;
    a total of N has weight 1/N. Source: D. Madigan, J. York (1997), Biometrika 84, 19-31.
    """
    import numpy as np

    unseen = np.unique(np.geomspace(1, table.seen * TIMES_SEEN, POINTS).round()) - 1
    width = np.gradient(unseen)
    logs = _posterior(table, unseen, prior if prior is not None else 0.5 ** len(table.lists))
    mass = np.exp(logs - logs.max()) * width
    share = np.cumsum(mass) / mass.sum()
    tail = (1 - level) / 2
    low, high = np.interp([tail, 1 - tail], share, unseen)
    mean = float((mass * unseen).sum() / mass.sum())
    return Total(table.seen + mean, table.seen + float(low), table.seen + float(high))


def _posterior(table: CaptureTable, unseen: Floats, prior: float) -> Floats:
    """Return the log of the posterior weight of each unseen number, up to a constant."""
    import numpy as np
    from scipy.special import gammaln, logsumexp

    lists = len(table.lists)
    of_group = [_dirichlet(table, unseen, group, prior) for group in range(1 << lists)]
    graphs = [
        sum((of_group[one] for one in cliques), np.zeros(len(unseen)))
        - sum((of_group[one] for one in separators), np.zeros(len(unseen)))
        # Parts of a graph that nothing ties meet in the empty separator.
        - (len(cliques) - 1 - len(separators)) * of_group[0]
        for cliques, separators in decomposable_graphs(lists)
    ]
    people = table.seen + unseen
    orders = gammaln(people + 1) - gammaln(unseen + 1)
    summed: Floats = logsumexp(np.stack(graphs), axis=0) + orders - np.log(people)
    return summed


def _dirichlet(table: CaptureTable, unseen: Floats, group: int, prior: float) -> Floats:
    """Return the log probability of the table over some lists alone, for each unseen number."""
    import numpy as np
    from scipy.special import gammaln

    counts: dict[int, int] = {}
    for cell, count in enumerate(table.counts):
        counts[cell & group] = counts.get(cell & group, 0) + count
    each = prior * 2 ** (len(table.lists) - group.bit_count())
    known = [count for cell, count in counts.items() if cell]
    logs: Floats = gammaln(np.array(known) + each).sum() - len(known) * gammaln(each)
    whole = prior * 2 ** len(table.lists)
    nobody: Floats = gammaln(counts[0] + unseen + each) - gammaln(each)
    people = gammaln(table.seen + unseen + whole) - gammaln(whole)
    found: Floats = logs + nobody - people
    return found
