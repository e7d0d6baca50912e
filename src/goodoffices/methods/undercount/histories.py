"""Who is on which lists, counted: how many people have each capture history."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from goodoffices.codebook.errors import InvalidInput

FEWEST_LISTS, MOST_LISTS = 2, 5

History = tuple[int, ...]
"""For each list in turn: 1 when the person is on it, else 0."""


@dataclass(frozen=True, slots=True)
class CaptureTable:
    """How many people have each capture history, over two to five lists.

    ``counts`` has one number for each of the 2^k histories. A history's place is the sum of 2^i
    over the lists i (from 0) that hold the person; place 0, those on no list, is always 0: that
    number is what is looked for.
    """

    lists: tuple[str, ...]
    counts: tuple[int, ...]

    @property
    def seen(self) -> int:
        """How many people are on at least one list."""
        return sum(self.counts)

    def on(self, *lists: int) -> int:
        """Return how many people are on all of these lists, each named by its place from 0."""
        wanted = sum(1 << place for place in lists)
        return sum(n for cell, n in enumerate(self.counts) if cell & wanted == wanted)

    def times(self) -> tuple[int, ...]:
        """Return how many people are on exactly one list, on two, ... on all."""
        found = [0] * len(self.lists)
        for cell, count in enumerate(self.counts[1:], start=1):
            found[cell.bit_count() - 1] += count
        return tuple(found)

    def histories(self) -> dict[History, int]:
        """Return the counts by history, without the history of those on no list."""
        places = range(len(self.lists))
        return {
            tuple(cell >> place & 1 for place in places): count
            for cell, count in enumerate(self.counts)
            if cell
        }


def capture_table(lists: Sequence[str], counts: Mapping[History, int]) -> CaptureTable:
    """Make the table from counts by history; a history that is not named has nobody.

    Raises InvalidInput unless there are two to five lists with different names, each with
    somebody on it, and all counts are whole numbers of 0 or more.
    """
    _check_lists(lists)
    cells = [0] * (1 << len(lists))
    for history, count in counts.items():
        cells[_place(history, len(lists))] += _counted(count)
    if cells[0]:
        raise InvalidInput(
            "The table counts people who are on no list: that number is what is estimated. "
            "Leave the row of zeros out.",
            code="unseen-counted",
        )
    made = CaptureTable(tuple(lists), tuple(cells))
    for place, name in enumerate(made.lists):
        if not made.on(place):
            raise InvalidInput(f"Nobody is on the list {name}: leave it out.", code="empty-list")
    return made


def table_of_people(lists: Sequence[str], people: Iterable[Collection[str]]) -> CaptureTable:
    """Make the table from linked lists: for each person the names of the lists that hold them.

    A list may name a person several times: that counts once. Raises InvalidInput as
    `capture_table` does, and for a list that is not among ``lists``.
    """
    _check_lists(lists)
    bits = {name: place for place, name in enumerate(lists)}
    found: Counter[History] = Counter()
    for holding in people:
        if unknown := set(holding) - bits.keys():
            raise InvalidInput(f"{sorted(unknown)[0]} is not one of the lists.", code="bad-list")
        if holding:
            found[tuple(int(name in holding) for name in lists)] += 1
    return capture_table(lists, found)


def _check_lists(lists: Sequence[str]) -> None:
    if not FEWEST_LISTS <= len(lists) <= MOST_LISTS:
        raise InvalidInput(
            f"An estimate needs two to five lists; these are {len(lists)}.", code="number-of-lists"
        )
    if len(set(lists)) != len(lists):
        raise InvalidInput("Two lists have the same name: name them apart.", code="same-list-twice")


def _place(history: History, lists: int) -> int:
    if len(history) != lists or set(history) - {0, 1}:
        raise InvalidInput(
            f"A history has one 0 or 1 for each of the {lists} lists.", code="bad-history"
        )
    return sum(1 << place for place, on_it in enumerate(history) if on_it)


def _counted(count: int) -> int:
    if count != int(count) or not 0 <= count <= 10**9:
        raise InvalidInput("A count is a whole number of people, 0 or more.", code="bad-count")
    return int(count)
