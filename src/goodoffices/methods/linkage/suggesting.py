"""Which known reports or incidents one report may belong to, best first, each with its reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .model import Band, Model, probability
from .reasons import Reason, reasons
from .records import Record

NEAR_AS_GOOD = 0.5
"""A rival is a candidate with at least this share of another's probability."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One record the report may tell the same event as.

    ``probability`` is that of the model, rivals considered; ``reasons`` hold of both records.
    """

    id: str
    probability: float
    band: Band
    reasons: tuple[Reason, ...]


def suggest(
    report: Record, others: Sequence[Record], model: Model | None = None
) -> list[Suggestion]:
    """Return which of ``others`` the report may tell the same event as, best first.

    The report itself may be among the others; it is left out.
    """
    model = model or Model.shipped()
    told = [(other, reasons(report, other)) for other in others if other.id != report.id]
    scored = [(_probability(facts, model), other, facts) for other, facts in told]
    found = []
    for chance, other, facts in sorted(scored, key=lambda one: (-one[0], one[1].id)):
        band = model.band(chance)
        if band is not None:
            rivals = sum(one[0] >= chance * NEAR_AS_GOOD for one in scored) - 1
            facts += (Reason("rivals", {"count": rivals}),) if rivals else ()
            found.append(Suggestion(other.id, chance, band, facts))
    return found


def _probability(facts: tuple[Reason, ...], model: Model) -> float:
    odds = model.weights["start"]
    for fact in facts:
        odds += model.weights.get(fact.code, 0.0)
        if fact.code == "km_apart":
            odds += model.weights["per_km"] * fact.values["km"]
        if fact.code in ("same_killed", "same_injured") and fact.values["count"] >= 6:
            odds += model.weights["same_killed_many"]
    return probability(odds)
