"""How many in all: every estimate from one table, the average of the models, and the cautions."""

from __future__ import annotations

from dataclasses import dataclass

from .averaging import averaged, parts, weights
from .cautions import Caution, cautions_of_lists, cautions_of_models, cautions_of_total
from .fitting import Fit, fit_models
from .hierarchies import hierarchical_models, named
from .histories import CaptureTable
from .overlaps import chao, chapman_of_pairs
from .profiles import profile_interval
from .totals import Part, Total

SHOWN = 10
"""So many of the weightiest models get an interval of their own."""


@dataclass(frozen=True, slots=True)
class ModelTotal:
    """What one model says: its name, total with profile-likelihood interval, and its weights."""

    name: str
    fit: Fit
    total: Total
    bic_weight: float
    aic_weight: float


@dataclass(frozen=True, slots=True)
class Estimate:
    """Everything one table says about how many there are in all.

    ``average`` is over all models by BIC and is the one figure to give, with its interval; None
    where no model could be estimated. ``models`` are the weightiest, heaviest first. ``fitted`` of
    ``tried`` models could be estimated. ``mixture`` is the average in parts, for `pooled`.
    """

    table: CaptureTable
    pairs: dict[tuple[str, str], Total]
    lower_bound: Total
    independence: Total | None
    models: tuple[ModelTotal, ...]
    average: Total | None
    average_by_aic: Total | None
    cautions: tuple[Caution, ...]
    tried: int
    fitted: int
    mixture: tuple[Part, ...]


def estimate(table: CaptureTable, *, shown: int = SHOWN) -> Estimate:
    """Estimate a total from two to five lists by every method that applies, with its cautions.

    All hierarchical log-linear models are fitted: 8 for three lists, 113 for four, 6,893 for five
    (about a second). ``shown``: how many of them are told one by one.
    """
    tried = hierarchical_models(len(table.lists))
    fits = [fit for fit in fit_models(table, tried) if fit.unseen > 0]
    by_bic = weights(fits, table.seen) if fits else []
    by_aic = weights(fits, table.seen, criterion="aic") if fits else []
    average = averaged(fits, by_bic, table.seen) if fits else None
    cautions = [
        *cautions_of_lists(table),
        *cautions_of_models(table, fits, by_bic, len(tried)),
        *(cautions_of_total(table, average) if average else ()),
    ]
    return Estimate(
        table=table,
        pairs=chapman_of_pairs(table),
        lower_bound=chao(table),
        independence=_independence(table, fits),
        models=_told(table, fits, by_bic, by_aic, shown),
        average=average,
        average_by_aic=averaged(fits, by_aic, table.seen) if fits else None,
        cautions=tuple(cautions),
        tried=len(tried),
        fitted=len(fits),
        mixture=tuple(parts(fits, by_bic)),
    )


def _independence(table: CaptureTable, fits: list[Fit]) -> Total | None:
    """Return what follows if no list depended on another: shown to compare, never to trust."""
    alone = next((fit for fit in fits if not fit.model), None)
    return None if alone is None else total_of(table, alone)


def total_of(table: CaptureTable, fit: Fit) -> Total:
    """Return a model's total with its profile-likelihood interval."""
    low, high = profile_interval(table, fit)
    return Total(table.seen + fit.unseen, table.seen + low, table.seen + high)


def _told(
    table: CaptureTable, fits: list[Fit], by_bic: list[float], by_aic: list[float], shown: int
) -> tuple[ModelTotal, ...]:
    order = sorted(range(len(fits)), key=lambda place: -by_bic[place])[:shown]
    return tuple(
        ModelTotal(
            named(fits[place].model, table.lists),
            fits[place],
            total_of(table, fits[place]),
            by_bic[place],
            by_aic[place],
        )
        for place in order
    )
