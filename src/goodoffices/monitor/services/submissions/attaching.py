"""Files of submissions as evidence of their reports: the same bytes, under the names they had."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from goodoffices.core import evidence
from goodoffices.core.access import name_on
from goodoffices.core.models import Programme
from goodoffices.core.tlp import TLP
from goodoffices.field.models import Attachment, SubmissionVersion
from goodoffices.monitor.models import Report, ReportEvidence
from goodoffices.monitor.services.submissions.naming import Named, named_on
from goodoffices.monitor.services.submissions.preparing import Prepared

HERE = (Attachment.State.PRESENT, Attachment.State.UNREFERENCED)

Known = set[tuple[int, int, str]]
"""What is attached already, as (report, stored file, name)."""


def attach_files(programme: Programme, reports: Sequence[tuple[Prepared, Report]]) -> int:
    """Add what has arrived with submissions to their reports; returns how many files are new.

    What was attached before stays, also where an edit speaks of it no more. Evidence of a RED
    report names whom the report names.
    """
    files = _files([one for one, _ in reports])
    wanted = [(one, report) for one, report in reports if files.get(one.submission.pk)]
    if not wanted:
        return 0
    known, new = _known([report.pk for _, report in wanted]), 0
    named = named_on(Report, [report.pk for _, report in wanted if report.tlp == TLP.RED])
    for one, report in wanted:
        for attachment in files[one.submission.pk]:
            if attachment.name not in one.logs:
                new += _attached(programme, one, report, attachment, known, named)
    return new


def _attached(
    programme: Programme,
    one: Prepared,
    report: Report,
    attachment: Attachment,
    known: Known,
    named: Named,
) -> bool:
    file = attachment.file
    assert file is not None, "the database holds that a file that is here has bytes"
    key = (report.pk, file.pk, evidence.clean_name(attachment.name))
    if key in known:
        return False
    known.add(key)
    file.programme = programme
    item = evidence.enter(
        file,
        name=attachment.name,
        by=one.submission.by,
        tlp=report.tlp,
        received_at=attachment.received_at,
    )
    ReportEvidence.objects.create(report=report, evidence=item)
    if item.tlp == TLP.RED:
        name_on(item, named[report.pk], by=None)
    return True


def _known(report_ids: Sequence[int]) -> Known:
    rows = ReportEvidence.objects.filter(report_id__in=report_ids)
    return set(rows.values_list("report_id", "evidence__file_id", "evidence__original_name"))


def _files(prepared: Sequence[Prepared]) -> dict[int, list[Attachment]]:
    """Return the files of the versions that lead to each submission's current one."""
    wanted = _lines(prepared)
    rows = Attachment.objects.filter(version_id__in=list(wanted), state__in=HERE)
    found: dict[int, list[Attachment]] = defaultdict(list)
    for attachment in rows.select_related("file").order_by("pk"):
        found[wanted[attachment.version_id]].append(attachment)
    return found


def _lines(prepared: Sequence[Prepared]) -> dict[int, int]:
    """Return the submission of every version that leads to a current one, by the version's id.

    A branch that nobody took is not among them.
    """
    wanted = {one.version.pk: one.submission.pk for one in prepared}
    edited = [one for one in prepared if one.version.number > 1]
    if not edited:
        return wanted
    rows = SubmissionVersion.objects.filter(submission__in=[one.submission for one in edited])
    by_submission: dict[int, list[SubmissionVersion]] = defaultdict(list)
    for version in rows.defer("xml"):
        by_submission[version.submission_id].append(version)
    for one in edited:
        for version in line_of(one.version, by_submission[one.submission.pk]):
            wanted[version.pk] = one.submission.pk
    return wanted


def line_of(
    current: SubmissionVersion, versions: Sequence[SubmissionVersion]
) -> list[SubmissionVersion]:
    """Return a version and those it replaced, one after the other, back to the first."""
    by_id = {one.instance_id: one for one in versions}
    by_number = {one.number: one for one in versions}
    line, at = [current], current
    while True:
        before = by_id.get(at.deprecated_id) if at.deprecated_id else by_number.get(at.number - 1)
        if before is None or before.number >= at.number:
            return line
        line.append(before)
        at = before
