"""What an estimate of how many in all comes to, as plain values that are kept as they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import isfinite
from typing import TYPE_CHECKING, Any

from goodoffices.rights.models.estimates import FAILS

if TYPE_CHECKING:
    from goodoffices.methods.undercount import (
        CaptureTable,
        Caution,
        Estimate,
        LeftOut,
        ModelTotal,
        Total,
    )

SHOWN = 10
"""So many of the weightiest models are told one by one."""

OPTIONS = {"weights": "bic", "level": 0.95, "models": SHOWN}
"""What the method was asked for; there is nothing to choose, so that nobody shops for a figure."""

Advance = Callable[[int, int], None]
"""Told after each step: how many are done, of how many."""


def _quietly(done: int, total: int) -> None:
    """Tell nobody."""


def result_of(
    table: CaptureTable, assumptions: Mapping[str, str], advance: Advance = _quietly
) -> dict[str, Any]:
    """Work an estimate out; without any figure where an assumption fails or the method says so.

    ``withheld`` names why there is no figure: a code of the method, or of an assumption.
    """
    fails = sorted(name for name, answer in assumptions.items() if answer == FAILS)
    if fails:
        return _told(table, [], {"withheld": fails})
    from goodoffices.methods.undercount import estimate, withheld

    steps = _steps(table)
    made = estimate(table, shown=SHOWN)
    advance(1, steps)
    codes = withheld(made)
    if codes:
        return _told(table, made.cautions, {"withheld": codes, "tried": made.tried})
    return _told(table, made.cautions, _figures(made) | {"left_out": _left(made, advance, steps)})


def _steps(table: CaptureTable) -> int:
    return 1 + (len(table.lists) if len(table.lists) > 2 else 0)


def _told(
    table: CaptureTable, cautions: list[Caution] | tuple[Caution, ...], more: Mapping[str, Any]
) -> dict[str, Any]:
    """Return what is told in any case: those seen and what the checks found."""
    found = cautions or _cautions_of(table)
    return {
        "seen": table.seen,
        "on": [table.on(place) for place in range(len(table.lists))],
        "times": list(table.times()),
        "cautions": [{"code": one.code, "facts": dict(one.facts)} for one in found],
        **more,
    }


def _cautions_of(table: CaptureTable) -> list[Caution]:
    from goodoffices.methods.undercount.cautions import cautions_of_lists

    return cautions_of_lists(table)


def _figures(made: Estimate) -> dict[str, Any]:
    return {
        "withheld": [],
        "average": _total(made.average),
        "average_by_aic": _total(made.average_by_aic),
        "pairs": [
            {"first": pair[0], "second": pair[1], **(_total(total) or {})}
            for pair, total in made.pairs.items()
        ],
        "lower_bound": _total(made.lower_bound),
        "independence": _total(made.independence),
        "models": [_model(one, made.table.seen) for one in made.models],
        "tried": made.tried,
        "fitted": made.fitted,
    }


def _model(one: ModelTotal, seen: int) -> dict[str, Any]:
    return {
        "name": one.name,
        **(_total(one.total) or {}),
        "bic": one.fit.bic(seen),
        "aic": one.fit.aic,
        "bic_weight": one.bic_weight,
        "aic_weight": one.aic_weight,
        "deviance": one.fit.deviance,
        "parameters": one.fit.parameters,
        "free": one.fit.free,
    }


def _left(made: Estimate, advance: Advance, steps: int) -> dict[str, Any]:
    from goodoffices.methods.undercount import without_lists, without_models

    lists = []
    for done, one in enumerate(without_lists(made.table), start=2):
        lists.append(_left_out(one))
        advance(done, steps)
    return {"models": [_left_out(one) for one in without_models(made)], "lists": lists}


def _left_out(one: LeftOut) -> dict[str, Any]:
    return {"name": one.name, "seen": one.seen, "total": _total(one.total)}


def _total(total: Total | None) -> dict[str, float | None] | None:
    """Return a total as JSON can hold it: an end that nothing bounds is None."""
    if total is None:
        return None
    ends = {"low": total.low, "estimate": total.estimate, "high": total.high}
    return {name: value if isfinite(value) else None for name, value in ends.items()}
