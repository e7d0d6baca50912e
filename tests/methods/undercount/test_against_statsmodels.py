"""Each model's fit is that of statsmodels, an independent implementation."""

from __future__ import annotations

from math import exp, log

import numpy as np
import pytest

from goodoffices.methods.undercount import (
    capture_table,
    fit_models,
    hierarchical_models,
    profile_interval,
)
from tests.methods.undercount.published import FIVE_LISTS, in_order, kosovo


@pytest.fixture(scope="module")
def sm():
    """Return statsmodels; it takes seconds to import, so not while looking for tests."""
    import statsmodels.api

    return statsmodels.api


def by_statsmodels(sm, table, model):
    terms = [0, *(1 << place for place in range(len(table.lists))), *model]
    cells = range(1, len(table.counts))
    design = [[float(cell & term == term) for term in terms] for cell in cells]
    counts = np.array(table.counts[1:])
    return sm.GLM(counts, np.array(design), family=sm.families.Poisson()).fit(tol=1e-12)


@pytest.mark.filterwarnings("ignore:divide by zero", "ignore:Perfect separation")
def test_all_models_of_four_lists_agree(sm):
    table = kosovo()
    for fit in fit_models(table, hierarchical_models(4)):
        peer = by_statsmodels(sm, table, fit.model)
        assert fit.unseen == pytest.approx(exp(peer.params[0]), rel=1e-6)
        assert fit.log_error == pytest.approx(peer.bse[0], rel=1e-6)
        assert fit.log_likelihood == pytest.approx(peer.llf, abs=1e-6)
        assert fit.deviance == pytest.approx(peer.deviance, abs=1e-6)
        assert fit.aic == pytest.approx(peer.aic, abs=1e-6)
        assert fit.bic(4_400) == pytest.approx(log(4_400) * len(peer.params) - 2 * peer.llf)


def test_models_of_five_lists_agree(sm):
    table = in_order("ABCDE", FIVE_LISTS)
    pairs_only = [m for m in hierarchical_models(5) if all(t.bit_count() == 2 for t in m)][::40]
    assert len(pairs_only) > 20
    fits = fit_models(table, pairs_only)
    assert len(fits) == len(pairs_only)
    for fit in fits:
        assert fit.unseen == pytest.approx(
            exp(by_statsmodels(sm, table, fit.model).params[0]), 1e-5
        )


def test_likelihood_at_the_ends_of_the_interval_has_fallen_by_what_is_allowed(sm):
    table = kosovo()
    fit = fit_models(table, [(3, 5, 6, 7)])[0]
    ends = profile_interval(table, fit)
    assert ends[0] < fit.unseen < ends[1]
    terms = [1, 2, 4, 8, 3, 5, 6, 7]
    design = np.array([[float(cell & t == t) for t in terms] for cell in range(1, 16)])
    counts = np.array(table.counts[1:])
    for end in ends:
        offset = np.full(15, log(end))
        peer = sm.GLM(counts, design, family=sm.families.Poisson(), offset=offset).fit(tol=1e-12)
        assert 2 * (fit.log_likelihood - peer.llf) == pytest.approx(3.8415, abs=1e-3)


def test_empty_overlap_is_taken_out_as_the_limit_of_ever_smaller_counts(sm):
    counts = {(1, 0, 0): 90, (0, 1, 0): 80, (0, 0, 1): 70, (1, 0, 1): 30, (0, 1, 1): 20}
    table = capture_table("ABC", counts)
    (fit,) = fit_models(table, [(3,)])
    live = [0, 1, 3, 4, 5]
    terms = [0, 1, 2, 4]
    design = np.array([[float(c & t == t) for t in terms] for c in range(1, 8)])[live]
    seen = np.array(table.counts[1:])[live]
    peer = sm.GLM(seen, design, family=sm.families.Poisson()).fit(tol=1e-12)
    assert fit.unseen == pytest.approx(exp(peer.params[0]), rel=1e-6)
    assert (fit.parameters, fit.free) == (4, 1)
