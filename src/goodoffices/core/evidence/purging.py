"""Removing bytes for good: the records say so first, then the disk follows.

Two steps, so that a stop in between leaves neither bytes without a record nor a record that claims
bytes which are gone: a transaction marks the items and, where no record may keep the bytes any
more, the stored file (`purge_items`, `release`); after it, `sweep` removes bytes from the disk and
notes when. Whatever stops it, the next sweep goes on: a worker sweeps every minute.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_scopes import scopes_disabled

from goodoffices.core import audit, search
from goodoffices.core.evidence import custody
from goodoffices.core.evidence.files import path
from goodoffices.core.models import (
    Bundle,
    Evidence,
    FileFacts,
    FileMetadata,
    ImageHash,
    StoredFile,
    User,
)

AT_A_TIME = 500
JUST_CAME = 60
"""Seconds: bytes that came in so lately may belong to somebody whose record is not written yet."""

LEARNT = (FileFacts, FileMetadata, ImageHash)
"""What is only known of a file's bytes, and goes with them."""

PROOFS = frozenset({"stamps", "calendar_proofs"})
"""What speaks of a hash, and needs no bytes."""


def with_copies(items: Collection[int]) -> list[Evidence]:
    """Return items that still hold bytes, with every copy made from them, of copies too."""
    found: dict[int, Evidence] = {}
    wanted = Q(pk__in=items)
    while rows := list(Evidence.objects.filter(wanted).select_related("file", "programme")):
        new = [row for row in rows if row.pk not in found]
        found |= {row.pk: row for row in new}
        wanted = Q(original__in=[row.pk for row in new])
    return [found[pk] for pk in sorted(found) if found[pk].purged_at is None]


def purge_items(items: Collection[int], *, rule: str, by: User | None) -> None:
    """Take the bytes of items and of all copies of them away; must run inside a transaction.

    What stays: who gave them, their names and hashes, their custody logs with this as an event.
    """
    every, now = with_copies(items), timezone.now()
    if not every:
        return
    notes = [custody.Note(one, custody.Event.PURGED, by, data={"rule": rule}) for one in every]
    events = custody.note_many(notes)
    ids = [one.pk for one in every]
    Evidence.objects.filter(pk__in=ids).update(purged_at=now, purged_rule=rule)
    search.remove("evidence", ids)
    acts = [
        audit.Act(
            "core.evidence.purged",
            by,
            record=one,
            data={"sha256": one.file.sha256, "rule": rule, "custody": event.hash},
        )
        for one, event in zip(every, events, strict=True)
    ]
    audit.record_many(acts, programme=every[0].programme)
    bundles = Bundle.objects.filter(items__in=ids).exclude(file=None)
    files = {one.file_id for one in every} | set(bundles.values_list("file", flat=True))
    release(files, rule=rule)


def release(files: Collection[Any], *, rule: str) -> None:
    """Mark stored files that no record may keep any more; must run inside a transaction."""
    rows = StoredFile.objects.filter(pk__in=files, purged_at=None).select_for_update()
    going = [file.pk for file in rows.order_by("pk") if not is_kept(file)]
    for model in LEARNT:
        model.objects.filter(file__in=going).delete()
    StoredFile.objects.filter(pk__in=going).update(
        purged_at=timezone.now(), purged_rule=rule, damage="", damaged_at=None
    )


Living = Callable[[Any], Any]
_LIVING: dict[str, Living] = {
    "core.evidence": lambda rows: rows.filter(purged_at=None),
    "core.bundle": lambda rows: rows.exclude(items__in=Evidence.objects.exclude(purged_at=None)),
}


def keeps_while(model: str, living: Living) -> None:
    """Say which rows of a model keep the bytes they refer to: rooms above register theirs."""
    _LIVING[model] = living


def is_kept(file: StoredFile) -> bool:
    """Say whether a record may keep the bytes: any that refers to them and has not been purged."""
    return any(rows.exists() for rows in _uses(file, living=True))


def _uses(file: StoredFile, *, living: bool) -> Iterator[Any]:
    """Yield what of each model refers to a stored file, also where no name leads back."""
    for field in file._meta.get_fields(include_hidden=True):
        if not field.auto_created or field.concrete:
            continue
        link: Any = field
        model = link.related_model
        if model in LEARNT or (living and field.name in PROOFS):
            continue
        rows = model._base_manager.filter(**{link.field.name: file})
        yield _LIVING.get(model._meta.label_lower, _all)(rows) if living else rows


def _all(rows: Any) -> Any:
    return rows


def take_back(file: StoredFile) -> None:
    """Keep a stored file again whose bytes came in anew after a rule had removed them."""
    now = timezone.now()
    StoredFile.objects.filter(pk=file.pk).update(
        purged_at=None, purged_rule="", removed_at=None, looked_at=None, checked_at=now
    )
    file.refresh_from_db()


def sweep() -> int:
    """Remove from the disk what no record may keep any more; returns how many files went.

    Nothing goes while a backup is being written: it holds every file its database speaks of.
    """
    done = 0
    with scopes_disabled():
        going = StoredFile.objects.filter(purged_at__isnull=False, removed_at=None)
        for pk in list(going.order_by("pk").values_list("pk", flat=True)[:AT_A_TIME]):
            with _at_the_store(fcntl.LOCK_EX | fcntl.LOCK_NB) as free:
                if not free:
                    return done
                done += _remove(pk)
    return done


def sweep_all() -> int:
    """Sweep until nothing more goes."""
    done = 0
    while went := sweep():
        done += went
    return done


def _remove(pk: int) -> bool:
    """Remove one file's bytes, and its row where nothing refers to it; the row last."""
    with transaction.atomic():
        rows = StoredFile.objects.select_for_update().filter(pk=pk, removed_at=None)
        file = rows.exclude(purged_at=None).first()
        if file is None or _just_came(file):
            return False
        if is_kept(file):  # a record was written while this was marked
            StoredFile.objects.filter(pk=pk).update(purged_at=None, purged_rule="")
            return False
        _unlink(file)
        if any(left.exists() for left in _uses(file, living=False)):
            StoredFile.objects.filter(pk=pk).update(removed_at=timezone.now())
        else:
            file.delete()
    return True


def _just_came(file: StoredFile) -> bool:
    try:
        return time.time() - path(file).stat().st_mtime <= JUST_CAME
    except FileNotFoundError:
        return False


def _unlink(file: StoredFile) -> None:
    place = path(file)
    try:
        place.unlink()
    except FileNotFoundError:
        return
    handle = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def bytes_stay() -> Iterator[None]:
    """Have nothing removed from the disk meanwhile, by any process of this machine."""
    with _at_the_store(fcntl.LOCK_SH):
        yield


@contextmanager
def _at_the_store(how: int) -> Iterator[bool]:
    """Hold the store's lock, which dies with its process; yields False where it is not free."""
    os.makedirs(settings.DATA, exist_ok=True)
    place = os.path.join(settings.DATA, "removing.lock")
    file = os.open(place, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(file, how)
        except BlockingIOError:
            yield False
            return
        yield True
    finally:
        os.close(file)
