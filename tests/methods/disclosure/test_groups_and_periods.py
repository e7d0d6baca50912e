"""Small groups made coarser, and dates told as days, weeks or months."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goodoffices.codebook.errors import InvalidInput
from goodoffices.methods.disclosure import generalised, period, small_groups

ROWS = st.dictionaries(
    st.integers(0, 60), st.tuples(st.sampled_from("ab"), st.sampled_from("xyz")), max_size=60
)


@settings(deadline=None)
@given(ROWS, st.integers(2, 6))
def test_every_group_is_large_enough_and_nothing_is_lost_unsaid(
    rows: dict[int, tuple[str, str]], smallest: int
) -> None:
    steps = [lambda row: (row[0], ""), lambda row: ("", "")]
    out, coarser, held = generalised(rows, lambda row: row, smallest, steps)
    assert not small_groups(out, lambda row: row, smallest)
    assert set(out) | held == set(rows)
    assert not set(out) & held
    assert coarser == {one for one in out if out[one] != rows[one]}


def test_only_small_groups_are_made_coarser() -> None:
    rows = dict.fromkeys(range(5), ("a", "x")) | {5: ("a", "y"), 6: ("a", "z"), 7: ("b", "z")}
    out, coarser, held = generalised(rows, lambda row: row, 2, [lambda row: (row[0], "")])
    assert out[0] == ("a", "x")
    assert out[5] == out[6] == ("a", "")
    assert (coarser, held) == ({5, 6}, {7})


@settings(deadline=None)
@given(st.integers(1, 3_000_000), st.integers(0, 800))
def test_periods_hold_the_days_and_begin_and_end_where_they_should(first: int, days: int) -> None:
    last = first + days
    assert period(first, last, "day") == (first, last)
    monday, sunday = (date.fromordinal(day) for day in period(first, last, "week"))
    assert (monday.isoweekday(), sunday.isoweekday()) == (1, 7)
    assert first - 7 < monday.toordinal() <= first <= last <= sunday.toordinal() < last + 7
    start, end = (date.fromordinal(day) for day in period(first, last, "month"))
    assert (start.day, date.fromordinal(end.toordinal() + 1).day) == (1, 1)
    assert start.toordinal() <= first <= last <= end.toordinal()
    assert (start.year, start.month) == date.fromordinal(first).timetuple()[:2]


def test_the_last_month_of_all_and_nonsense() -> None:
    last = date.max.toordinal()
    assert period(last, last, "month")[1] == last
    for first, end, fineness in ((2, 1, "day"), (1, 1, "year")):
        with pytest.raises(InvalidInput):
            period(first, end, fineness)
