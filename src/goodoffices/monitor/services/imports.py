"""Imports: a file comes in, is kept as it came, and is loaded in the background."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, BinaryIO

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import Conflict, InvalidInput
from goodoffices.core import audit, evidence, jobs
from goodoffices.core.models import Job, Programme, User
from goodoffices.core.tlp import TLP
from goodoffices.formats import registry
from goodoffices.monitor.models import Import, SavedMapping, Source
from goodoffices.monitor.services.permits import permitted

LOAD, WITHDRAW = "monitor.import", "monitor.import.withdraw"
"""The kinds of background work that imports make."""

UNDER_WAY = (Job.State.WAITING, Job.State.RUNNING)


def start(
    *,
    programme: Programme,
    source: Source | None,
    reader: str,
    file: BinaryIO,
    name: str,
    by: User | None,
    mapping: Mapping[str, Any] | None = None,
    release: str = "",
    complete: bool = False,
    tlp: int | None = None,
    encoding: str = "",
) -> Import:
    """Keep a file under its SHA-256 and begin to load it; returns at once.

    ``source`` may be None only where the mapping has a column that names it. ``complete`` says
    that the file is a full release: what it lacks is then listed, and marked as withdrawn when a
    person confirms it. Raises `Conflict` while another import of the source is under way.
    """
    permitted(by, programme, "monitor.import", *([source] if source else []))
    chosen = registry.reader(reader)
    if chosen.needs_mapping and not mapping:
        raise InvalidInput(_("Say which column means what before loading."), code="no-mapping")
    mark = int(programme.default_tlp if tlp is None else tlp)
    if mark not in TLP.values or mark == TLP.RED:
        raise InvalidInput(
            _("A file cannot be RED as a whole: load it stricter, then mark single reports."),
            code="bad-tlp",
        )
    _refuse_if_under_way(programme, source)  # before a large file is stored for nothing
    kept = evidence.store_file(file, programme=programme, limit=settings.IMPORT_LIMIT_BYTES)
    with transaction.atomic():
        if source is not None:
            Source.objects.select_for_update().get(pk=source.pk)
        _refuse_if_under_way(programme, source)
        imported = Import.objects.create(
            programme=programme,
            source=source,
            reader=reader,
            mapping=dict(mapping or {}),
            release=release[:100],
            complete=complete,
            tlp=mark,
            file=kept,
            original_name=name[:255],
            encoding=encoding,
            by=by,
        )
        imported.job = jobs.enqueue(
            LOAD, programme=programme, by=by, arguments={"import": imported.pk}
        )
        imported.save(update_fields=["job"])
        _record("monitor.import.started", imported, by)
    return imported


def interrupted(*, programme: Programme, source: Source | None, file: BinaryIO) -> Import | None:
    """Return an import of the very same bytes that was killed, or waits to begin."""
    from goodoffices.core.jobs.queue import recover

    recover()
    waiting = Import.objects.filter(
        programme=programme, source=source, job__state=Job.State.WAITING
    )
    digest = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    return waiting.filter(file__sha256=digest).select_related("job").first()


def _refuse_if_under_way(programme: Programme, source: Source | None) -> None:
    running = Import.objects.filter(
        programme=programme, source=source, job__state__in=UNDER_WAY
    ).first()
    if running is not None:
        raise Conflict(
            _(
                "Another import of this source is under way. Wait until it has ended, or cancel "
                "it, then load this file."
            ),
            code="import-under-way",
        )


def confirm_missing(*, imported: Import, by: User | None) -> Job:
    """Confirm that what a complete release lacks was withdrawn; marks it in the background.

    Raises `Conflict` when nothing waits for a decision, or a newer file of the source came since.
    """
    permitted(by, imported.programme, "monitor.import")
    with transaction.atomic():
        imported = Import.objects.select_for_update().get(pk=imported.pk)
        if not imported.missing or imported.confirmed_at is not None:
            raise Conflict(_("There is nothing here to confirm."), code="nothing-to-confirm")
        newer = Import.objects.filter(
            programme=imported.programme, source=imported.source, pk__gt=imported.pk
        )
        if newer.filter(rows_done__gt=0).exists():
            raise Conflict(
                _("A newer file of this source was loaded since. Load the full release again."),
                code="newer-import",
            )
        imported.confirmed_at = timezone.now()
        imported.save(update_fields=["confirmed_at"])
        _record("monitor.import.confirmed", imported, by, {"missing": imported.missing})
        return jobs.enqueue(
            WITHDRAW, programme=imported.programme, by=by, arguments={"import": imported.pk}
        )


def ended(imported: Import) -> None:
    """Write down that a file is loaded, with its counts."""
    with transaction.atomic():
        Import.objects.filter(pk=imported.pk).update(ended_at=timezone.now())
        imported.refresh_from_db()
        names = ("added", "changed", "unchanged", "withdrawn", "reinstated", "rejected", "missing")
        counts = {name: getattr(imported, name) for name in names}
        _record("monitor.import.ended", imported, imported.by, counts)


def failed(imported: Import, code: str) -> None:
    """Write down that a file could not be loaded, and why in a stable code."""
    with transaction.atomic():
        Import.objects.filter(pk=imported.pk).update(ended_at=timezone.now())
        _record("monitor.import.failed", imported, imported.by, {"code": code})


def _record(
    action: str, imported: Import, by: User | None, data: dict[str, Any] | None = None
) -> None:
    facts = {
        "reader": imported.reader,
        "sha256": imported.file.sha256 if imported.file else "",
        "release": imported.release,
    }
    audit.record(
        action, by=by, programme=imported.programme, record=imported, data=facts | (data or {})
    )


def save_mapping(
    *, programme: Programme, name: str, mapping: Mapping[str, Any], by: User | None
) -> SavedMapping:
    """Keep a column mapping under a name; the same name replaces the mapping of before."""
    permitted(by, programme, "monitor.import")
    if not name.strip():
        raise InvalidInput(_("Give the mapping a name."), code="mapping-needs-name")
    with transaction.atomic():
        saved, _created = SavedMapping.objects.update_or_create(
            programme=programme,
            name=name.strip()[:100],
            defaults={"mapping": dict(mapping), "by": by},
        )
        audit.record("monitor.mapping.saved", by=by, programme=programme, record=saved)
    return saved
