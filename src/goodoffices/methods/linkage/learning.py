"""A programme's own ways, learnt from what its reviewers decided, on top of the shipped model.

What is learnt is a correction: a few log-odds added to the model's. It starts at nothing and is
held back by a prior, so that a handful of decisions moves it a little and three hundred a lot.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from .comparing import ALIKE, KIN, Compared, figures
from .model import Model
from .records import Record
from .scoring import chances, logit, sigmoid
from .table import Table, of_records

if TYPE_CHECKING:
    from .table import Floats, Whole

WAYS = (
    "start",
    "days",
    "distance",
    "killed_same",
    "killed_differ",
    "kind_same",
    "kind_differ",
    "parties_alike",
    "parties_unlike",
    "one_source",
)
"""What a correction may hang on; `facts` measures them."""

HELD = 1.5
"""How firmly each log-odds is held at nothing: as much as so many undecided decisions."""

STEPS = 25
UNLIKE = 60


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided about two records; ``probability``: what the model had said, if known.

    Not sure is no decision.
    """

    report: Record
    other: Record
    same: bool
    probability: float | None = None


def facts(table: Table, i: Whole, j: Whole) -> Floats:
    """Return what a correction may hang on, one row each of `WAYS`; not known is 0."""
    import numpy as np

    pairs = Compared(table, i, j)
    apart = figures(table.killed, pairs.i, pairs.j)["killed_diff"]
    most, _both = pairs.alike
    rows = (
        np.ones(len(pairs)),
        np.nan_to_num(np.minimum(pairs.gap, 9) / 3),
        np.nan_to_num(np.log1p(pairs.km) / 2),
        apart == 0,
        apart > 0,
        pairs.kin >= KIN["group"],
        pairs.kin == KIN["differ"],
        most >= ALIKE,
        (most >= 0) & (most < UNLIKE),
        table.source[pairs.i] == table.source[pairs.j],
    )
    return np.stack([np.asarray(row, np.float64) for row in rows])


def learn(
    decisions: Sequence[Decision | tuple[Record, Record, bool]], prior: Model | None = None
) -> Model:
    """Return the prior model with the correction these decisions teach; none: the prior itself.

    Give all decisions at once, not only new ones: what was learnt before is learnt anew.
    """
    import numpy as np

    model = replace(prior or Model.shipped(), ways={}, decisions=0)
    told = [one if isinstance(one, Decision) else Decision(*one) for one in decisions]
    if not told:
        return model
    table, i, j = _laid_out(told)
    said = np.array([np.nan if one.probability is None else one.probability for one in told])
    offset = logit(np.where(np.isnan(said), chances(table, i, j, model), said))
    same = np.array([one.same for one in told], np.float64)
    weights = _fitted(facts(table, i, j), offset, same)
    ways = {name: round(float(value), 4) for name, value in zip(WAYS, weights, strict=True)}
    return replace(model, ways=ways, decisions=len(told))


def _laid_out(decisions: list[Decision]) -> tuple[Table, Whole, Whole]:
    """Put the records of all decisions into one table, each once; return it with the pairs."""
    import numpy as np

    place: dict[str, int] = {}
    records: list[Record] = []
    for one in decisions:
        for record in (one.report, one.other):
            if place.setdefault(record.id, len(records)) == len(records):
                records.append(record)
    i = np.array([place[one.report.id] for one in decisions], np.int32)
    j = np.array([place[one.other.id] for one in decisions], np.int32)
    return of_records(records), i, j


def _fitted(rows: Floats, offset: Floats, same: Floats) -> Floats:
    """Return the log-odds that fit best, by Newton's steps on the held-back likelihood."""
    import numpy as np

    weights = np.zeros(len(rows))
    for _ in range(STEPS):
        chance = sigmoid(offset + weights @ rows)
        slope = rows @ (same - chance) - HELD * weights
        curve = (rows * (chance * (1 - chance))) @ rows.T + HELD * np.eye(len(rows))
        step = np.linalg.solve(curve, slope)
        weights = weights + step * min(1.0, 2.0 / max(1e-9, float(np.abs(step).max())))
        if np.abs(step).max() < 1e-6:
            break
    return weights
