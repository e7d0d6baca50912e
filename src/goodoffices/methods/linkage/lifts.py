"""Which names and kinds go together, learnt from the records themselves, without any decision.

Where two sources tell of one event they use their own names for a party and their own kinds. Two
names that stand in pairs likely to be of one event more often than in pairs that merely are near
are two names of one party; agreement that all of a conflict share, says nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .table import Floats, Table, Whole

FEATURES = ("parties_lift", "parties_worst", "kind_lift")

DOUBT = 6.0
"""So many pairs of no effect are added before a share is believed."""


def lifts(table: Table, i: Whole, j: Whole, chance: Floats) -> Floats:
    """Return the log lift of the parties and the kinds of each pair, one row each of `FEATURES`.

    ``chance``: how likely each pair is of one event by what is known without them.
    """
    import numpy as np

    parties = _parties(table, i, j, chance)
    sources = int(table.source.max(initial=0)) + 1
    kinds = table.kind.astype(np.int64) * sources + table.source
    return np.stack([*parties, _lift(kinds[i], kinds[j], chance)]).astype(np.float32)


def _parties(table: Table, i: Whole, j: Whole, chance: Floats) -> tuple[Floats, Floats]:
    """Return the lift of the better way to lay two parties against two, and the worst single."""
    import numpy as np

    one, other = table.who[i, :2], table.who[j, :2]
    grid = np.stack(
        [
            _lift(one[:, row].astype(np.int64), other[:, column].astype(np.int64), chance)
            for row in range(2)
            for column in range(2)
        ]
    )
    said = np.stack([(one[:, r] >= 0) & (other[:, c] >= 0) for r in range(2) for c in range(2)])
    grid = np.where(said, grid, 0)
    return np.maximum(grid[0] + grid[3], grid[1] + grid[2]), grid.min(axis=0)


def _lift(one: Whole, other: Whole, chance: Floats) -> Floats:
    """Return log(share of likely pairs with these two values / share of all pairs with them)."""
    import numpy as np

    size = int(max(one.max(initial=0), other.max(initial=0))) + 2
    low, high = np.minimum(one, other) + 1, np.maximum(one, other) + 1
    keys, group = np.unique(low * size + high, return_inverse=True)
    rate = max(float(chance.mean()), 1e-9) if len(chance) else 1.0
    likely = np.bincount(group, chance, len(keys))
    expected = np.bincount(group, minlength=len(keys)) * rate
    return np.log((likely + DOUBT) / (expected + DOUBT))[group]
