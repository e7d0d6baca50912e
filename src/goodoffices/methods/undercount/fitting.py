"""Log-linear models fitted to a capture table: many at once, by weighted least squares.

Counts are taken as Poisson. The logarithm of the expected count of a history is the sum of the
terms it contains; the intercept is the logarithm of the expected number on no list.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .hierarchies import Model
from .histories import CaptureTable

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Mask = npt.NDArray[np.bool_]

ROUNDS = 60
SETTLED = 1e-10
"""Relative change of all expected counts at which a fit has settled."""

VANISHING = 1e-6
"""An expected count this small on a cell that is not empty by design: the maximum is not there."""

DETERMINED = 10
"""A standard error of the logarithm above this says nothing about the number."""

BATCH = 512


@dataclass(frozen=True, slots=True)
class Fit:
    """One model fitted to one table.

    ``unseen`` is the expected number on no list; ``log_error`` the standard error of its
    logarithm; ``free`` the degrees of freedom that are left to test the model with.
    """

    model: Model
    unseen: float
    log_error: float
    log_likelihood: float
    deviance: float
    parameters: int
    free: int

    @property
    def aic(self) -> float:
        """Akaike's criterion: smaller is better."""
        return 2 * self.parameters - 2 * self.log_likelihood

    def bic(self, seen: int) -> float:
        """Schwarz's criterion over the people seen: smaller is better."""
        from math import log

        return self.parameters * log(seen) - 2 * self.log_likelihood


def fit_models(table: CaptureTable, models: Sequence[Model]) -> list[Fit]:
    """Fit models to a table; those whose unseen number the table does not determine are left out.

    They are left out where two lists (or more) that a term ties have nobody in common and what
    remains does not fix the other terms, or where the likelihood has no maximum.
    """
    groups: dict[int, list[Prepared]] = {}
    for model in models:
        prepared = prepare(table, model)
        if prepared is not None:
            groups.setdefault(len(prepared.terms), []).append(prepared)
    found = [
        fit
        for group in groups.values()
        for start in range(0, len(group), BATCH)
        for fit in _fit_batch(table, group[start : start + BATCH])
    ]
    order = {model: place for place, model in enumerate(models)}
    return sorted(found, key=lambda fit: order[fit.model])


@dataclass(frozen=True, slots=True)
class Prepared:
    """A model with the terms that can be fitted, and the cells whose count is not 0 by design."""

    model: Model
    terms: tuple[int, ...]
    live: tuple[bool, ...]


def prepare(table: CaptureTable, model: Model) -> Prepared | None:
    """Take out terms nobody fulfils: their fitted counts are 0 and so are those of all cells above.

    None where the cells that remain do not determine the terms that remain.
    """
    import numpy as np

    lists = len(table.lists)
    terms = (0, *(1 << place for place in range(lists)), *model)
    cells = range(1, 1 << lists)
    empty = [term for term in model if not any(table.counts[c] for c in cells if c & term == term)]
    kept = tuple(term for term in terms if not _above(term, empty))
    live = tuple(not _above(cell, empty) for cell in cells)
    if empty:
        design = design_of(kept, len(table.counts))[list(live)]
        if np.linalg.matrix_rank(design) < len(kept):
            return None
    return Prepared(model, kept, live)


def _above(term: int, empty: Iterable[int]) -> bool:
    return any(term & one == one for one in empty)


def design_of(terms: Sequence[int], cells: int) -> Floats:
    """Return one row for each cell but that of the unseen, one column for each term."""
    import numpy as np

    cell = np.arange(1, cells)[:, np.newaxis]
    term = np.array(terms)[np.newaxis, :]
    design: Floats = ((cell & term) == term).astype(np.float64)
    return design


def _fit_batch(table: CaptureTable, group: Sequence[Prepared]) -> list[Fit]:
    """Fit models with equally many terms side by side."""
    import numpy as np

    design = np.stack([design_of(one.terms, len(table.counts)) for one in group])
    live = np.array([one.live for one in group])
    counts = np.array(table.counts[1:], np.float64)
    expected, log_unseen, settled = _settle(design, live, counts)
    inverse = np.linalg.pinv(_information(design, expected), hermitian=True)
    errors = np.sqrt(np.maximum(inverse[:, 0, 0], 0))
    there = np.where(live, expected, 1).min(axis=1) > VANISHING
    bounded = (log_unseen < np.log(counts.sum()) + 20) & (errors < DETERMINED)
    fits = []
    for place in np.flatnonzero(settled & there & bounded).tolist():
        one, mu = group[place], expected[place]
        likelihood, deviance = _likelihood(counts, mu)
        unseen, error = float(np.exp(log_unseen[place])), float(errors[place])
        size, free = len(one.terms), sum(one.live) - len(one.terms)
        fits.append(Fit(one.model, unseen, error, likelihood, deviance, size, free))
    return fits


def _settle(design: Floats, live: Mask, counts: Floats) -> tuple[Floats, Floats, Mask]:
    """Return expected counts, log of the unseen, and which fits settled (Fisher scoring)."""
    import numpy as np

    expected = np.where(live, counts + 0.5, 0)
    coefficients = np.zeros((len(design), design.shape[2]))
    settled = np.zeros(len(design), np.bool_)
    going = np.arange(len(design))
    for _ in range(ROUNDS):
        mu, cells = expected[going], design[going]
        logs = np.log(np.where(live[going], mu, 1))
        working = mu * logs + np.where(live[going], counts - mu, 0)
        coefficients[going] = _solve(_information(cells, mu), _weighed(cells, working))
        linear = np.clip((cells @ coefficients[going][:, :, np.newaxis])[:, :, 0], -60, 40)
        expected[going] = np.where(live[going], np.exp(linear), 0)
        change = np.abs(expected[going] - mu) / np.maximum(mu, 1e-300)
        done = np.where(live[going], change, 0).max(axis=1) < SETTLED
        settled[going[done]] = True
        going = going[~done]
        if not len(going):
            break
    return expected, coefficients[:, 0], settled


def _information(design: Floats, expected: Floats) -> Floats:
    across: Floats = design.transpose(0, 2, 1) @ (design * expected[:, :, None])
    return across


def _weighed(design: Floats, working: Floats) -> Floats:
    across: Floats = (design.transpose(0, 2, 1) @ working[:, :, None])[:, :, 0]
    return across


def _solve(information: Floats, right: Floats) -> Floats:
    """Solve all systems; a singular one, whose maximum is not there, gets some answer."""
    import numpy as np

    size = information.shape[1]
    eased: Floats = information + np.eye(size) * 1e-13 * information[:, :1, :1]
    try:
        solved: Any = np.linalg.solve(eased, right[:, :, None])[:, :, 0]
    except np.linalg.LinAlgError:
        solved = (np.linalg.pinv(information, hermitian=True) @ right[:, :, None])[:, :, 0]
    answer: Floats = solved
    return answer


def _likelihood(counts: Floats, expected: Floats) -> tuple[float, float]:
    """Return the log-likelihood and the deviance of Poisson counts."""
    import numpy as np
    from scipy.special import gammaln, xlogy

    likelihood: Any = xlogy(counts, expected) - expected - gammaln(counts + 1)
    ratio = np.where(counts > 0, counts / np.where(expected > 0, expected, 1), 1)
    deviance: Any = 2 * (xlogy(counts, ratio) - counts + expected)
    return float(likelihood.sum()), float(deviance.sum())
