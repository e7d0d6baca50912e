"""The audit chain of an invented past: what the cast did in two years, each at its own time.

`goodoffices.core.audit.record` writes that something happens now. The demonstration's past is
written here in one go, in order of time, into the same chain with the same hashes, so that
``goodoffices audit verify`` walks it like any other and the history of a record is there to read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models

from goodoffices.core import bulk
from goodoffices.core.access import kind_of
from goodoffices.core.audit import ACTIONS, entry_hash
from goodoffices.core.models import AuditEntry, AuditHead, Programme, User
from goodoffices.monitor.services.intake.arrivals import stored_moment

COLUMNS = (
    *("chain", "seq", "programme_id", "at", "actor_id", "actor_label", "action", "kind"),
    *("object_id", "object_code", "tlp", "reason", "data", "previous", "hash"),
)


@dataclass(frozen=True, slots=True)
class Note:
    """One thing that somebody did, before it has its place in the chain."""

    action: str
    at: datetime
    by: User | None
    record: models.Model | None
    reason: str
    data: dict[str, Any]


class Ledger:
    """Gathers notes of one programme and writes them as the beginning of its chain."""

    def __init__(self, programme: Programme) -> None:
        self._programme = programme
        self._notes: list[Note] = []

    def note(
        self,
        action: str,
        *,
        at: datetime,
        by: User | None,
        record: models.Model | None = None,
        reason: str = "",
        data: dict[str, Any] | None = None,
    ) -> None:
        """Keep in mind that somebody did something; ``data`` holds codes and counts only."""
        if action not in ACTIONS:
            raise ValueError(f"{action} is not in the registry of audit actions")
        self._notes.append(Note(action, at, by, record, reason, data or {}))

    def write(self) -> int:
        """Write all notes in order of time; the chain must not have begun. Returns how many."""
        chain, previous = self._programme.slug, ""
        rows = []
        for seq, note in enumerate(sorted(self._notes, key=lambda n: n.at), 1):
            entry = self._entry(chain, seq, note, previous)
            previous = entry.hash = entry_hash(entry)
            rows.append([getattr(entry, name) for name in COLUMNS])
            rows[-1][COLUMNS.index("at")] = stored_moment(entry.at)
        bulk.insert(AuditEntry, COLUMNS, rows)
        AuditHead.objects.create(chain=chain, seq=len(rows), hash=previous)
        return len(rows)

    def _entry(self, chain: str, seq: int, note: Note, previous: str) -> AuditEntry:
        record = note.record
        return AuditEntry(
            chain=chain,
            seq=seq,
            programme=self._programme,
            at=note.at,
            actor=note.by,
            actor_label=note.by.name if note.by else "Good Offices",
            action=note.action,
            kind=kind_of(record) if record is not None else "",
            object_id=record.pk if record is not None else None,
            object_code=str(getattr(record, "code", "") or getattr(record, "slug", "")),
            tlp=getattr(record, "tlp", 0),
            reason=note.reason,
            data=note.data,
            previous=previous,
        )
