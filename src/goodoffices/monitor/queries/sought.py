"""A selection with its text as the one query that reads least, for what leaves as a file.

A text search can be answered from two ends: from the matches of the text, or from the incidents
that everything else leaves, tested against the text. Which end is shorter is decided here. Pages
count columns of the ledger instead (`chosen`).
"""

from __future__ import annotations

from django.db.models import QuerySet

from goodoffices.core import search
from goodoffices.core.models import Membership
from goodoffices.core.search import asking
from goodoffices.monitor.models import Incident
from goodoffices.monitor.queries.filters import IncidentFilter
from goodoffices.monitor.queries.selection import Selection

COMMON = asking.COMMON
"""From so many matches on, a text is common: fewer incidents are read from the other end."""

BATCH = 500
MOST_TESTED = 4_000
"""So many incidents are quicker tested one by one (15 microseconds each) than a common text
looked up (150 ms at a million)."""


def narrowed(selection: Selection) -> QuerySet[Incident]:
    """Return the selection as the one query that reads least, whatever the text matches."""
    few = _few(selection) if _is_common(selection.asked, selection.member) else None
    if few is None:
        return selection.rows
    return Incident.objects.visible_to(selection.member).filter(pk__in=few)


def _is_common(asked: IncidentFilter, member: Membership) -> bool:
    if not asked.text:
        return False
    return search.estimate("incident", asked.text, member) >= COMMON


def _few(selection: Selection) -> list[int] | None:
    """Return the ids of a selection whose text is common where everything else leaves few."""
    ids = list(selection.without_text.values_list("pk", flat=True)[: MOST_TESTED + 1])
    return _matching(selection, ids) if len(ids) <= MOST_TESTED else None


def _matching(selection: Selection, ids: list[int]) -> list[int]:
    """Return those of the ids that match the text, in the order given."""
    found: list[int] = []
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        hits = search.among("incident", selection.asked.text, batch)
        found += [one for one in batch if one in hits]
    return found
