"""What a source changes or takes back: new versions and marks, in bulk, with the old kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import connection

from goodoffices.core import bulk, search
from goodoffices.formats.values import ReportRow
from goodoffices.monitor.models import Claim, Report, ReportLink, ReportVersion
from goodoffices.monitor.services.deriving import derive_many
from goodoffices.monitor.services.intake.adding import (
    VERSION_COLUMNS,
    days_of,
    version,
    words_of,
)
from goodoffices.monitor.services.intake.arrivals import Arrival
from goodoffices.monitor.services.intake.claims import CLAIM_COLUMNS, cut
from goodoffices.monitor.services.intake.comparing import Known
from goodoffices.monitor.services.intake.desk import Desk
from goodoffices.monitor.services.intake.words import batches
from goodoffices.monitor.services.linking.expecting import expect


def revise_reports(
    desk: Desk, arrival: Arrival, changed: Sequence[tuple[Known, ReportRow]]
) -> list[int]:
    """Give reports a new version with its claims; the old version and its claims stay on record.

    Must run inside a transaction. Returns the ids of the incidents to derive anew.
    """
    if not changed:
        return []
    desk.prepare([row for _, row in changed], arrival.tlp)
    tails = [list(desk.recorder.tails(row)) for _, row in changed]
    ids = [known.pk for known, _ in changed]
    moment = arrival.moment
    for part in batches(ids):
        Claim.of_reports(part).filter(is_current=True).update(is_current=False)
    bulk.insert(
        ReportVersion,
        VERSION_COLUMNS,
        (version(known.pk, known.number + 1, row, arrival, moment) for known, row in changed),
    )
    bulk.insert(
        Claim,
        CLAIM_COLUMNS,
        (
            (known.pk, known.number + 1, True, *tail)
            for (known, _), said in zip(changed, tails, strict=True)
            for tail in said
        ),
    )
    _repeat_on_reports(changed, tails)
    marks = marks_of(ids)
    search.index(
        "report",
        (
            (known.pk, arrival.programme.pk, marks[known.pk], words_of(row, said))
            for (known, row), said in zip(changed, tails, strict=True)
        ),
    )
    expect(arrival.programme, ids)
    return incidents_of(ids)


def _repeat_on_reports(
    changed: Sequence[tuple[Known, ReportRow]], tails: Sequence[Sequence[tuple[object, ...]]]
) -> None:
    table = connection.ops.quote_name(Report._meta.db_table)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {table} SET current = %s, title = %s, language = %s, first_day = %s,"  # noqa: S608 (own names)
            " last_day = %s WHERE id = %s",
            [
                (known.number + 1, cut(row.title, 300), row.language[:8], *days_of(said), known.pk)
                for (known, row), said in zip(changed, tails, strict=True)
            ],
        )


def marks_of(report_ids: Sequence[int]) -> dict[int, int]:
    """Return the TLP marks of reports by id."""
    found: dict[int, int] = {}
    for part in batches(report_ids):
        found |= dict(Report.objects.filter(pk__in=part).values_list("pk", "tlp"))
    return found


def incidents_of(report_ids: Sequence[int]) -> list[int]:
    """Return the ids of the incidents that hold any of these reports."""
    found: set[int] = set()
    for part in batches(report_ids):
        links = ReportLink.objects.filter(report_id__in=part, withdrawn_at=None)
        found.update(links.values_list("incident_id", flat=True))
    return sorted(found)


def mark_withdrawn(
    report_ids: Sequence[int], *, at: datetime, reason: str, imported_id: int | None = None
) -> list[int]:
    """Mark reports as withdrawn by their source; returns the incidents to derive anew."""
    for part in batches(report_ids):
        Report.objects.filter(pk__in=part, withdrawn_at=None).update(
            withdrawn_at=at, withdrawn_reason=cut(reason, 300), withdrawn_in_id=imported_id
        )
    return incidents_of(report_ids)


def mark_returned(report_ids: Sequence[int]) -> list[int]:
    """Take the mark off reports that their source gives again; returns the incidents likewise."""
    for part in batches(report_ids):
        Report.objects.filter(pk__in=part).update(
            withdrawn_at=None, withdrawn_reason="", withdrawn_in_id=None
        )
    return incidents_of(report_ids)


def derive_in_parts(arrival: Arrival, incident_ids: Iterable[int]) -> None:
    """Derive many incidents anew, a thousand at a time so that memory stays small."""
    for part in batches(sorted(set(incident_ids)), 1000):
        derive_many(arrival.programme, part)
