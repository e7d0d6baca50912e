"""Keeping a file: the bytes first, then the rows that speak of them."""

from __future__ import annotations

import unicodedata
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from goodoffices.core import audit
from goodoffices.core.evidence import custody, purging
from goodoffices.core.evidence.files import Readable, Received, keep, receiving
from goodoffices.core.evidence.kinds import media_type
from goodoffices.core.models import Evidence, Programme, StoredFile, User


def store_file(stream: Readable, *, programme: Programme, limit: int | None = None) -> StoredFile:
    """Keep the bytes of a stream; the same bytes are kept once per programme.

    ``limit`` in bytes, else EVIDENCE_LIMIT_MB. Raises InvalidInput (``file-too-large``) and
    DiskFull; then nothing is kept. The row is written only after the bytes are on the disk.
    """
    most = settings.EVIDENCE_LIMIT_BYTES if limit is None else limit
    with receiving(stream, programme_id=programme.pk, limit=most) as received:
        keep(received, programme.pk)
        return file_row(received, programme=programme)


def file_row(received: Received, *, programme: Programme) -> StoredFile:
    """Return the row of a file whose bytes were kept for good (`keep`)."""
    file, _made = StoredFile.objects.get_or_create(
        programme=programme,
        sha256=received.sha256,
        defaults={"size": received.size, "media_type": media_type(received.head)},
    )
    if file.purged_at is not None:
        purging.take_back(file)
    return file


def store(
    stream: Readable,
    *,
    programme: Programme,
    name: str,
    by: User | None,
    tlp: int,
    limit: int | None = None,
    caption: str = "",
) -> Evidence:
    """Keep a file that somebody handed in, with the name it had then and who gave it.

    The caller has asked whether ``by`` may; see `store_file` for what is raised.
    """
    file = store_file(stream, programme=programme, limit=limit)
    return enter(file, name=name, by=by, tlp=tlp, caption=caption)


def enter(
    file: StoredFile,
    *,
    name: str,
    by: User | None,
    tlp: int,
    caption: str = "",
    received_at: datetime | None = None,
) -> Evidence:
    """Enter bytes that lie in the store already as evidence: who gave them, under which name.

    The caller has asked whether ``by`` may.
    """
    with transaction.atomic():
        item = Evidence.objects.create(
            programme=file.programme,
            file=file,
            original_name=clean_name(name),
            caption=caption[:500],
            by=by,
            tlp=tlp,
            received_at=received_at or timezone.now(),
        )
        events = custody.note_many(arrival(item))
        audit.record(
            "core.evidence.stored",
            by=by,
            programme=file.programme,
            record=item,
            data=facts(file) | {"custody": events[-1].hash},
        )
    return item


def arrival(item: Evidence) -> list[custody.Note]:
    """Return the events every item's custody log begins with: who gave it, and its hash then."""
    size, hashed_at = {"bytes": item.file.size}, max(item.received_at, item.file.stored_at)
    return [
        custody.Note(item, custody.Event.RECEIVED, item.by, at=item.received_at),
        custody.Note(item, custody.Event.HASHED, None, data=size, at=hashed_at),
    ]


def facts(file: StoredFile) -> dict[str, str | int]:
    """Return what the audit log says of a file: its hash, size and type."""
    return {"sha256": file.sha256, "bytes": file.size, "type": file.media_type}


def clean_name(name: str) -> str:
    """Return a file's name without folders, control signs and direction overrides."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C")
    return kept.strip(". ")[-255:] or "file"
