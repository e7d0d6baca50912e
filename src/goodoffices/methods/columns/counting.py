"""Counting columns: sums, groups, areas of a map, and the first records of an order.

What is not known (`packing.known`) is in no sum and no extreme, and is a group of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .packing import known

if TYPE_CHECKING:
    from .packing import Column

LOOSE = 8
"""Groups are told apart by a table over all values between the least and the most, as long as it
is not so many times longer than the column; by sorting else."""

SLICE = 4
"""Up to this part of the records the first ones are picked out before they are sorted."""


def total(column: Column) -> int:
    """Return the sum of what is known."""
    import numpy as np

    return int(column[known(column)].sum(dtype=np.int64))


def least(column: Column) -> int | float | None:
    """Return the smallest value known, None where nothing is."""
    said = column[known(column)]
    return said.min().item() if len(said) else None


def most(column: Column) -> int | float | None:
    """Return the largest value known, None where nothing is."""
    said = column[known(column)]
    return said.max().item() if len(said) else None


def by_value(column: Column) -> dict[int, int]:
    """Return how often each known value occurs, rising by value."""
    import numpy as np

    values, group = grouped(column[known(column)])
    counts = np.bincount(group, minlength=len(values))
    return dict(zip(values.tolist(), counts.tolist(), strict=True))


def grouped(column: Column) -> tuple[Column, Column]:
    """Return the different values of a column, rising, and for each record which of them it has.

    The unknown stands for itself and comes first.
    """
    import numpy as np

    said = known(column)
    if said.all():
        return _grouped(column)
    values, group = _grouped(column[said])
    unknown = np.array([np.iinfo(column.dtype).min], column.dtype)
    found = np.zeros(len(column), np.int64)
    found[said] = group + 1
    return np.concatenate([unknown, values]), found


def _grouped(column: Column) -> tuple[Column, Column]:
    import numpy as np

    if not len(column):
        return column, np.zeros(0, np.int64)
    low, high = int(column.min()), int(column.max())
    if high - low >= LOOSE * len(column) + 65_536:
        values, group = np.unique(column, return_inverse=True)
        return values, group
    away = column.astype(np.int64) - low
    seen = np.zeros(high - low + 1, np.bool_)
    seen[away] = True
    filled = np.flatnonzero(seen)
    number = np.zeros(len(seen), np.int64)
    number[filled] = np.arange(len(filled))
    return (filled + low).astype(column.dtype), number[away]


@dataclass(frozen=True, slots=True)
class Area:
    """Records of one place that fall into one square of the map: their extent and number."""

    west: float
    south: float
    east: float
    north: float
    count: int
    place: int | None

    @property
    def latitude(self) -> float:
        """The middle of the extent: the point itself where there is one only."""
        return (self.south + self.north) / 2

    @property
    def longitude(self) -> float:
        """The middle of the extent: the point itself where there is one only."""
        return (self.west + self.east) / 2


def areas(latitude: Column, longitude: Column, square: Column, place: Column) -> list[Area]:
    """Group points by square and place; in the order of squares, then places, the unknown first.

    Every point and square must be known; ``latitude`` and ``longitude`` in degrees.
    """
    import numpy as np

    in_square = grouped(square)[1]
    places, at_place = grouped(place)
    keys, group = grouped(in_square * max(1, len(places)) + at_place)
    counts = np.bincount(group, minlength=len(keys))
    sides = [
        _extreme(longitude, group, len(keys), low=True),
        _extreme(latitude, group, len(keys), low=True),
        _extreme(longitude, group, len(keys), low=False),
        _extreme(latitude, group, len(keys), low=False),
    ]
    of_place = places[keys % max(1, len(places))]
    named = zip(of_place.tolist(), known(of_place).tolist(), strict=True)
    shown = [one if is_known else None for one, is_known in named]
    rows = zip(*(side.tolist() for side in sides), counts.tolist(), shown, strict=True)
    return [Area(*row) for row in rows]


def _extreme(column: Column, group: Column, groups: int, *, low: bool) -> Column:
    import numpy as np

    found = np.full(groups, np.inf if low else -np.inf)
    (np.minimum if low else np.maximum).at(found, group, column)
    return found


def first_of(column: Column, start: int, stop: int, *, rising: bool = False) -> Column:
    """Return the positions from ``start`` to before ``stop`` when records are put in order.

    The largest value first, equal ones from the last position to the first; ``rising``: the
    smallest first, equal ones in their order. The unknown comes last either way.
    """
    import numpy as np

    keys = _unknown_last(column) if rising else column
    size = len(keys)
    stop = min(stop, size)
    if start >= stop:
        return np.zeros(0, np.int64)
    near = np.arange(size)
    if stop * SLICE < size:
        near = _nearest(keys, stop, rising=rising)
    ordered = near[np.argsort(keys[near], kind="stable")]
    return (ordered if rising else ordered[::-1])[start:stop]


def _unknown_last(column: Column) -> Column:
    import numpy as np

    return np.where(known(column), column, np.iinfo(column.dtype).max)


def _nearest(keys: Column, stop: int, *, rising: bool) -> Column:
    """Return the positions of the first ``stop`` records and of all that equal the last of them."""
    import numpy as np

    if rising:
        return np.flatnonzero(keys <= np.partition(keys, stop - 1)[stop - 1])
    at = len(keys) - stop
    return np.flatnonzero(keys >= np.partition(keys, at)[at])
