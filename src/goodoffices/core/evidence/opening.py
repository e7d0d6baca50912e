"""Seeing what a file holds: each time is an event of its custody log and an entry of the audit."""

from __future__ import annotations

from typing import BinaryIO, Literal

from django.db import transaction
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import Conflict
from goodoffices.core import audit
from goodoffices.core.evidence import custody, files, gone
from goodoffices.core.models import Evidence, FileMetadata, User

Way = Literal["download", "picture", "text"]


def opened(item: Evidence, *, by: User, way: Way) -> BinaryIO:
    """Open an item's bytes for a person; on record before the first byte leaves.

    The caller has asked whether ``by`` may. Raises Conflict for a file that was found damaged
    or was removed by a rule of retention.
    """
    gone.refuse(item)
    if item.file.damage:
        raise Conflict(
            _(
                "The bytes of this file are not those that were stored, so it is not handed out."
                " An administrator can restore it from a backup."
            ),
            code="file-damaged",
        )
    stream = files.open(item.file)
    try:
        with transaction.atomic():
            event = custody.note(item, custody.Event.OPENED, by=by, data={"way": way})
            audit.record(
                "core.evidence.opened",
                by=by,
                programme=item.programme,
                record=item,
                data={"way": way, "custody": event.hash},
            )
    except BaseException:
        stream.close()
        raise
    return stream


def read_metadata(item: Evidence, *, by: User) -> FileMetadata | None:
    """Return what a file says of itself; on record. The caller has asked whether ``by`` may."""
    with transaction.atomic():
        audit.record("core.evidence.metadata_read", by=by, programme=item.programme, record=item)
        return FileMetadata.objects.filter(file=item.file_id).first()
