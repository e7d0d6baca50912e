"""What becomes of an average without a model or a list, and what may be said of it."""

from __future__ import annotations

import math

import pytest

from goodoffices.methods.undercount import (
    CaptureTable,
    Total,
    capture_table,
    estimate,
    rounded,
    withheld,
    without_lists,
    without_models,
)
from tests.methods.undercount.published import kosovo


def test_the_figures_of_the_algorithms_page() -> None:
    told = estimate(kosovo())
    models = [one.total for one in without_models(told) if one.total is not None]
    assert [round(one.estimate) for one in models[:3]] == [14852, 13428, 11598]
    assert (round(min(one.low for one in models)), round(max(one.high for one in models))) == (
        9021,
        21400,
    )
    lists = {one.name: one.total for one in without_lists(kosovo())}
    assert {name: total and round(total.estimate) for name, total in lists.items()} == {
        "EXH": 11869,
        "ABA": 7129,
        "OSCE": 10243,
        "HRW": 22301,
    }


def test_without_a_list_those_on_no_other_are_not_seen() -> None:
    seen = {one.name: one.seen for one in without_lists(kosovo())}
    assert seen["EXH"] == 4400 - 1131


def test_only_models_that_carry_weight_are_left_out() -> None:
    told = estimate(kosovo())
    named = [one.name for one in without_models(told)]
    assert named == [model.name for model in told.models if model.bic_weight >= 0.01]


def test_two_lists_leave_nothing_to_leave_out() -> None:
    table = capture_table("AB", {(1, 0): 50, (0, 1): 40, (1, 1): 30})
    assert list(without_lists(table)) == []
    assert [one.total for one in without_models(estimate(table))] == [None]


def test_a_list_that_holds_nobody_without_another_gives_nothing() -> None:
    table = capture_table("ABC", {(1, 0, 0): 50, (1, 1, 0): 20, (1, 0, 1): 9, (1, 1, 1): 4})
    found = {one.name: one.total for one in without_lists(table)}
    assert found["A"] is not None
    assert set(found) == {"A", "B", "C"}


def test_the_largest_counts_can_be_laid_together() -> None:
    counts = (0, *[10**9] * 7)
    assert all(one.total for one in without_lists(CaptureTable(("A", "B", "C"), counts)))


@pytest.mark.parametrize(
    ("counts", "why"),
    [
        ({(1, 0, 0): 50, (0, 1, 0): 60, (0, 0, 1): 70}, ["no-estimate"]),
        ({(1, 0, 0): 50, (0, 1, 0): 60, (0, 0, 1): 70, (1, 1, 0): 6}, ["too-few-shared"]),
        ({(1, 0, 0): 50, (0, 1, 0): 60, (0, 0, 1): 70, (1, 1, 0): 7}, []),
        ({(1, 0, 0): 5000, (0, 1, 0): 6000, (0, 0, 1): 7000, (1, 1, 0): 9}, ["not-bounded"]),
    ],
)
def test_when_no_figure_may_be_given(counts: dict[tuple[int, ...], int], why: list[str]) -> None:
    told = estimate(capture_table("ABC", counts))
    assert withheld(told) == why


@pytest.mark.parametrize(
    ("total", "seen", "said"),
    [
        (Total(13184.4, 9172.1, 20869.3), 4400, Total(13200, 9100, 20900)),
        (Total(284.2, 246.7, 343.1), 178, Total(284, 246, 344)),
        (Total(4503.0, 4450.2, 4600.9), 4450, Total(4503, 4450, 4601)),
        (Total(4503.0, 4450.2, 6600.9), 4450, Total(4500, 4450, 6610)),
    ],
)
def test_no_digit_is_said_that_the_interval_does_not_bear(
    total: Total, seen: int, said: Total
) -> None:
    assert rounded(total, seen) == said
    assert rounded(total, seen).high >= math.floor(total.high)
