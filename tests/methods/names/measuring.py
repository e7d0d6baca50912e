"""How well names are matched on the invented lists: the figures tests and benchmarks share."""

from __future__ import annotations

from dataclasses import dataclass

from goodoffices.methods.names import GRADES, Comparison, candidate_pairs, compare_entries
from tests.methods.names.invented import TwoLists


@dataclass(frozen=True, slots=True)
class Measured:
    """What came of matching two lists. ``grades``: name, pairs found, precision, recall."""

    candidates: int
    possible: int
    blocking_recall: float
    grades: tuple[tuple[str, int, float, float], ...]


def compared(lists: TwoLists) -> dict[tuple[int, int], Comparison]:
    """Compare the candidates of two lists."""
    first, second = ([told for _text, told in side] for side in (lists.first, lists.second))
    pairs = candidate_pairs([one.name for one in first], [one.name for one in second])
    return {(i, j): compare_entries(first[i], second[j]) for i, j in pairs}


def measure(lists: TwoLists) -> Measured:
    """Match two lists and compare with who is who."""
    found = compared(lists)
    grades, held = [], set()
    for grade, _least in GRADES:
        held |= {pair for pair, one in found.items() if one.grade == grade}
        right = len(held & lists.same)
        grades.append((grade, len(held), right / max(len(held), 1), right / len(lists.same)))
    recall = len(found.keys() & lists.same) / len(lists.same)
    possible = len(lists.first) * len(lists.second)
    return Measured(len(found), possible, recall, tuple(grades))
