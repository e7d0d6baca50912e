"""On invented lists in three scripts, with who is who known: what is found and what is not."""

from __future__ import annotations

import pytest

from tests.methods.names.invented import two_lists
from tests.methods.names.measuring import measure


@pytest.mark.parametrize("seed", [1, 7])
def test_candidates_hold_nearly_all_true_pairs_and_grades_sort_them(seed: int):
    measured = measure(two_lists(seed=seed))
    assert measured.blocking_recall >= 0.98
    assert measured.candidates < measured.possible / 20
    (_, _, strong, found), (_, _, fair, most), (_, _, weak, nearly_all) = measured.grades
    assert strong >= 0.93
    assert found >= 0.94
    assert strong > fair > weak
    assert found < most < nearly_all
    assert most >= 0.96


def test_lists_are_the_same_at_every_run():
    lists = two_lists(seed=7)
    two_lists.cache_clear()
    assert two_lists(seed=7) == lists
    assert len(lists.same) == 400
    scripts = {part.script for _text, told in lists.first for part in told.name}
    assert scripts == {"ar", "he", "en"}
