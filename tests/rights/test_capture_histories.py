"""Who is on which lists: decisions hold, suggestions give way, hidden lists count for nothing."""

from __future__ import annotations

from collections import Counter

import pytest

from goodoffices.codebook.errors import NotFound
from goodoffices.core.tlp import TLP
from goodoffices.rights.queries.lists import capture_histories
from tests.cast import Cast
from tests.rights.list_stage import bare_list, paired, rows_of, said

A, B, AB = (True, False), (False, True), (True, True)


def test_certain_pairs_count_until_somebody_decides(in_programme: Cast) -> None:
    one, other = (bare_list(in_programme.programme, 3) for _ in range(2))
    member = in_programme.analyst
    assert capture_histories(member, [one, other]) == Counter({A: 3, B: 3})
    paired(one, other, [(0, 0, "certain", 12), (1, 1, "certain", 11), (2, 2, "possible", 9)])
    assert capture_histories(member, [one, other]) == Counter({AB: 2, A: 1, B: 1})
    left, right = rows_of(one), rows_of(other)
    said(left[0], right[0], "different")
    said(left[1], right[1], "unsure")
    said(left[2], right[2], "same")
    assert capture_histories(member, [one, other]) == Counter({AB: 1, A: 2, B: 2})
    assert capture_histories(member, [other, one]) == Counter({AB: 1, A: 2, B: 2})


def test_one_row_is_one_person_of_another_list(in_programme: Cast) -> None:
    one, other = (bare_list(in_programme.programme, 2) for _ in range(2))
    paired(one, other, [(0, 0, "certain", 11), (0, 1, "certain", 12)])
    found = capture_histories(in_programme.analyst, [one, other])
    assert found == Counter({AB: 1, A: 1, B: 1})
    said(rows_of(one)[0], rows_of(other)[0], "same")  # what is decided goes before what is likely
    assert capture_histories(in_programme.analyst, [one, other]) == found


def test_duplicates_are_one_person_once_decided(in_programme: Cast) -> None:
    one, other = bare_list(in_programme.programme, 2), bare_list(in_programme.programme, 1)
    paired(one, one, [(0, 1, "certain", 14)])
    assert capture_histories(in_programme.analyst, [one, other]) == Counter({A: 2, B: 1})
    left, right = rows_of(one), rows_of(other)
    said(left[0], right[0], "same")
    said(left[1], right[0], "same")
    said(left[0], left[1], "same")
    assert capture_histories(in_programme.analyst, [one, other]) == Counter({AB: 1})


def test_different_rows_never_come_together_round_a_corner(in_programme: Cast) -> None:
    one, other, third = (bare_list(in_programme.programme, 1) for _ in range(3))
    paired(one, third, [(0, 0, "certain", 12)])
    paired(other, third, [(0, 0, "certain", 11)])
    member, lists = in_programme.analyst, [one, other, third]
    assert capture_histories(member, lists) == Counter({(True, True, True): 1})
    said(rows_of(one)[0], rows_of(other)[0], "different")
    assert capture_histories(member, lists) == Counter(
        {(True, False, True): 1, (False, True, False): 1}
    )


def test_decisions_by_way_of_a_further_list_count_if_it_may_be_seen(in_programme: Cast) -> None:
    one, other = (bare_list(in_programme.programme, 1) for _ in range(2))
    way = bare_list(in_programme.programme, 1)
    for held in (one, other):
        said(rows_of(held)[0], rows_of(way)[0], "same")
    member = in_programme.analyst
    assert capture_histories(member, [one, other]) == Counter({AB: 1})
    way.tlp = TLP.RED
    way.save()
    assert capture_histories(member, [one, other]) == Counter({A: 1, B: 1})
    with pytest.raises(NotFound):
        capture_histories(member, [one, way])
    with pytest.raises(NotFound):
        capture_histories(in_programme.outsider, [one, other])
