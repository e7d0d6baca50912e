"""Reading the ledger: columns of what a member may see."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from django.db import connection

from goodoffices.core.access import named_ids
from goodoffices.core.models import Membership
from goodoffices.methods.columns import Columns, joined, unpack
from goodoffices.monitor.ledger.held import held
from goodoffices.monitor.ledger.leaves import Leaf, empty, read_rows
from goodoffices.monitor.ledger.triggers import MARK
from goodoffices.monitor.models.ledger import LEAF

if TYPE_CHECKING:
    from goodoffices.methods.columns.packing import Column, Mask

# ruff: noqa: S608 - every name in the SQL is ours

INCIDENT = "monitor.incident"


def seen_by(member: Membership | None, names: Iterable[str]) -> Columns:
    """Return columns of the incidents that a member may see, and of no others.

    What is hidden is cut out here, before anything can be counted, by the rule of
    `core.access.visibility`. ``id`` and ``tlp`` are always among the columns.
    """
    wanted = sorted({"id", "tlp", *names})
    if member is None or not member.active:
        return Columns({name: empty(name) for name in wanted})
    columns = _whole(member.programme_id, wanted)
    return columns.where(_visible(columns, member))


def of_all(programme: int, names: Iterable[str]) -> Columns:
    """Return columns of all incidents of a programme, whoever may see them.

    For work in the background that shows nothing to anybody; a page asks `seen_by`.
    """
    return _whole(programme, sorted({"id", *names}))


def _visible(columns: Columns, member: Membership) -> Mask:
    cleared: Mask = columns["tlp"] <= member.clearance
    named = named_ids(member, INCIDENT)
    return cleared | np.isin(columns["id"], named) if named else cleared


def _whole(programme: int, names: Sequence[str]) -> Columns:
    """Return columns of all incidents of a programme as they stood when this was asked, or later.

    The marks are read first: a leaf that changes thereafter is as it was at that moment, and one
    that is written anew is newer.
    """
    marked = _marked(programme)
    written, lacking = held(programme, names)
    fresh = {number: read_rows(programme, number, names) for number in sorted(marked | lacking)}
    if not fresh:
        return written
    return Columns({name: _patched(name, written, fresh) for name in names})


def _marked(programme: int) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT number FROM {MARK} WHERE programme_id = %s", [programme])
        return {number for (number,) in cursor.fetchall()}


def _patched(name: str, written: Columns, fresh: dict[int, Leaf]) -> Column:
    """Return one column with some leaves read from the rows in the place of those written."""
    column, ids = written[name], written["id"]
    pieces: list[Column] = []
    behind = 0
    for number, leaf in fresh.items():
        first, end = np.searchsorted(ids, [number * LEAF, (number + 1) * LEAF])
        pieces += [column[behind:first], unpack([leaf[name]]) if leaf else column[:0]]
        behind = end
    return joined([*pieces, column[behind:]])
