"""From pairs to people: which rows of several lists are one person, decisions held as they are.

A list names a person once: two rows of one list come together only where people decided that they
are duplicates. Rows that people decided to be different never come together, whatever leads there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

Pair = tuple[int, int]


class Groups:
    """Rows that come together pair by pair; a pair that would break a rule is not taken."""

    def __init__(self, list_of: Mapping[int, int], different: Iterable[Pair] = ()) -> None:
        """``list_of`` gives the list of each row; ``different`` are rows that stay apart."""
        self._list_of = list_of
        self._head = {row: row for row in list_of}
        self._members = {row: [row] for row in list_of}
        self._lists: dict[int, set[int]] = {row: {held} for row, held in list_of.items()}
        self._apart: dict[int, set[int]] = {}
        for one, other in different:
            if one in list_of and other in list_of:
                self._apart.setdefault(one, set()).add(other)
                self._apart.setdefault(other, set()).add(one)

    def head(self, row: int) -> int:
        """Return the row that stands for the group of a row."""
        while self._head[row] != row:
            self._head[row] = self._head[self._head[row]]
            row = self._head[row]
        return row

    def join(self, one: int, other: int, *, decided: bool = False) -> bool:
        """Bring two rows together, if the rules allow it; say whether they are together now.

        Rows of one list are brought together where that is ``decided`` of these very two only.
        """
        first, second = self.head(one), self.head(other)
        if first == second:
            return True
        duplicates = decided and self._list_of[one] == self._list_of[other]
        shared = self._lists[first] & self._lists[second]
        if shared - ({self._list_of[one]} if duplicates else set()) or self._held_apart(
            first, second
        ):
            return False
        few, many = sorted((first, second), key=lambda row: len(self._members[row]))
        self._head[few] = many
        self._members[many] += self._members.pop(few)
        self._lists[many] |= self._lists.pop(few)
        self._apart[many] = self._apart.get(many, set()) | self._apart.pop(few, set())
        return True

    def _held_apart(self, first: int, second: int) -> bool:
        """Say whether somebody decided that a row of one group is not one of the other."""
        apart = self._apart.get(first)
        return apart is not None and any(row in apart for row in self._members[second])

    def people(self) -> list[list[int]]:
        """Return the groups, each a person."""
        return list(self._members.values())


def grouped(
    list_of: Mapping[int, int],
    *,
    same: Sequence[Pair] = (),
    different: Iterable[Pair] = (),
    suggested: Iterable[Pair] = (),
) -> tuple[Groups, list[Pair]]:
    """Bring rows together: duplicates first, then what was decided in order, then suggestions.

    Pairs with a row that is not in ``list_of`` count for nothing. Returns the groups and those of
    ``same`` that could not hold because of others.
    """
    groups = Groups(list_of, different)
    known = [(a, b) for a, b in same if a in list_of and b in list_of]
    known.sort(key=lambda pair: list_of[pair[0]] != list_of[pair[1]])
    refused = [(a, b) for a, b in known if not groups.join(a, b, decided=True)]
    for one, other in suggested:
        if one in list_of and other in list_of:
            groups.join(one, other)
    return groups, refused
