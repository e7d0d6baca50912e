"""The profile-likelihood interval of the unseen number under one model.

It holds every number whose best likelihood is not significantly below the best of all; unlike the
interval by the standard error it need not be symmetric.
"""

from __future__ import annotations

from collections.abc import Callable
from math import exp, inf, log
from typing import TYPE_CHECKING

from .fitting import Fit, design_of, prepare
from .histories import CaptureTable
from .totals import LEVEL

if TYPE_CHECKING:
    from .fitting import Floats

NOBODY, BEYOND = 1e-3, 1e7
"""Below this number the lower end is 0; above so many times those seen the upper end is open."""

STEPS = 100
SETTLED = 1e-9


def profile_interval(table: CaptureTable, fit: Fit, *, level: float = LEVEL) -> tuple[float, float]:
    """Return the interval of the unseen number; its upper end is infinite where nothing bounds it.

    ``fit`` must come from `fit_models` on the same table.
    """
    from scipy.stats import chi2

    fall = _likelihood_fall(table, fit)
    allowed = float(chi2.ppf(level, 1)) / 2

    def beyond(logged: float) -> float:
        return fall(exp(logged)) - allowed

    middle = log(fit.unseen)
    width = max(2 * fit.log_error, 0.01)
    low = _edge(beyond, middle, -width, log(NOBODY))
    high = _edge(beyond, middle, width, log(table.seen * BEYOND))
    return (0.0 if low is None else exp(low), inf if high is None else exp(high))


def _edge(
    beyond: Callable[[float], float], middle: float, step: float, limit: float
) -> float | None:
    """Walk from the middle in growing steps until the likelihood has fallen too far."""
    from scipy.optimize import brentq

    inside, outside = middle, middle + step
    while beyond(outside) <= 0:
        if (outside - limit) * step >= 0:
            return None
        step *= 2
        inside, outside = outside, outside + step
    return float(brentq(beyond, inside, outside, xtol=1e-7))


def _likelihood_fall(table: CaptureTable, fit: Fit) -> Callable[[float], float]:
    """Return the function: by how much the log-likelihood falls when the unseen number is given."""
    import numpy as np

    prepared = prepare(table, fit.model)
    assert prepared is not None, "the model was fitted to this table"
    live = list(prepared.live)
    design = design_of(prepared.terms[1:], len(table.counts))[live]
    counts = np.array(table.counts[1:], np.float64)[live]
    best = _kernel(counts, _constrained(design, counts, fit.unseen))

    def fall(unseen: float) -> float:
        return best - _kernel(counts, _constrained(design, counts, unseen))

    return fall


def _kernel(counts: Floats, expected: Floats) -> float:
    from scipy.special import xlogy

    return float((xlogy(counts, expected) - expected).sum())


def _constrained(design: Floats, counts: Floats, unseen: float) -> Floats:
    """Return the expected counts that fit best when the unseen number is given."""
    import numpy as np

    expected = counts + 0.5
    for _ in range(STEPS):
        working = expected * (np.log(expected) - log(unseen)) + counts - expected
        information = design.T @ (design * expected[:, None])
        answer = np.linalg.lstsq(information, design.T @ working, rcond=None)[0]
        after = np.exp(np.clip(log(unseen) + design @ answer, -60, 40))
        change = np.abs(after - expected).max() / expected.max()
        expected = after
        if change < SETTLED:
            break
    return expected
