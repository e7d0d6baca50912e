"""From pairs to groups: no chain through one bold pair, and people's decisions hold."""

from __future__ import annotations

import numpy as np
import pytest

from goodoffices.codebook.errors import InvalidInput
from goodoffices.methods.linkage.grouping import grouped
from goodoffices.methods.linkage.quality import evaluate


def groups(size, pairs, threshold=0.5, **decided):
    rows = np.array([(i, j) for i, j, _ in pairs], np.int32).reshape(-1, 2)
    chance = np.array([value for *_, value in pairs])
    return grouped(size, rows[:, 0], rows[:, 1], chance, threshold, **decided).tolist()


def test_likely_pairs_make_groups_and_the_rest_stay_alone():
    assert groups(5, [(0, 3, 0.9), (1, 2, 0.4)]) == [0, 1, 2, 0, 4]
    assert groups(0, []) == []


def test_one_bold_pair_does_not_chain_two_events_together():
    tight = [(0, 1, 0.9), (0, 2, 0.9), (1, 2, 0.9), (3, 4, 0.9), (3, 5, 0.9), (4, 5, 0.9)]
    assert groups(6, [*tight, (2, 3, 0.6)]) == [0, 0, 0, 3, 3, 3]


def test_two_halves_that_fit_throughout_become_one():
    pairs = [(i, j, 0.8) for i in range(6) for j in range(i + 1, 6)]
    assert groups(6, pairs) == [0] * 6


def test_what_people_joined_stays_joined_and_what_they_parted_apart():
    assert groups(3, [(0, 1, 0.9)], cannot=[(0, 1)]) == [0, 1, 2]
    assert groups(3, [], must=[(0, 2)]) == [0, 1, 0]
    assert groups(4, [(2, 3, 0.9)], must=[(0, 2)], cannot=[(0, 3)]) == [0, 1, 0, 3]


def test_a_chain_of_partings_holds_through_every_merge():
    size = 8
    pairs = [(i, j, 0.99) for i in range(size) for j in range(i + 1, size)]
    apart = [(at, at + 1) for at in range(size - 1)]
    found = groups(size, pairs, cannot=apart)
    assert all(found[one] != found[other] for one, other in apart)
    assert len(set(found)) < size


def test_decisions_that_contradict_each_other_are_refused():
    with pytest.raises(InvalidInput, match="contradict"):
        groups(3, [], must=[(0, 1), (1, 2)], cannot=[(0, 2)])


def test_the_order_of_pairs_changes_nothing():
    random = np.random.default_rng(1)
    pairs = [(i, j, float(random.random())) for i in range(30) for j in range(i + 1, 30)]
    pairs = [pair for pair in pairs if pair[2] > 0.7]
    assert groups(30, pairs) == groups(30, [pairs[at] for at in random.permutation(len(pairs))])


def test_quality_by_pairs_and_by_company():
    found = evaluate([0, 0, 0, 1], ["x", "x", "y", "y"])
    assert (found.pairs, found.true_pairs) == (3, 2)
    assert (found.precision, found.recall) == (1 / 3, 1 / 2)
    assert found.f1 == pytest.approx(0.4)
    assert found.bcubed_precision == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1) / 4)
    assert found.bcubed_recall == pytest.approx((1 + 1 + 0.5 + 0.5) / 4)
    assert evaluate([], []).f1 == 1
    assert evaluate([0, 1], [5, 6]).precision == 1
