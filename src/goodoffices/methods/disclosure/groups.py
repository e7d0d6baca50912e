"""k-anonymity: nobody is told apart in a group smaller than k, over the columns chosen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import TypeVar

Id = TypeVar("Id", bound=Hashable)
Row = TypeVar("Row")
Group = Callable[[Row], Hashable]
Step = Callable[[Row], Row]


def small_groups(rows: Mapping[Id, Row], group: Group[Row], smallest: int) -> dict[Hashable, int]:
    """Return the groups with fewer than ``smallest`` rows and how many rows each has.

    ``group`` gives the values by which a row could be recognised.
    """
    sizes = Counter(group(row) for row in rows.values())
    return {name: size for name, size in sizes.items() if size < smallest}


def generalised(
    rows: Mapping[Id, Row], group: Group[Row], smallest: int, steps: Sequence[Step[Row]]
) -> tuple[dict[Id, Row], set[Id], set[Id]]:
    """Make the rows of small groups coarser, step by step, until their groups are large enough.

    Each of ``steps`` is applied to the rows that still stand in a small group. Returns the rows
    that may go out, the ids of those made coarser, and the ids of those held back because no step
    was enough.
    """
    out, changed = dict(rows), set[Id]()
    for step in steps:
        small = _in_small(out, group, smallest)
        if not small:
            break
        for one in small:
            coarser = step(out[one])
            if coarser != out[one]:
                out[one] = coarser
                changed.add(one)
    held: set[Id] = set()
    while small := _in_small(out, group, smallest):
        held |= small
        out = {one: row for one, row in out.items() if one not in small}
    return out, changed - held, held


def _in_small(rows: Mapping[Id, Row], group: Group[Row], smallest: int) -> set[Id]:
    small = small_groups(rows, group, smallest)
    return {one for one, row in rows.items() if group(row) in small} if small else set()
