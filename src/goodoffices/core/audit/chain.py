"""Writing entries: each carries the hash of the one before it, so that no row can be doctored."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone
from django_scopes import scopes_disabled

from goodoffices.core.access import kind_of
from goodoffices.core.audit.closing import open_to
from goodoffices.core.audit.registry import ACTIONS
from goodoffices.core.models import AuditEntry, AuditHead, Programme, User

SYSTEM = "system"


def canonical(entry: AuditEntry) -> bytes:
    """Return the bytes an entry's hash is taken over: compact JSON of all it says, in order."""
    at: datetime = entry.at.astimezone(UTC)
    parts = [
        entry.chain,
        entry.seq,
        at.isoformat(timespec="microseconds"),
        entry.actor_id,
        entry.actor_label,
        entry.action,
        entry.kind,
        entry.object_id,
        entry.object_code,
        entry.tlp,
        entry.reason,
        entry.data,
        entry.previous,
    ]
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def entry_hash(entry: AuditEntry) -> str:
    """Return the SHA-256 (hex) of an entry together with the hash of the one before it."""
    return hashlib.sha256(canonical(entry)).hexdigest()


def record(
    action: str,
    *,
    by: User | None,
    programme: Programme | None,
    record: models.Model | None = None,
    reason: str = "",
    data: dict[str, Any] | None = None,
    shut: dict[str, Any] | None = None,
) -> AuditEntry:
    """Append one entry; must run inside the transaction of the act it records.

    ``by`` is None only for the program itself. ``data`` holds codes and counts, never names or
    texts of records. ``shut`` is how far the programme is closed from this act on. Fails closed:
    where no entry can be written, the act does not happen; raises `Closed` while it may not.
    """
    if action not in ACTIONS:
        raise ValueError(f"{action} is not in the registry of audit actions")
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(f"{action} is recorded outside a transaction")
    with scopes_disabled():
        head = _locked_head(programme.slug if programme else SYSTEM)
        open_to(head, action, [by])
        entry = _entry(head, action, by, programme, record, reason, data or {})
        entry.hash = entry_hash(entry)
        entry.save(force_insert=True)
        now = {} if shut is None else {"shut": shut}
        AuditHead.objects.filter(pk=head.pk).update(seq=entry.seq, hash=entry.hash, **now)
    return entry


@dataclass(frozen=True, slots=True)
class Act:
    """One of many acts that are recorded together; the fields are those of `record`."""

    action: str
    by: User | None
    record: models.Model | None = None
    data: dict[str, Any] = field(default_factory=dict)


def record_many(
    acts: Sequence[Act], *, programme: Programme, head: AuditHead | None = None
) -> None:
    """Append one entry for each of several acts of one transaction, in their order.

    ``head`` is what `lock` returned, where the chain is held already.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("acts are recorded outside a transaction")
    with scopes_disabled():
        head = head or _locked_head(programme.slug)
        for action in {act.action for act in acts}:
            open_to(head, action, [act.by for act in acts if act.action == action])
        entries = []
        for act in acts:
            if act.action not in ACTIONS:
                raise ValueError(f"{act.action} is not in the registry of audit actions")
            entry = _entry(head, act.action, act.by, programme, act.record, "", act.data)
            entry.hash = entry_hash(entry)
            head.seq, head.hash = entry.seq, entry.hash
            entries.append(entry)
        AuditEntry.objects.bulk_create(entries)
        AuditHead.objects.filter(pk=head.pk).update(seq=head.seq, hash=head.hash)


def lock(programme: Programme) -> AuditHead:
    """Hold a programme's chain until the transaction ends: for many entries in one transaction,
    taken before any other row, so that two such transactions never wait for one another."""
    with scopes_disabled():
        return _locked_head(programme.slug)


def _locked_head(chain: str) -> AuditHead:
    """Return the chain's head, locked until the transaction ends (one writer a chain)."""
    locked = AuditHead.objects.select_for_update()
    head = locked.filter(pk=chain).first()
    if head is None:
        AuditHead.objects.get_or_create(pk=chain)
        head = locked.get(pk=chain)
    return head


def _entry(
    head: AuditHead,
    action: str,
    by: User | None,
    programme: Programme | None,
    record: models.Model | None,
    reason: str,
    data: dict[str, Any],
) -> AuditEntry:
    return AuditEntry(
        chain=head.pk,
        seq=head.seq + 1,
        programme=programme,
        at=timezone.now(),
        actor=by,
        actor_label=by.name if by else "Good Offices",
        action=action,
        kind=kind_of(record) if record is not None else "",
        object_id=record.pk if record is not None else None,
        object_code=str(getattr(record, "code", "") or getattr(record, "slug", "")),
        tlp=getattr(record, "tlp", 0),
        reason=reason,
        data=data,
        previous=head.hash,
    )
