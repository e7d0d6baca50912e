"""Which known reports or incidents one report may belong to, best first, each with its reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from .comparing import Compared
from .copies import beside
from .hand import by_hand
from .meeting import LEAST
from .model import Band, Model
from .passing import first_of_each
from .reasons import Reason, reasons
from .records import Record
from .scoring import chances, first_weight
from .table import of_records

if TYPE_CHECKING:
    from .table import Floats, Table

NEAR_AS_GOOD = 0.5
"""A rival is a candidate with at least this share of another's probability."""

MOST = 24
"""So many best candidates by hand are weighed against each other."""


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

    The report itself may be among the others; it is left out. Give all that are near in place
    and time or share a file, a picture or a link: they are each other's rivals.
    """
    model = model or Model.shipped()
    known = [other for other in others if other.id != report.id]
    if not known:
        return []
    first, copies = _passed_on(known)
    near = _nearest(report, first)
    chance = _beside_rivals(report, near, model)
    found = []
    for value, other in sorted(
        zip(chance, near, strict=True), key=lambda one: (-one[0], one[1].id)
    ):
        band = model.band(value)
        if band is not None:
            rivals = sum(one >= value * NEAR_AS_GOOD for one in chance) - 1
            found += [
                Suggestion(one.id, value, band, reasons(report, one, rivals))
                for one in copies[other.id]
            ]
    return found


def _passed_on(known: Sequence[Record]) -> tuple[list[Record], dict[str, list[Record]]]:
    """Return of each message the first copy, and all copies by the id of the first.

    Copies of one message are no rivals: were each weighed against the others, a thousand would
    leave none of them any likelihood. What holds of one holds of all.
    """
    ordered = sorted(known, key=lambda one: one.id)
    copies: dict[str, list[Record]] = {}
    for record, at in zip(ordered, first_of_each(ordered), strict=True):
        copies.setdefault(ordered[at].id, []).append(record)
    return [record for record in ordered if record.id in copies], copies


def _nearest(report: Record, others: list[Record]) -> list[Record]:
    """Return the candidates that weigh most by hand; an order that does not hang on theirs."""
    import numpy as np

    table = of_records([report, *others])
    weight = _weight(table, len(others))
    order = np.lexsort((np.array([other.id for other in others]), -weight))
    return [others[at] for at in order[:MOST].tolist() if weight[at] > LEAST]


def _weight(table: Table, others: int) -> Floats:
    import numpy as np

    i, j = np.zeros(others, np.int32), np.arange(1, others + 1, dtype=np.int32)
    return first_weight(Compared(table, i, j)) + beside(table, i, j)


def _beside_rivals(report: Record, near: list[Record], model: Model) -> list[float]:
    """Return the chance of each candidate when all are weighed against each other."""
    import numpy as np

    if not near:
        return []
    table = of_records([report, *near])
    pairs = np.array(list(combinations(range(len(table)), 2)), np.int32)
    i, j = pairs[:, 0], pairs[:, 1]
    # Two candidates far from each other are no pair that would be looked at among all.
    kept = (i == 0) | (by_hand(Compared(table, i, j)) > LEAST)
    found = chances(table, i[kept], j[kept], model)
    return [float(value) for value in found[: len(near)]]
