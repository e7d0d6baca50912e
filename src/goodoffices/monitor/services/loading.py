"""Loading a file: chunk by chunk, each one transaction that also says how far it got.

Killed at any moment, an import goes on behind the last chunk that was committed; nothing is
loaded twice, because what a source gave before is recognised by its own id.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from goodoffices.core import evidence
from goodoffices.formats.claims import SeenIds
from goodoffices.formats.registry import reader
from goodoffices.formats.values import Checked, Rejection, ReportRow
from goodoffices.monitor.ledger.renewing import renew
from goodoffices.monitor.models import Import, ImportMissing, ImportRejection, Report
from goodoffices.monitor.services.intake.adding import add_reports
from goodoffices.monitor.services.intake.arrivals import Arrival
from goodoffices.monitor.services.intake.claims import cut
from goodoffices.monitor.services.intake.comparing import compare
from goodoffices.monitor.services.intake.desk import Desk
from goodoffices.monitor.services.intake.revising import (
    derive_in_parts,
    mark_returned,
    mark_withdrawn,
    revise_reports,
)
from goodoffices.monitor.services.intake.senders import Senders
from goodoffices.monitor.services.intake.statistics import ENOUGH, renew_statistics

CHUNK = 5_000
"""Rows a transaction: short enough that people who write meanwhile wait about a second."""

BY_PUBLISHER, NOT_IN_RELEASE = "withdrawn-by-publisher", "not-in-release"
"""Why an import marked a report: codes that `Report.why_withdrawn` says in words."""

Advance = Callable[[int, int | None], None]
Item = ReportRow | Rejection


def check(imported: Import) -> Checked:
    """Look through the whole file before its first row. Raises `InvalidInput`."""
    found: Checked = reader(imported.reader).check(_path(imported), **_reading(imported))
    Import.objects.filter(pk=imported.pk).update(
        rows_total=found.rows, encoding=found.encoding, form=cut(found.form, 200)
    )
    return found


def load(imported: Import, advance: Advance) -> None:
    """Load what is left of the file; ``advance(rows done, rows in all)`` is told of each chunk."""
    desk, senders = Desk(imported.programme), Senders(imported)
    done, seen = imported.rows_done, SeenIds()
    items = reader(imported.reader).read(_path(imported), **_reading(imported))
    for item in islice(items, done):
        _see(seen, item)
    while chunk := list(islice(items, CHUNK)):
        for item in chunk:
            _see(seen, item)
        done += len(chunk)
        with transaction.atomic():
            _take(imported, desk, senders, chunk, done)
            renew(imported.programme_id)
        advance(done, imported.rows_total)
    if imported.complete:
        _list_missing(imported, senders, seen)
    if done >= ENOUGH:
        renew_statistics()


def _path(imported: Import) -> object:
    assert imported.file is not None
    return evidence.path(imported.file)


def _reading(imported: Import) -> dict[str, object]:
    given: dict[str, object] = {"encoding": imported.encoding or None}
    if reader(imported.reader).needs_mapping:
        from goodoffices.formats.mapping import ColumnMapping

        given["mapping"] = ColumnMapping.from_dict(imported.mapping)
    return given


def _see(seen: SeenIds, item: Item) -> None:
    if item.external_id:
        seen.is_new(item.external_id)


def _take(imported: Import, desk: Desk, senders: Senders, chunk: Iterable[Item], done: int) -> None:
    rejected = [item for item in chunk if isinstance(item, Rejection)]
    counts = dict.fromkeys(("added", "changed", "unchanged", "withdrawn", "reinstated"), 0)
    for source_id, rows in senders.sorted(item for item in chunk if isinstance(item, ReportRow)):
        for name, number in take_rows(imported, desk, source_id, rows).items():
            counts[name] += number
    _keep_rejections(imported, rejected)
    changes = {name: F(name) + number for name, number in counts.items() if number}
    Import.objects.filter(pk=imported.pk).update(
        rows_done=done, rejected=F("rejected") + len(rejected), **changes
    )


def take_rows(
    imported: Import, desk: Desk, source_id: int, rows: list[ReportRow]
) -> dict[str, int]:
    """Take rows of one source: add, revise, withdraw or leave each; returns the counts."""
    arrival = Arrival(
        programme=imported.programme,
        source_id=source_id,
        tlp=imported.tlp,
        received_at=timezone.now(),
        by_id=imported.by_id,
        imported_id=imported.pk,
    )
    found = compare(source_id, rows)
    if found.new:
        add_reports(desk, arrival, found.new, opening=True)
    stale = revise_reports(desk, arrival, found.changed)
    stale += mark_withdrawn(
        found.withdrawn,
        at=arrival.received_at,
        reason=BY_PUBLISHER,
        imported_id=imported.pk,
    )
    stale += mark_returned(found.returned)
    derive_in_parts(arrival, stale)
    return {
        "added": len(found.new),
        "changed": len(found.changed),
        "unchanged": found.same,
        "withdrawn": len(found.withdrawn),
        "reinstated": len(found.returned),
    }


def _keep_rejections(imported: Import, rejected: Iterable[Rejection]) -> None:
    ImportRejection.objects.bulk_create(
        ImportRejection(
            imported=imported,
            line=item.line,
            column=cut(item.column, 120),
            value=cut(item.value, 500),
            reason=item.reason,
            external_id=cut(item.external_id, 200),
            detail=item.detail,
        )
        for item in rejected
    )


def _list_missing(imported: Import, senders: Senders, seen: SeenIds) -> None:
    """List the reports of the file's sources that a complete release no longer holds."""
    with transaction.atomic():
        imported.missing_reports.all().delete()
        number = 0
        gone = _gone(senders.used, seen)
        while part := list(islice(gone, CHUNK)):
            ImportMissing.objects.bulk_create(
                ImportMissing(imported=imported, report_id=pk) for pk in part
            )
            number += len(part)
        Import.objects.filter(pk=imported.pk).update(missing=number)


def _gone(source_ids: Iterable[int], seen: SeenIds) -> Iterator[int]:
    given = Report.objects.filter(
        source_id__in=list(source_ids), withdrawn_at=None, imported__isnull=False
    ).exclude(external_id="")
    # Read wholly before anything is written: the rows are small, and the cursor stays ours.
    rows = list(given.order_by("pk").values_list("pk", "external_id"))
    return (pk for pk, external_id in rows if seen.is_new(external_id))


def withdraw_missing(imported: Import, advance: Advance) -> int:
    """Mark what a complete release lacks as withdrawn; returns how many reports that were."""
    ids = list(
        imported.missing_reports.filter(report__withdrawn_at=None)
        .order_by("report_id")
        .values_list("report_id", flat=True)
    )
    arrival = Arrival(
        programme=imported.programme, source_id=0, tlp=imported.tlp, received_at=timezone.now()
    )
    for start in range(0, len(ids), CHUNK):
        part = ids[start : start + CHUNK]
        with transaction.atomic():
            stale = mark_withdrawn(
                part,
                at=arrival.received_at,
                reason=NOT_IN_RELEASE,
                imported_id=imported.pk,
            )
            derive_in_parts(arrival, stale)
            Import.objects.filter(pk=imported.pk).update(withdrawn=F("withdrawn") + len(part))
        advance(start + len(part), len(ids))
    return len(ids)
