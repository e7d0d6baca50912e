"""Competition: how many others a record could belong to as well, and how busy it is around it.

A source tells an event once, as a rule; so of all its records near in place and time at most one
is the counterpart, and each good candidate makes the others less likely.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .comparing import SPOT_KM, Compared, Crowds

if TYPE_CHECKING:
    from .table import Floats, Table, Whole

FEATURES = (
    "chance",
    "share_less",
    "share_more",
    "rest_less",
    "rest_more",
    "next_less",
    "next_more",
    "rivals_less",
    "rivals_more",
)
"""Names of the rows `rivalry` returns."""

REAL = 0.05
"""A candidate less likely than this is no rival."""

CLOSE_DAYS = 1.0


def rivalry(table: Table, i: Whole, j: Whole, chance: Floats) -> Floats:
    """Return how each pair stands among its rivals, one row each of `FEATURES`.

    The rivals of a pair are the other candidates its one record has in the other's source, and
    the other way round; ``less`` and ``more`` are the smaller and the larger of the two sides.
    """
    import numpy as np

    sides = [_side(table, i, j, chance), _side(table, j, i, chance)]
    rows = [chance]
    for of_one, of_other in zip(*sides, strict=True):
        rows += [np.minimum(of_one, of_other), np.maximum(of_one, of_other)]
    return np.stack(rows).astype(np.float32)


def _side(table: Table, one: Whole, other: Whole, chance: Floats) -> tuple[Floats, ...]:
    """Return share, sum of the rest, best of the rest, number of rivals, from one side.

    Both directions of each pair are laid out, so that a record's candidates are complete.
    """
    import numpy as np

    group, number = _groups(table, one, other)
    twice = np.concatenate([chance, chance])
    total = np.bincount(group, twice, number)
    count = np.bincount(group, twice > REAL, number)
    first, second = _two_best(group, twice, number)
    here = group[: len(one)]
    rest = np.maximum(total[here] - chance, 0)
    following = np.where(chance >= first[here], second[here], first[here])
    share = chance / np.maximum(total[here], 1e-9)
    return share, rest, following, count[here] - (chance > REAL)


def _two_best(group: Whole, chance: Floats, groups: int) -> tuple[Floats, Floats]:
    """Return the best and second best chance of each group."""
    import numpy as np

    order = np.lexsort((chance, group))
    sizes = np.bincount(group, minlength=groups)
    last = np.cumsum(sizes) - 1
    ordered = chance[order]
    first = ordered[last]
    second = np.where(sizes > 1, ordered[np.maximum(last - 1, 0)], 0)
    return first, second


def crowds(table: Table, i: Whole, j: Whole) -> Crowds:
    """Return how busy it is around each record: candidates within a day, near and at the spot.

    As logarithms, and per source beside its own, so that a second source does not make it look
    busier.
    """
    import numpy as np

    near, spot = np.zeros(len(table)), np.zeros(len(table))
    pairs = Compared(table, i, j)
    close = np.nan_to_num(pairs.gap, nan=9) <= CLOSE_DAYS
    for found, within in ((near, close), (spot, close & (pairs.km < SPOT_KM))):
        for side in (i, j):
            found += np.bincount(side[within], minlength=len(table))
    return Crowds(np.log1p(near).astype(np.float32), np.log1p(spot).astype(np.float32))


def posterior(table: Table, i: Whole, j: Whole, weight: Floats) -> Floats:
    """Return the probability of each pair if of its rivals at most one can be right.

    With odds o and the sums A and B of the odds of all candidates on either side, itself among
    them: o / (1 + A) from the one side, o / (1 + B) from the other, and against its own o.
    """
    import numpy as np

    odds = np.exp(np.clip(weight, -40, 40).astype(np.float64))
    groups, number = _groups(table, i, j)
    total = np.bincount(groups, np.concatenate([odds, odds]), number)
    one, other = total[groups[: len(i)]], total[groups[len(i) :]]
    found: Floats = odds * (1 + odds) / ((1 + one) * (1 + other))
    return found


def _groups(table: Table, i: Whole, j: Whole) -> tuple[Whole, int]:
    """Number the records with a source: of each pair first i in the source of j, then j in i's."""
    import numpy as np

    sources = int(table.source.max(initial=0)) + 1
    mine = i.astype(np.int64) * sources + table.source[j]
    theirs = j.astype(np.int64) * sources + table.source[i]
    keys, group = np.unique(np.concatenate([mine, theirs]), return_inverse=True)
    return group, len(keys)
