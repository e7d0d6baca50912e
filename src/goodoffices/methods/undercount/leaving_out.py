"""How far an estimate hangs on one model or one list: the same average without it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .estimating import Estimate, estimate
from .histories import CaptureTable
from .totals import Part, Total, mixture

WORTH_TELLING = 0.01
"""A model of less weight changes nothing when it is left out."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What the average says without one model or one list.

    ``seen`` are the people on the lists that remain; ``total`` is None where nothing can be
    estimated from what remains.
    """

    name: str
    seen: int
    total: Total | None


def without_models(told: Estimate) -> list[LeftOut]:
    """Return the average without each of the weightiest models in turn, heaviest first."""
    found = []
    for model in told.models:
        if model.bic_weight < WORTH_TELLING:
            break
        rest = _less(told.mixture, Part(model.bic_weight, model.fit.unseen, model.fit.log_error))
        found.append(LeftOut(model.name, told.table.seen, _mixed(told.table.seen, rest)))
    return found


def _less(parts: tuple[Part, ...], part: Part) -> list[Part]:
    rest = list(parts)
    rest.remove(part)
    return rest


def _mixed(seen: int, parts: list[Part]) -> Total | None:
    if sum(part.weight for part in parts) <= 0:
        return None
    return mixture(seen, parts)


def without_lists(table: CaptureTable) -> Iterator[LeftOut]:
    """Yield the average without each list in turn; nothing where only two lists are there.

    The people who are on no other list are then not seen at all, and are estimated with the rest.
    """
    if len(table.lists) < 3:
        return
    for place, name in enumerate(table.lists):
        kept = _dropped(table, place)
        total = None if kept is None else estimate(kept, shown=0).average
        yield LeftOut(name, 0 if kept is None else kept.seen, total)


def _dropped(table: CaptureTable, place: int) -> CaptureTable | None:
    names = table.lists[:place] + table.lists[place + 1 :]
    below = (1 << place) - 1
    cells = [0] * (1 << len(names))
    for cell, count in enumerate(table.counts):
        cells[cell & below | cell >> 1 & ~below] += count
    made = CaptureTable(names, (0, *cells[1:]))
    return made if all(made.on(one) for one in range(len(names))) else None
