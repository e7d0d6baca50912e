"""How many in all, on published tables: the figures beside their bars, and how long it takes.

Run: ``python -m benchmarks.undercount``
"""

from __future__ import annotations

import sys
import time
import warnings
from collections.abc import Callable
from typing import Any

from goodoffices.methods.undercount import (
    Estimate,
    bayesian_average,
    estimate,
    fit_models,
    hierarchical_models,
)
from tests.methods.undercount.published import (
    FIVE_LISTS,
    NAMED_MODEL,
    SPINA_BIFIDA,
    in_order,
    kosovo,
)


def line(what: str, found: float, bar: float, within: float) -> str:
    """Return one figure beside its bar; ``within``: how far off it may be, relatively."""
    off = abs(found / bar - 1)
    kept = "kept" if off <= within else "MISSED"
    return f"{what:<44} {found:>10,.1f} {bar:>10,.1f} {off:>9.3%} {within:>8.1%}  {kept}"


def published(told: Estimate) -> list[str]:
    """Return the lines of the table of four lists."""
    named = next(model for model in told.models if model.name == NAMED_MODEL)
    pairs = sorted(total.estimate for total in told.pairs.values())
    average, alone = told.average, told.independence
    assert average is not None
    assert alone is not None
    return [
        line("published model, estimate", named.total.estimate, 10_356, 0.001),
        line("published model, low end", named.total.low, 9_005, 0.005),
        line("published model, high end", named.total.high, 12_105, 0.005),
        line("average by BIC", average.estimate, 13_184, 0.001),
        line("independence", alone.estimate, 7_395, 0.001),
        line("Chapman, least of six pairs", pairs[0], 5_447, 0.001),
        line("Chapman, most of six pairs", pairs[-1], 9_621, 0.001),
        line("models", told.tried, 113, 0),
    ]


def quickest(work: Callable[[], Any], times: int = 5) -> float:
    """Return the shortest of several runs, in seconds."""
    runs = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        runs.append(time.perf_counter() - start)
    return min(runs)


def by_statsmodels() -> float:
    """Return the seconds statsmodels takes for the 113 models of the same table."""
    import numpy as np
    import statsmodels.api as sm

    warnings.simplefilter("ignore")
    table, family = kosovo(), sm.families.Poisson()
    counts = np.array(table.counts[1:])

    def fit_all() -> None:
        for model in hierarchical_models(4):
            terms = [0, 1, 2, 4, 8, *model]
            design = [[float(cell & term == term) for term in terms] for cell in range(1, 16)]
            sm.GLM(counts, np.array(design), family=family).fit()

    return quickest(fit_all, 2)


def main() -> int:
    """Print figures, bars and times."""
    four, five = kosovo(), in_order("ABCDE", FIVE_LISTS)
    print(f"{'Kosovo 1999, four lists':<44} {'found':>10} {'bar':>10} {'off':>9} {'may be':>8}")
    print("\n".join(published(estimate(four))))
    best = estimate(in_order("ABC", SPINA_BIFIDA)).models[0].total
    print(line("spina bifida, three lists, best model", best.estimate, 731, 0.001))
    bayes = bayesian_average(four)
    print(f"\nBayesian average: {bayes.estimate:,.0f}, {bayes.low:,.0f} to {bayes.high:,.0f}")
    ours = quickest(lambda: fit_models(four, hierarchical_models(4)))
    theirs = by_statsmodels()
    print(f"113 models: {ours * 1000:.0f} ms; statsmodels {theirs * 1000:.0f} ms")
    print(f"everything from four lists: {quickest(lambda: estimate(four)):.2f} s")
    print(f"6,893 models: {quickest(lambda: fit_models(five, hierarchical_models(5)), 2):.2f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
