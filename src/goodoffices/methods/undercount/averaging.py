"""Many models, one answer: weights by how well each explains the table, and their mixture."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp

from .fitting import Fit
from .totals import LEVEL, Part, Total, mixture

CRITERIA = ("bic", "aic")


def weights(fits: Sequence[Fit], seen: int, *, criterion: str = "bic") -> list[float]:
    """Return each model's share of the evidence: exp of minus half its distance from the best.

    ``criterion``: bic, over the people seen, or aic, which favours larger models.
    """
    if criterion not in CRITERIA:
        raise ValueError("the criterion is bic or aic")
    scores = [fit.bic(seen) if criterion == "bic" else fit.aic for fit in fits]
    best = min(scores)
    raw = [exp((best - score) / 2) for score in scores]
    return [one / sum(raw) for one in raw]


def averaged(fits: Sequence[Fit], shares: Sequence[float], seen: float) -> Total:
    """Return the weighted mean of the models' totals, with an interval that knows they differ.

    The interval is that of the mixture of the models' log-normal distributions: it reaches from
    the low end of the low models to the high end of the high ones, as far as they have weight.
    """
    return mixture(seen, parts(fits, shares), level=LEVEL)


def parts(fits: Sequence[Fit], shares: Sequence[float]) -> list[Part]:
    """Return the models as parts of a mixture."""
    return [Part(share, fit.unseen, fit.log_error) for fit, share in zip(fits, shares, strict=True)]


def carrying(shares: Sequence[float], most: float = 0.95) -> list[int]:
    """Return the places of the models that together hold most of the weight, heaviest first."""
    held, chosen = 0.0, []
    for place in sorted(range(len(shares)), key=lambda one: -shares[one]):
        chosen.append(place)
        held += shares[place]
        if held >= most:
            break
    return chosen
