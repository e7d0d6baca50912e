"""Formulas worked by hand, the models counted, and input that cannot be taken."""

from __future__ import annotations

from math import exp, inf, log, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import betaln, gammaln

from goodoffices.codebook.errors import InvalidInput
from goodoffices.methods.undercount import (
    bayesian_average,
    capture_table,
    chao,
    chapman,
    chapman_variance,
    decomposable_graphs,
    estimate,
    fit_models,
    hierarchical_models,
    named,
    profile_interval,
    table_of_people,
    weights,
)


def test_chapman_by_hand():
    assert chapman(200, 150, 49).estimate == pytest.approx(201 * 151 / 50 - 1)
    assert chapman_variance(200, 150, 49) == pytest.approx(201 * 151 * 151 * 101 / (50 * 50 * 51))


def test_chapman_never_falls_below_those_seen():
    total = chapman(200, 150, 3)
    unseen = total.estimate - 347
    spread = exp(1.959964 * sqrt(log(1 + chapman_variance(200, 150, 3) / unseen**2)))
    assert total.low == pytest.approx(347 + unseen / spread)
    assert total.high == pytest.approx(347 + unseen * spread)
    assert chapman(10, 10, 10).high == 10


def test_chao_by_hand():
    table = capture_table("AB", {(1, 0): 60, (0, 1): 40, (1, 1): 25})
    assert chao(table).estimate == pytest.approx(125 + 0.5 * 100**2 / (2 * 25))
    nobody_twice = capture_table("AB", {(1, 0): 6, (0, 1): 4})
    assert chao(nobody_twice).estimate == pytest.approx(10 + 0.5 * 10 * 9 / 2)


@pytest.mark.parametrize(("lists", "models", "graphs"), [(2, 1, 2), (3, 8, 8), (4, 113, 61)])
def test_models_and_graphs_are_as_many_as_there_are(lists: int, models: int, graphs: int):
    assert len(hierarchical_models(lists)) == len(set(hierarchical_models(lists))) == models
    assert len(decomposable_graphs(lists)) == len(set(decomposable_graphs(lists))) == graphs


def test_models_of_five_lists_are_as_many_as_there_are():
    assert len(hierarchical_models(5)) == 6_893
    assert len(decomposable_graphs(5)) == 822


def test_models_hold_all_parts_of_their_terms():
    for model in hierarchical_models(4):
        for term in model:
            parts = [term ^ 1 << place for place in range(4) if term >> place & 1]
            assert all(part.bit_count() < 2 or part in model for part in parts)


def test_model_is_written_by_its_largest_terms():
    assert named((), "ABC") == "[A] [B] [C]"
    assert named((3, 5, 6, 7), ("A", "B", "C", "D")) == "[D] [A B C]"


def test_people_become_histories():
    people = [{"A"}, {"A", "B"}, {"B", "A"}, {"C"}, set()]
    table = table_of_people("ABC", people)
    assert table.histories()[(1, 1, 0)] == 2
    assert (table.seen, table.on(0), table.on(0, 1), table.times()) == (4, 3, 2, (2, 2, 0))


@pytest.mark.parametrize(
    ("lists", "counts", "code"),
    [
        ("A", {(1,): 3}, "number-of-lists"),
        ("ABCDEF", {}, "number-of-lists"),
        ("AA", {(1, 1): 3}, "same-list-twice"),
        ("AB", {(1, 0): 3}, "empty-list"),
        ("AB", {(0, 0): 3, (1, 1): 1}, "unseen-counted"),
        ("AB", {(1, 2): 3}, "bad-history"),
        ("AB", {(1, 1, 0): 3}, "bad-history"),
        ("AB", {(1, 1): -3}, "bad-count"),
    ],
)
def test_tables_that_cannot_be_taken(lists: str, counts: dict, code: str):
    with pytest.raises(InvalidInput) as refused:
        capture_table(tuple(lists), counts)
    assert refused.value.code == code


def test_two_lists_by_bayes_agree_with_the_sum_written_out():
    table = capture_table("AB", {(1, 0): 12, (0, 1): 9, (1, 1): 8})
    unseen = np.arange(580)
    people = 29 + unseen
    apart = betaln(20.5, 9 + unseen + 0.5) + betaln(17.5, 12 + unseen + 0.5) - 2 * betaln(0.5, 0.5)
    tied = sum(gammaln(n + 0.25) for n in (12, 9, 8)) + gammaln(unseen + 0.25)
    tied = tied - 4 * gammaln(0.25) - gammaln(people + 1)
    logs = np.logaddexp(apart, tied) + gammaln(people + 1) - gammaln(unseen + 1) - np.log(people)
    mass = np.exp(logs - logs.max())
    mean = 29 + float((mass * unseen).sum() / mass.sum())
    assert bayesian_average(table).estimate == pytest.approx(mean, rel=0.003)


def test_unknown_criterion_is_refused():
    with pytest.raises(ValueError, match="bic or aic"):
        weights([], 10, criterion="r2")


def test_interval_is_open_where_nothing_bounds_the_total():
    table = capture_table("AB", {(1, 0): 30, (0, 1): 30, (1, 1): 1})
    (fit,) = fit_models(table, hierarchical_models(2))
    low, high = profile_interval(table, fit)
    assert 100 < low < fit.unseen < high < inf
    none_shared = capture_table("AB", {(1, 0): 30, (0, 1): 30})
    told = estimate(none_shared)
    assert told.average is None
    assert {"no-overlap", "no-estimate"} <= {caution.code for caution in told.cautions}


counted = st.lists(st.integers(0, 60), min_size=7, max_size=7)


@settings(max_examples=60, deadline=None)
@given(counted)
def test_any_table_gives_an_ordered_answer_or_says_why_not(counts: list[int]):
    cells = {tuple(cell >> i & 1 for i in range(3)): n for cell, n in enumerate(counts, start=1)}
    try:
        table = capture_table("ABC", cells)
    except InvalidInput:
        return
    told = estimate(table)
    totals = [model.total for model in told.models]
    totals += [total for total in (told.average, told.lower_bound) if total]
    for total in totals:
        assert table.seen - 1e-6 <= total.low <= total.high
    for model in told.models:
        assert model.total.low <= model.total.estimate * (1 + 1e-9) <= model.total.high * 1.000001
    assert (told.average is None) == ("no-estimate" in {one.code for one in told.cautions})


@settings(max_examples=20, deadline=None)
@given(counted, st.permutations([0, 1, 2]))
def test_order_of_the_lists_changes_nothing(counts: list[int], order: list[int]):
    cells = {tuple(cell >> i & 1 for i in range(3)): n + 1 for cell, n in enumerate(counts, 1)}
    turned = {tuple(history[place] for place in order): n for history, n in cells.items()}
    one, other = estimate(capture_table("ABC", cells)), estimate(capture_table("ABC", turned))
    assert one.average.estimate == pytest.approx(other.average.estimate, rel=1e-6)
    assert one.average.high == pytest.approx(other.average.high, rel=1e-6)
