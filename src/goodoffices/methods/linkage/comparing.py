"""What is measured of a pair of records: some thirty plain numbers, none of them a place or name.

So what is learnt in one country holds in another. Not known is not-a-number.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from .kinds import kinship

if TYPE_CHECKING:
    import numpy as np

    from .table import Floats, Mask, Table, Whole

EARTH_KM = 6371.0088
SPOT_KM = 0.05
KIN = {"unknown": 0, "differ": 1, "possible": 2, "group": 3, "same": 4}
ALIKE = 90
"""Names this alike (0-100, sorted words) are taken for one name written twice."""

FEATURES = (
    "km",
    "radius_less",
    "radius_more",
    "spot",
    "lag",
    "apart",
    "gap",
    "span",
    "killed_least",
    "killed_most",
    "killed_unknown",
    "killed_diff",
    "killed_ratio",
    "killed_bounds",
    "bounded",
    "kin",
    "alike_most",
    "alike_both",
    "named_fuller",
    "named_other",
    "one_source",
    "near_less",
    "near_more",
    "spot_less",
    "spot_more",
)
"""Names of the columns `Compared.matrix` returns."""


@dataclass(frozen=True, slots=True)
class Crowds:
    """How busy it is around each record: how many others are near, and at the very spot."""

    near: Floats
    spot: Floats


class Compared:
    """Pairs of positions of a table, measured. ``i`` is turned to be the fuller record of two.

    What a source knows little of it often tells late: the sign of a lag has a meaning only
    between a fuller record and a poorer one.
    """

    def __init__(self, table: Table, i: Whole, j: Whole) -> None:
        import numpy as np

        self.table = table
        full = fullness(table)
        turn = full[j] > full[i]
        self.i, self.j = np.where(turn, j, i), np.where(turn, i, j)

    def __len__(self) -> int:
        return len(self.i)

    @cached_property
    def km(self) -> Floats:
        """Great-circle distance of the points."""
        return kilometres(self.table, self.i, self.j)

    @cached_property
    def rough(self) -> Floats:
        """How far the rougher of the two places may be off, in km."""
        import numpy as np

        return np.maximum(self.table.radius[self.i], self.table.radius[self.j])

    @cached_property
    def lag(self) -> Floats:
        """Days from the middle of the fuller record's dates to that of the other's."""
        import numpy as np

        table = self.table
        middle = (table.first.astype(np.float64) + table.last) / 2
        found = (middle[self.j] - middle[self.i]).astype(np.float32)
        return np.where(table.dated[self.i] & table.dated[self.j], found, np.float32(np.nan))

    @cached_property
    def gap(self) -> Floats:
        """Days that lie between the two spells; 0 where they touch or overlap."""
        import numpy as np

        first, last = self.table.first, self.table.last
        between = np.maximum(first[self.j] - last[self.i], first[self.i] - last[self.j])
        known = self.table.dated[self.i] & self.table.dated[self.j]
        return np.where(known, np.maximum(between, 0), np.float32(np.nan)).astype(np.float32)

    @cached_property
    def span(self) -> Floats:
        """How many days the vaguer date may mean beyond one."""
        import numpy as np

        long = (self.table.last - self.table.first).astype(np.float32)
        return np.maximum(long[self.i], long[self.j])

    @cached_property
    def kin(self) -> Whole:
        """How the kinds go together, by `KIN`."""
        import numpy as np

        kinds = self.table.kinds
        known = [[KIN[kinship(one, other)] for other in kinds] for one in kinds]
        return np.array(known, np.int8).reshape(len(kinds), -1)[
            self.table.kind[self.i], self.table.kind[self.j]
        ]

    @cached_property
    def named(self) -> tuple[Whole, Whole]:
        """How many parties each names."""
        count = (self.table.who >= 0).sum(axis=1)
        return count[self.i], count[self.j]

    @cached_property
    def alike(self) -> tuple[Floats, Floats]:
        """How alike the most alike parties are, 0-100, and the next; -1 where none is named."""
        return alike(self.table, self.i, self.j)

    @property
    def whole(self) -> Mask:
        """Which pairs have place and day on both sides and are not told in words on both: only
        those are for learnt trees."""
        known = self.table.dated & self.table.placed
        found: Mask = known[self.i] & known[self.j] & ~self.told
        return found

    @cached_property
    def told(self) -> Mask:
        """Which pairs are of two reports told in words."""
        told = self.table.told
        found: Mask = told[self.i] & told[self.j]
        return found

    def matrix(self, crowds: Crowds) -> Floats:
        """Return the measures, one row each of `FEATURES`, as float32."""
        import numpy as np

        columns = {
            **_places(self),
            **_times(self),
            **figures(self.table.killed, self.i, self.j),
            **_words(self),
        }
        for name in ("near", "spot"):
            busy = getattr(crowds, name)
            columns[f"{name}_less"] = np.minimum(busy[self.i], busy[self.j])
            columns[f"{name}_more"] = np.maximum(busy[self.i], busy[self.j])
        return np.stack([columns[name].astype(np.float32) for name in FEATURES])


def fullness(table: Table) -> Whole:
    """Return how much each record tells: bounds of a toll count double."""
    import numpy as np

    bounds = ~np.isnan(table.killed[0]) & ~np.isnan(table.killed[2])
    said: Whole = 2 * bounds + ~np.isnan(table.killed[1]) + (table.who >= 0).sum(axis=1)
    return said


def kilometres(table: Table, i: Whole, j: Whole) -> Floats:
    """Return great-circle distances in km."""
    import numpy as np

    lat, lon = np.radians(table.lat), np.radians(table.lon)
    north = np.sin((lat[j] - lat[i]) / 2)
    east = np.sin((lon[j] - lon[i]) / 2)
    cosine = np.cos(lat)
    part = north * north + cosine[i] * cosine[j] * east * east
    found: Floats = (2 * EARTH_KM * np.arcsin(np.sqrt(np.minimum(part, 1)))).astype(np.float32)
    return found


def _places(pairs: Compared) -> dict[str, Floats]:
    import numpy as np

    radius = pairs.table.radius
    return {
        "km": pairs.km,
        "radius_less": np.minimum(radius[pairs.i], radius[pairs.j]),
        "radius_more": pairs.rough,
        "spot": pairs.km < SPOT_KM,
        "one_source": pairs.table.source[pairs.i] == pairs.table.source[pairs.j],
    }


def _times(pairs: Compared) -> dict[str, Floats]:
    import numpy as np

    return {"lag": pairs.lag, "apart": np.abs(pairs.lag), "gap": pairs.gap, "span": pairs.span}


def best(tolls: Floats) -> Floats:
    """Return the figure that stands for each toll: the best, or the middle of its bounds."""
    import numpy as np

    middle = np.floor((tolls[0] + tolls[2]) / 2)
    either = np.where(np.isnan(tolls[0]), tolls[2], tolls[0])
    middle = np.where(np.isnan(middle), either, middle)
    found: Floats = np.where(np.isnan(tolls[1]), middle, tolls[1])
    return found


def figures(tolls: Floats, i: Whole, j: Whole) -> dict[str, Floats]:
    """Return how the tolls of pairs compare."""
    import numpy as np

    figure = best(tolls)
    one, other = figure[i], figure[j]
    bounded = ~np.isnan(tolls[0]) & ~np.isnan(tolls[2])
    mine, theirs = bounded[i], bounded[j]
    low = np.where(mine, tolls[0][i], tolls[0][j])
    high = np.where(mine, tolls[2][i], tolls[2][j])
    said = np.where(mine, other, one)
    inside = (said >= low) * 1.0 + (said <= high) * 2.0
    usable = (mine != theirs) & ~np.isnan(said)
    return {
        "killed_least": np.minimum(one, other),
        "killed_most": np.fmax(one, other),
        "killed_unknown": np.isnan(one) * 1.0 + np.isnan(other),
        "killed_diff": np.abs(one - other),
        "killed_ratio": np.abs(np.log1p(one) - np.log1p(other)),
        "killed_bounds": np.where(usable, inside, np.float32(np.nan)),
        "bounded": mine * 1.0 + theirs,
    }


def _words(pairs: Compared) -> dict[str, Any]:
    fuller, other = pairs.named
    most, both = pairs.alike
    return {
        "kin": pairs.kin,
        "named_fuller": fuller,
        "named_other": other,
        "alike_most": most,
        "alike_both": both,
    }


def alike(table: Table, i: Whole, j: Whole) -> tuple[Floats, Floats]:
    """Return how alike the parties of pairs are: the most alike two, and the next two.

    The next are looked for among those that the first left over, so that two names of one side
    never count twice.
    """
    import numpy as np

    wide = table.who.shape[1]
    grid = np.full((wide, wide, len(i)), -1, np.int16)
    for row in range(wide):
        for column in range(wide):
            grid[row, column] = _likeness(table, table.who[i, row], table.who[j, column])
    flat = grid.reshape(wide * wide, -1)
    top = flat.argmax(axis=0)
    at = np.arange(len(i))
    most = flat[top, at].copy()
    for row in range(wide):
        for column in range(wide):
            taken = (top // wide == row) | (top % wide == column)
            grid[row, column][taken] = -1
    return most.astype(np.float32), flat.max(axis=0).astype(np.float32)


def _likeness(table: Table, one: Whole, other: Whole) -> np.ndarray[Any, Any]:
    """Return how alike the names of two columns are, each different pair worked out once."""
    import numpy as np

    found = np.full(len(one), -1, np.int16)
    both = np.flatnonzero((one >= 0) & (other >= 0))
    size = max(1, len(table.names))
    low, high = np.minimum(one[both], other[both]), np.maximum(one[both], other[both])
    keys, at = np.unique(low.astype(np.int64) * size + high, return_inverse=True)
    found[both] = name_likeness(table.names, keys // size, keys % size)[at]
    return found


def name_likeness(names: list[str], one: Whole, other: Whole) -> Whole:
    """Return how alike names are, 0-100, whatever the order of their words."""
    import numpy as np
    from rapidfuzz import fuzz, process

    if not len(one):
        return np.zeros(0, np.int16)
    ordered = [" ".join(sorted(name.split())) for name in names]
    left = [ordered[at] for at in one.tolist()]
    right = [ordered[at] for at in other.tolist()]
    found: Whole = process.cpdist(left, right, scorer=fuzz.ratio, dtype=np.uint8).astype(np.int16)
    return found
