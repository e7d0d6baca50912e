"""Reading stored files again, and writing what was seen: the alarm when bytes have changed.

Each file is read in parts, a few files at a time, each at least every so many days (the
programme's own setting). What was found damaged is read again within the hour.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from goodoffices.core import audit
from goodoffices.core.evidence import custody
from goodoffices.core.evidence.checking import damage_of
from goodoffices.core.models import Evidence, Programme, StoredFile

AT_A_TIME = 100
"""Files of one turn at most."""

TURN_SECONDS = 2.0
"""How long a turn goes on to take another file; a large one may take longer by itself."""

AGAIN = timedelta(hours=1)
"""After this long a damaged file is read again: somebody may have restored it."""

Found = Literal["whole", "damaged", "mended"]


@dataclass(frozen=True, slots=True)
class Reread:
    """One file that was read again, and what became of it."""

    file: StoredFile
    found: Found
    codes: tuple[str, ...]


def turn() -> int:
    """Read again some of the files that are due, in all programmes; returns how many."""
    done, ends = 0, time.monotonic() + TURN_SECONDS
    with scopes_disabled():
        programmes = list(Programme.objects.filter(shut="").order_by("pk"))
    for programme in programmes:
        with scope(programme=programme):
            read = 0
            for file in due(programme)[:AT_A_TIME]:
                if time.monotonic() > ends:
                    break
                read += reread(file) is not None
            if read:
                _record_turn(programme, read)
            done += read
    return done


def due(programme: Programme) -> QuerySet[StoredFile]:
    """Return the files of a programme that have to be read again, the longest unread first."""
    now = timezone.now()
    unread = Q(checked_at__lt=now - timedelta(days=programme.recheck_days))
    damaged = ~Q(damage="") & Q(checked_at__lt=now - AGAIN)
    files = StoredFile.objects.filter(unread | damaged, programme=programme, purged_at=None)
    return files.order_by("checked_at", "pk")


def reread(file: StoredFile) -> Reread | None:
    """Read one file again and write what was seen; None when another process was quicker.

    None as well for a file whose bytes a rule of retention removed meanwhile: nothing is missing.
    """
    kind, seen = damage_of(file)
    with transaction.atomic():
        now, before = timezone.now(), file.damage
        since = (file.damaged_at or now) if kind else None
        mine = StoredFile.objects.filter(pk=file.pk, checked_at=file.checked_at, purged_at=None)
        if not mine.update(checked_at=now, damage=kind or "", damaged_at=since):
            return None
        file.checked_at, file.damage, file.damaged_at = now, kind or "", since
        items = list(
            Evidence.objects.filter(file=file, purged_at=None).select_related("file", "programme")
        )
        _note(items, kind, seen, now)
        _record(file, items, before)
    found: Found = "damaged" if kind else "mended" if before else "whole"
    return Reread(file, found, tuple(item.code for item in items))


def _note(items: Sequence[Evidence], kind: str | None, seen: str, now: datetime) -> None:
    event = custody.Event.FAILED if kind else custody.Event.REHASHED
    data = {"damage": kind} if kind else {}
    custody.note_many(
        [custody.Note(item, event, None, data=data, sha256=seen, at=now) for item in items]
    )


def _record(file: StoredFile, items: Sequence[Evidence], before: str) -> None:
    """Record in the audit log what turned out damaged, and what is whole again."""
    if file.damage == before:
        return
    action = "core.evidence.damaged" if file.damage else "core.evidence.mended"
    data = {"sha256": file.sha256, "damage": file.damage or before}
    records: Sequence[Evidence | None] = items or [None]
    for record in records:
        audit.record(action, by=None, programme=file.programme, record=record, data=data)


def _record_turn(programme: Programme, files: int) -> None:
    with transaction.atomic():
        data = {"files": files}
        audit.record("core.evidence.rehashed", by=None, programme=programme, data=data)


def damaged(programme: Programme) -> QuerySet[StoredFile]:
    """Return the files of a programme that are known not to be as they were stored."""
    return StoredFile.objects.filter(programme=programme).exclude(damage="").order_by("pk")


def removed() -> int:
    """Count the files of all programmes whose bytes a rule of retention removed."""
    with scopes_disabled():
        return StoredFile.objects.exclude(purged_at=None).count()


def reread_all() -> Iterator[Reread]:
    """Read every stored file of every programme again, and write what was seen."""
    with scopes_disabled():
        programmes = list(Programme.objects.order_by("pk"))
    for programme in programmes:
        with scope(programme=programme):
            count = 0
            files = StoredFile.objects.filter(programme=programme, purged_at=None)
            files = files.select_related("programme")
            for file in files.order_by("pk").iterator(chunk_size=500):
                found = reread(file)
                if found is not None:
                    count += 1
                    yield found
            if count:
                _record_turn(programme, count)
