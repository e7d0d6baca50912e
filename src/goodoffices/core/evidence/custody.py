"""Writing the custody log: each event carries the hash of the item's event before it."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django_scopes import scopes_disabled

from goodoffices.core.models import CustodyEvent, Evidence, User
from goodoffices.formats.bundle.verify import event_hash, seal_of

Event = CustodyEvent.Event

PROGRAM = "Good Offices"
"""Who acted where nobody did: the program itself."""


@dataclass(frozen=True, slots=True)
class Note:
    """One event to be written; ``sha256`` None stands for the hash the item was stored under."""

    item: Evidence
    event: str
    by: User | None
    reason: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    sha256: str | None = None
    at: datetime | None = None


def note(
    item: Evidence,
    event: str,
    *,
    by: User | None,
    reason: str = "",
    data: dict[str, Any] | None = None,
) -> CustodyEvent:
    """Append one event to an item's log; must run inside the transaction of the act.

    ``data`` holds codes, hashes and counts, never names or texts of records.
    """
    return note_many([Note(item, event, by, reason, data or {})])[0]


def note_many(notes: Sequence[Note]) -> list[CustodyEvent]:
    """Append events of any items in their order; fails closed like the audit log."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("custody is noted outside a transaction")
    with scopes_disabled():
        last = _locked_ends([one.item.pk for one in notes])
        events = []
        for one in notes:
            seq, previous = last[one.item.pk]
            made = _event(one, seq + 1, previous)
            last[one.item.pk] = made.seq, made.hash
            events.append(made)
        return CustodyEvent.objects.bulk_create(events, batch_size=500)


def _locked_ends(ids: Sequence[int]) -> dict[int, tuple[int, str]]:
    """Return number and hash of the last event of items, the items locked until the commit."""
    newest = CustodyEvent.objects.filter(evidence=OuterRef("pk")).order_by("-seq")
    ends: dict[int, tuple[int, str]] = {}
    wanted = sorted(set(ids))
    for start in range(0, len(wanted), 500):
        rows = Evidence.objects.filter(pk__in=wanted[start : start + 500]).order_by("pk")
        ends |= {
            pk: (seq or 0, digest or "")
            for pk, seq, digest in rows.select_for_update(of=("self",)).values_list(
                "pk", Subquery(newest.values("seq")[:1]), Subquery(newest.values("hash")[:1])
            )
        }
    return ends


def _event(one: Note, seq: int, previous: str) -> CustodyEvent:
    made = CustodyEvent(
        programme_id=one.item.programme_id,
        evidence=one.item,
        seq=seq,
        event=one.event,
        at=one.at or timezone.now(),
        actor=one.by,
        actor_label=one.by.name if one.by else PROGRAM,
        reason=one.reason,
        salt=secrets.token_hex(16),
        sha256=one.item.file.sha256 if one.sha256 is None else one.sha256,
        data=one.data,
        previous=previous,
    )
    made.seal = seal_of(made.salt, made.actor_label, made.reason)
    made.hash = event_hash(one.item.code, written(made, names=False))
    return made


def written(event: CustodyEvent, *, names: bool) -> dict[str, Any]:
    """Return an event as it stands in a bundle; with ``names``, who acted and why as well."""
    parts: dict[str, Any] = {
        "seq": event.seq,
        "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "event": str(event.event),
        "actor_id": event.actor_id,
        "sha256": event.sha256,
        "data": event.data,
        "seal": event.seal,
        "previous": event.previous,
        "hash": event.hash,
    }
    if names:
        parts |= {"salt": event.salt, "actor": event.actor_label, "reason": event.reason}
    return parts
