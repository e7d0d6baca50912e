"""A plain way to weigh pairs, for tests of what is done with suggestions and not of the model."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp

from goodoffices.methods.linkage import Model, Record, Suggestion, reasons

WEIGHTS = {
    "same_day": 1.5,
    "days_apart": -0.9,
    "days_overlap": 0.7,
    "same_spot": 2.0,
    "same_killed": 0.6,
    "killed_close": 0.4,
    "killed_differ": -1.0,
    "same_type": 0.8,
    "types_differ": -1.5,
    "same_parties": 0.8,
    "same_file": 4.0,
    "same_words": 3.0,
}
"""Log-odds of facts; all others weigh nothing."""


def plain_suggest(
    report: Record, others: Sequence[Record], model: Model | None = None
) -> list[Suggestion]:
    """Return the others by the sum of what holds of each pair; rivals take nothing away."""
    found = []
    for other in others:
        facts = reasons(report, other)
        odds = -3.5 + sum(WEIGHTS.get(fact.code, 0.0) for fact in facts)
        chance = 1 / (1 + exp(-odds))
        if other.id != report.id and chance >= 0.1:
            band = "near_certain" if chance >= 0.9 else "likely" if chance >= 0.5 else "possible"
            found.append(Suggestion(other.id, chance, band, facts))  # type: ignore[arg-type]
    return sorted(found, key=lambda one: (-one.probability, one.id))
