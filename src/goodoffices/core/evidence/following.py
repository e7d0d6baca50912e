"""Following every custody log from its first event to its last, and against the audit log."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django_scopes import scopes_disabled

from goodoffices.core.evidence import custody
from goodoffices.core.models import AuditEntry, CustodyEvent, Evidence
from goodoffices.formats.bundle.verify import FAILED, PURGED, Broken, check_chain

AT_A_TIME = 500
"""Items whose logs are in memory at a time."""


@dataclass(frozen=True, slots=True)
class Fault:
    """An item whose custody log is not what was written, in words that name the event."""

    programme: str
    code: str
    message: str


def follow(ids: Sequence[int] | None = None) -> Iterator[Fault]:
    """Check the custody logs of all items, or of some; yields what is wrong, item by item."""
    with scopes_disabled():
        rows = Evidence.objects.select_related("file", "programme").order_by("pk")
        if ids is not None:
            rows = rows.filter(pk__in=ids)
        batch: list[Evidence] = []
        for item in rows.iterator(chunk_size=AT_A_TIME):
            batch.append(item)
            if len(batch) == AT_A_TIME:
                yield from _faults(batch)
                batch = []
        yield from _faults(batch)


def _faults(items: Sequence[Evidence]) -> Iterator[Fault]:
    events: dict[int, list[CustodyEvent]] = {item.pk: [] for item in items}
    for event in CustodyEvent.objects.filter(evidence__in=items).order_by("evidence", "seq"):
        events[event.evidence_id].append(event)
    anchors = _anchors(items)
    for item in items:
        wrong = fault(item, events[item.pk]) or _cut(events[item.pk], anchors.get(item.pk, set()))
        if wrong:
            yield Fault(item.programme.slug, item.code, wrong)


def fault(item: Evidence, events: Sequence[CustodyEvent]) -> str:
    """Say what is wrong with an item's log; empty when it is whole."""
    said = [custody.written(event, names=True) for event in events]
    try:
        check_chain(item.code, item.file.sha256, said)
    except Broken as why:
        # Changed bytes that the log tells of truly are a fault of the file, not of the log; so are
        # bytes that a rule of retention removed after they had been found changed.
        told = {event["event"] for event in said[-1:]} & {FAILED, PURGED}
        return "" if told and "ends with" in str(why) else str(why)
    return ""


def _anchors(items: Sequence[Evidence]) -> dict[int, set[str]]:
    """Return the hashes of custody events that the audit log tells of, by item."""
    found: dict[int, set[str]] = {}
    kept = AuditEntry.objects.filter(kind="core.evidence", object_id__in=[i.pk for i in items])
    rows = kept.filter(Q(action__startswith="core.evidence.")).values_list("object_id", "data")
    for pk, data in rows.iterator(chunk_size=2000):
        anchor: Any = data.get("custody")
        if isinstance(anchor, str) and pk is not None:
            found.setdefault(pk, set()).add(anchor)
    return found


def _cut(events: Sequence[CustodyEvent], anchors: set[str]) -> str:
    if anchors <= {event.hash for event in events}:
        return ""
    return "The audit log tells of an event that this custody log does not hold: its end was cut."
