"""What of a file is new, what changed, what is the same: the reason loading twice adds nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

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
    for part in batches(sorted(set(external_ids) - {""})):
        reports = Report.objects.filter(source_id=source_id, external_id__in=part).values_list(
            "pk", "external_id", "current", "withdrawn_at"
        )
        by_id = {pk: (external, number, at) for pk, external, number, at in reports}
        versions = ReportVersion.objects.filter(report_id__in=list(by_id)).values_list(
            "report_id", "number", "digest"
        )
        for pk, number, digest in versions:
            external, current, at = by_id[pk]
            if number == current:
                found[external] = Known(pk, number, digest, at is not None)
    return found
