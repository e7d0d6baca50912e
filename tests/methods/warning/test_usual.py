"""The usual range of counts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodoffices.methods.warning import compared, daily_band, usual_range

COUNTS = st.lists(st.integers(0, 40), min_size=6, max_size=30)


def test_worked_example() -> None:
    """Twelve weeks; the lowest and the highest are set aside."""
    weeks = [9, 12, 8, 15, 11, 10, 31, 9, 14, 3, 13, 12]
    assert usual_range(weeks) == (8, 15)
    assert usual_range([99, 0, *weeks]) == (8, 15)


@pytest.mark.parametrize(
    ("counts", "usual"),
    [
        ([], None),
        ([3, 4, 5, 6, 7], None),
        ([3, 4, 5, 6, 7, 8], (3, 8)),
        ([0] * 12, (0, 1)),
        ([0] * 11 + [7], (0, 1)),
        ([0] * 9 + [2, 3, 4], (0, 3)),
        ([5] * 12, (5, 5)),
    ],
)
def test_short_and_sparse_series(counts: list[int], usual: tuple[int, int] | None) -> None:
    assert usual_range(counts) == usual


@given(COUNTS)
def test_the_range_holds_most_of_the_last_twelve(counts: list[int]) -> None:
    usual = usual_range(counts)
    assert usual is not None
    recent = counts[-12:]
    outside = [count for count in recent if not usual[0] <= count <= usual[1]]
    assert len(outside) <= 2
    assert usual_range(sorted(recent)) == usual


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(ValueError, match="0 or more"):
        usual_range([1, 2, 3, 4, 5, -1])


def test_where_a_count_lies() -> None:
    assert [compared(count, (8, 15)) for count in (7, 8, 15, 16)] == [
        "below", "within", "within", "above",
    ]  # fmt: skip
    assert compared(5, None) == ""


@given(st.lists(st.integers(0, 9), max_size=140))
def test_the_daily_band_looks_only_at_earlier_days(days: list[int]) -> None:
    low, high = daily_band(days)
    assert len(low) == len(high) == len(days)
    assert np.isnan(low[:42]).all()
    assert not np.isnan(high[42:]).any()
    if days:
        changed = daily_band([*days[:-1], 99])
        assert np.array_equal(changed[0], low, equal_nan=True)
        assert np.array_equal(changed[1], high, equal_nan=True)


def test_the_daily_band_of_a_steady_series() -> None:
    low, high = daily_band([1, 2, 3, 4, 5, 6, 7] * 20)
    assert (low[84:] == 1).all()
    assert (high[84:] == 7).all()
    assert low[50] >= 1
