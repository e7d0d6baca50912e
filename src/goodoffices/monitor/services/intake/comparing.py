"""What of a file is new, what changed, what is the same: the reason loading twice adds nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import connection

from goodoffices.formats.values import ReportRow
from goodoffices.monitor.models import Report, ReportVersion
from goodoffices.monitor.services.intake.words import batches


@dataclass(frozen=True, slots=True)
class Known:
    """A report that its source has given before."""

    pk: int
    number: int
    digest: str
    withdrawn: bool


@dataclass(slots=True)
class Compared:
    """The rows of one chunk, by what they mean for the programme."""

    new: list[ReportRow] = field(default_factory=list)
    changed: list[tuple[Known, ReportRow]] = field(default_factory=list)
    same: int = 0
    withdrawn: list[int] = field(default_factory=list)
    returned: list[int] = field(default_factory=list)


def compare(source_id: int, rows: Sequence[ReportRow]) -> Compared:
    """Compare rows with what the source has given before, in a few queries for all of them.

    A row that its publisher withdraws only marks the report; one that comes back is marked as
    returned, and gets a new version only where its words changed.
    """
    known = current_versions(source_id, [row.external_id for row in rows])
    found = Compared()
    for row in rows:
        before = known.get(row.external_id)
        if before is None:
            if row.withdrawn:
                found.same += 1
            else:
                found.new.append(row)
        elif row.withdrawn:
            _withdrawn(found, before)
        else:
            _given_again(found, before, row)
    return found


def _withdrawn(found: Compared, before: Known) -> None:
    if before.withdrawn:
        found.same += 1
    else:
        found.withdrawn.append(before.pk)


def _given_again(found: Compared, before: Known, row: ReportRow) -> None:
    if before.withdrawn:
        found.returned.append(before.pk)
    if before.digest != row.digest:
        found.changed.append((before, row))
    elif not before.withdrawn:
        found.same += 1


def current_versions(source_id: int, external_ids: Sequence[str]) -> dict[str, Known]:
    """Return what is known of those of a source's own ids that have been given before."""
    found: dict[str, Known] = {}
    with connection.cursor() as cursor:
        for part in batches(sorted(set(external_ids) - {""})):
            marks = ", ".join(["%s"] * len(part))
            cursor.execute(_CURRENT.format(marks=marks), [source_id, *part])
            for external_id, pk, number, digest, withdrawn in cursor.fetchall():
                found[external_id] = Known(pk, number, digest, withdrawn is not None)
    return found


# The literal '' lets both databases see that the partial index of external ids holds the rows;
# as a parameter, which is what the ORM would send, SQLite reads every report of the source.
_CURRENT = (
    "SELECT r.external_id, r.id, r.current, v.digest, r.withdrawn_at"  # noqa: S608 (own names)
    f' FROM "{Report._meta.db_table}" r'
    f' JOIN "{ReportVersion._meta.db_table}" v ON v.report_id = r.id AND v.number = r.current'
    " WHERE r.source_id = %s AND r.external_id IN ({marks}) AND NOT (r.external_id = '')"
)
