"""The published tables give the published figures."""

from __future__ import annotations

import csv

import pytest

from goodoffices.methods.undercount import bayesian_average, capture_table, estimate
from tests.methods.undercount.published import (
    FIVE_LISTS,
    KOSOVO,
    KOSOVO_LISTS,
    NAMED_MODEL,
    SPINA_BIFIDA,
    in_order,
    kosovo,
)
from tests.shared_data import shared


@pytest.fixture(scope="module")
def told():
    return estimate(kosovo())


def test_named_model_gives_the_published_number_and_interval(told):
    best = told.models[0]
    assert best.name == NAMED_MODEL
    assert best.total.estimate == pytest.approx(10_356, rel=0.001)
    assert best.total.low == pytest.approx(9_005, rel=0.005)
    assert best.total.high == pytest.approx(12_105, rel=0.005)
    assert (best.total.low, best.total.high) == pytest.approx((9_002, 12_122), rel=0.005)


def test_average_over_all_models_is_told_with_its_width(told):
    assert (told.tried, told.fitted) == (113, 113)
    assert told.average.estimate == pytest.approx(13_184, abs=1)
    assert told.average.low == pytest.approx(9_172, abs=1)
    assert told.average.high == pytest.approx(20_869, abs=1)
    assert sum(part.weight for part in told.mixture) == pytest.approx(1)


def test_rival_models_are_told_beside_the_best(told):
    totals = [round(model.total.estimate) for model in told.models[:3]]
    assert totals == [10_357, 12_741, 18_393]
    bic = [model.fit.bic(4_400) for model in told.models[:2]]
    assert bic[1] - bic[0] == pytest.approx(0.08, abs=0.005)
    assert sum(model.bic_weight for model in told.models) > 0.99


def test_independence_and_pairs_are_what_was_measured(told):
    assert told.independence.estimate == pytest.approx(7_395, abs=1)
    pairs = sorted(total.estimate for total in told.pairs.values())
    assert len(pairs) == 6
    assert (round(pairs[0]), round(pairs[-1])) == (5_447, 9_622)


def test_kosovo_warns_that_models_disagree(told):
    assert [caution.code for caution in told.cautions] == ["models-disagree"]
    facts = dict(told.cautions[0].facts)
    assert facts == {"low": 10_357, "high": 18_393, "factor": 1.78, "models": 3}


def test_table_of_the_file_is_the_table_of_the_tests():
    with shared("kosovo1999_four_lists.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    counts = {tuple(int(row[name]) for name in KOSOVO_LISTS): int(row["n"]) for row in rows}
    assert capture_table(KOSOVO_LISTS, counts) == kosovo()
    assert counts == KOSOVO


def test_spina_bifida_gives_731():
    told = estimate(in_order("ABC", SPINA_BIFIDA))
    assert told.models[0].name == "[A] [B C]"
    assert told.models[0].total.estimate == pytest.approx(731, abs=0.5)
    assert (told.tried, told.fitted) == (8, 8)


def test_five_lists_are_searched_whole():
    told = estimate(in_order("ABCDE", FIVE_LISTS))
    assert told.tried == 6_893
    assert told.table.seen == 537
    left = 6_893 - told.fitted
    assert 0 < left < 600
    assert [caution.code for caution in told.cautions] == ["models-left-out"]
    assert told.average.low < 620 < told.average.high


def test_bayesian_average_lies_among_the_models():
    bayes = bayesian_average(kosovo())
    assert 10_356 < bayes.estimate < 18_393
    assert bayes.low < 10_356 < bayes.high
