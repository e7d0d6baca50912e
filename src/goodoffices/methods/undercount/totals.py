"""An estimate of a total with its interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt

LEVEL = 0.95
"""How often an interval made this way holds the true number, if the model is true."""


@dataclass(frozen=True, slots=True)
class Total:
    """How many in all: the estimate and the interval around it, in people, seen and unseen."""

    estimate: float
    low: float
    high: float


def normal_quantile(level: float = LEVEL) -> float:
    """Return how many standard errors an interval of this level reaches to each side."""
    from statistics import NormalDist

    return NormalDist().inv_cdf((1 + level) / 2)


def around_unseen(seen: int, unseen: float, variance: float, *, level: float = LEVEL) -> Total:
    """Return a total whose unseen part is taken as log-normal: it never falls below those seen.

    Source: A. Chao (1987), Biometrics 43, 783-791.
    """
    if unseen <= 0:
        return Total(float(seen), float(seen), float(seen))
    spread = exp(normal_quantile(level) * sqrt(log(1 + variance / unseen**2)))
    return Total(seen + unseen, seen + unseen / spread, seen + unseen * spread)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a mixture: an unseen number with the standard error of its logarithm."""

    weight: float
    unseen: float
    log_error: float


def mixture(seen: float, parts: Sequence[Part], *, level: float = LEVEL) -> Total:
    """Return the weighted mean of several answers, and the interval of their mixture.

    Each part says: the logarithm of the unseen number is normal around this one. The interval
    leaves the same share of the mixture on either side, so it is wide where parts disagree.
    """
    total = sum(part.weight for part in parts)
    mean = sum(part.weight * part.unseen for part in parts) / total
    tail = (1 - level) / 2
    low, high = (_quantile(parts, share * total) for share in (tail, 1 - tail))
    return Total(seen + mean, seen + exp(low), seen + exp(high))


def _quantile(parts: Sequence[Part], wanted: float) -> float:
    """Return the logarithm of the unseen number below which this much of the weight lies."""
    import numpy as np
    from scipy.optimize import brentq
    from scipy.special import ndtr

    weights = np.array([part.weight for part in parts])
    middles = np.log([part.unseen for part in parts])
    errors = np.maximum([part.log_error for part in parts], 1e-9)

    def above(logged: float) -> float:
        return float(weights @ ndtr((logged - middles) / errors)) - wanted

    reach = 9 * errors
    return float(brentq(above, (middles - reach).min(), (middles + reach).max(), xtol=1e-9))
