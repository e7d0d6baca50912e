"""How good groups are against a known truth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Quality:
    """Precision, recall and their harmonic mean, by pairs of records and by records (B-cubed).

    Of the pairs put together, how many belong together; of those that belong, how many were put;
    B-cubed asks the same of the company each record is in. 1 where nothing was to be found.
    """

    precision: float
    recall: float
    f1: float
    bcubed_precision: float
    bcubed_recall: float
    bcubed_f1: float
    pairs: int
    true_pairs: int


def evaluate(groups: Sequence[Hashable], truth: Sequence[Hashable]) -> Quality:
    """Compare groups with the truth; both name one group for each record, in the same order."""
    if len(groups) != len(truth):
        raise ValueError("each record has one group and one truth")
    both = Counter(zip(groups, truth, strict=True))
    made, true = Counter(groups), Counter(truth)
    hits, found, wanted = _pairs(both), _pairs(made), _pairs(true)
    precision, recall = _share(hits, found), _share(hits, wanted)
    size = len(groups)
    company = [
        (count * count / made[group], count * count / true[event])
        for (group, event), count in both.items()
    ]
    b_precision = sum(one for one, _ in company) / size if size else 1.0
    b_recall = sum(one for _, one in company) / size if size else 1.0
    return Quality(
        precision,
        recall,
        _mean(precision, recall),
        b_precision,
        b_recall,
        _mean(b_precision, b_recall),
        found,
        wanted,
    )


def _pairs(counts: Mapping[Any, int]) -> int:
    return sum(count * (count - 1) // 2 for count in counts.values())


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def _mean(one: float, other: float) -> float:
    return 2 * one * other / (one + other) if one + other else 0.0
