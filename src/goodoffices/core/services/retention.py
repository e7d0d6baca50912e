"""Records whose time is over: what would go, what may not and why, and the purge itself."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import InvalidInput, NotFound
from goodoffices.core import audit, evidence
from goodoffices.core.jobs import enqueue
from goodoffices.core.models import Handling, Hold, Job, Membership, Programme, StoredFile, User
from goodoffices.core.retention.registry import Kind, Purge, kinds
from goodoffices.core.services.permits import permitted

PURGE = "core.purge"
SLICE = 200
"""Records of one transaction: a purge that is stopped goes on from there."""

SHOWN = 50
DERIVED = frozenset({"facts", "metadata", "looks"})
"""What is only known of a file's bytes, and goes with them."""

Told = Callable[[int], object]


@dataclass(slots=True)
class Planned:
    """What would become of one kind: how many go, and which may not, with the reasons."""

    kind: Kind
    way: str
    goes: int = 0
    kept: int = 0
    shown: list[tuple[str, list[str]]] = field(default_factory=list)


def plan(programme: Programme, member: Membership | None = None) -> list[Planned]:
    """Say what a purge would do now, of all that the member may see (None: of all)."""
    return [_planned(held, kind, how, member) for held, kind, how in _purged(programme)]


def purge_soon(*, programme: Programme, by: User) -> Job:
    """Have a worker purge what may go."""
    with transaction.atomic():
        permitted(by, programme, "core.protection")
        return enqueue(PURGE, programme=programme, by=by)


def purge(programme: Programme, *, by: User | None, told: Told = lambda done: None) -> int:
    """Purge what may go, a slice in each transaction; returns how many records went.

    Can be stopped and begun again at any time.
    """
    done = 0
    permitted(by, programme, "core.protection")
    for held, kind, how in _purged(programme):
        after = 0
        while rows := list(how.due(programme, _before(held)).filter(pk__gt=after)[:SLICE]):
            after = rows[-1].pk
            done += _slice(programme, kind, how, rows, by)
            told(done)
    return done


def hold(*, programme: Programme, kind: str, code: str, reason: str, by: User) -> Hold:
    """Put a legal hold on a record by its code, so that no purge touches it."""
    member = permitted(by, programme, "core.protection")
    said = reason.strip()[:2000]
    if not said:
        raise InvalidInput(_("Say why it must be kept."))
    record = _record(programme, kind, code, member)
    with transaction.atomic():
        held, _made = Hold.objects.get_or_create(
            programme=programme,
            kind=kind,
            object_id=record.pk,
            ended_at=None,
            defaults={"object_code": record.code, "reason": said, "by": by},
        )
        audit.record("core.hold.placed", by=by, programme=programme, record=record, reason=said)
    return held


def end_hold(*, programme: Programme, kind: str, code: str, reason: str, by: User) -> None:
    """End a legal hold."""
    member = permitted(by, programme, "core.protection")
    record = _record(programme, kind, code, member)
    with transaction.atomic():
        standing = Hold.objects.filter(
            programme=programme, kind=kind, object_id=record.pk, ended_at=None
        )
        if not standing.update(ended_at=timezone.now()):
            raise NotFound(_("There is no legal hold on it."))
        audit.record(
            "core.hold.ended", by=by, programme=programme, record=record, reason=reason.strip()
        )


def _record(programme: Programme, kind: str, code: str, member: Membership | None) -> Any:
    known = kinds().get(kind)
    if known is None or known.purge is None:
        raise NotFound(_("There is nothing at this address."))
    rows = known.purge.due(programme, timezone.now())
    if member is not None:
        rows = known.purge.seen(rows, member)
    found = rows.filter(code=code[:16]).first()
    if found is None:
        raise NotFound(_("There is nothing at this address."))
    return found


def _purged(programme: Programme) -> list[tuple[Handling, Kind, Purge]]:
    """Return the kinds that the programme purges."""
    rows = Handling.objects.filter(programme=programme, purges=True).order_by("kind")
    known = kinds()
    found = [(one, known[one.kind]) for one in rows if one.kind in known]
    return [(held, kind, kind.purge) for held, kind in found if kind.purge is not None]


def _before(held: Handling) -> datetime:
    return timezone.now() - timedelta(days=held.keep_days or 0)


def _planned(held: Handling, kind: Kind, how: Purge, member: Membership | None) -> Planned:
    planned, after = Planned(kind, how.way), 0
    due = how.due(held.programme, _before(held))
    due = due if member is None else how.seen(due, member)
    while rows := list(due.filter(pk__gt=after)[:SLICE]):
        after = rows[-1].pk
        reasons = _reasons(kind, how, rows)
        planned.kept += len(reasons)
        planned.goes += len(rows) - len(reasons)
        codes = {row.pk: str(row.code) for row in rows}
        some = list(reasons.items())[: SHOWN - len(planned.shown)]
        planned.shown += [(codes[pk], said) for pk, said in some]
    return planned


def _reasons(kind: Kind, how: Purge, rows: Sequence[Any]) -> dict[int, list[str]]:
    """Return why records may not go: legal holds first, then the room's own reasons."""
    ids = [row.pk for row in rows]
    held = Hold.objects.filter(kind=kind.name, object_id__in=ids, ended_at=None)
    found = {
        pk: [_("A legal hold: %(reason)s") % {"reason": reason}]
        for pk, reason in held.values_list("object_id", "reason")
    }
    for pk, said in how.why_not(rows).items():
        found.setdefault(pk, []).extend(said)
    return found


def _slice(
    programme: Programme, kind: Kind, how: Purge, rows: Sequence[Any], by: User | None
) -> int:
    """Purge what may go of a few records, with an entry each and nothing of their content."""
    with transaction.atomic():
        head = audit.lock(programme)
        kept = _reasons(kind, how, rows)
        going = [row for row in rows if row.pk not in kept]
        if not going:
            return 0
        acts = [
            audit.Act("core.record.purged", by, record=row, data={"way": how.way}) for row in going
        ]
        audit.record_many(acts, programme=programme, head=head)
        paths = _without_use(how.go(going))
        transaction.on_commit(lambda: _remove(paths))
    return len(going)


def _without_use(files: set[int]) -> list[Path]:
    """Forget the stored files that nothing needs any more; return where their bytes lie."""
    paths = []
    for file in StoredFile.objects.filter(pk__in=files):
        if any(rows.exists() for rows in _uses(file)):
            continue
        paths.append(evidence.path(file))
        file.delete()
    return paths


def _uses(file: StoredFile) -> Iterator[Any]:
    """Yield what of each model refers to a stored file, also where no name leads back."""
    for field_ in file._meta.get_fields(include_hidden=True):
        if field_.auto_created and not field_.concrete and field_.name not in DERIVED:
            link: Any = field_
            yield link.related_model._base_manager.filter(**{link.field.name: file})


def _remove(paths: Sequence[Path]) -> None:
    """Remove bytes, unless the same came in again this minute: then they are somebody else's."""
    for path in paths:
        try:
            if time.time() - path.stat().st_mtime > 60:
                path.unlink()
        except FileNotFoundError:
            continue


__all__ = ["Planned", "end_hold", "hold", "plan", "purge", "purge_soon"]
