"""Reports that stand: withdrawn with their submission, given back, marked stricter, opened late."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from goodoffices.core import audit
from goodoffices.core.access import kind_of, name_on
from goodoffices.core.models import AuditEntry, Programme
from goodoffices.core.tlp import TLP
from goodoffices.field.models import Submission
from goodoffices.monitor.models import Report
from goodoffices.monitor.services.deriving import derive_many
from goodoffices.monitor.services.incidents import open_incident
from goodoffices.monitor.services.intake.revising import mark_returned, mark_withdrawn
from goodoffices.monitor.services.restricting import restrict
from goodoffices.monitor.services.submissions.naming import named_on, people_of
from goodoffices.monitor.services.submissions.preparing import Prepared

Pairs = Sequence[tuple[Prepared, Report]]
WITHDRAWN, RETURNED = "monitor.report.withdrawn", "monitor.report.returned"


def keep_standing(programme: Programme, pairs: Pairs) -> int:
    """Withdraw the reports of deleted submissions, and give back those of restored ones.

    A report that somebody withdrew for another reason stays withdrawn. Returns how many changed.
    """
    changed = 0
    for one, report in pairs:
        report.programme = programme
        if one.submission.deleted_at is not None and report.withdrawn_at is None:
            reason = _why_deleted(one.submission)
            stale = mark_withdrawn([report.pk], at=timezone.now(), reason=reason)
            _record(WITHDRAWN, programme, one, report, stale, reason)
            changed += 1
        elif one.submission.deleted_at is None and _withdrawn_with_it(report):
            _record(RETURNED, programme, one, report, mark_returned([report.pk]), "")
            changed += 1
    return changed


def _record(
    action: str,
    programme: Programme,
    one: Prepared,
    report: Report,
    stale: Sequence[int],
    reason: str,
) -> None:
    derive_many(programme, stale)
    report.refresh_from_db()
    report.programme = programme
    audit.record(
        action,
        by=None,
        programme=programme,
        record=report,
        reason=reason,
        data={"submission": one.submission.code},
    )


def _why_deleted(submission: Submission) -> str:
    return _last_of(submission, "field.submission.deleted").reason


def _withdrawn_with_it(report: Report) -> bool:
    """Say whether a report is withdrawn because its submission was deleted, not by a person."""
    return report.withdrawn_at is not None and "submission" in _last_of(report, WITHDRAWN).data


def _last_of(record: Submission | Report, action: str) -> AuditEntry:
    """Return the last entry of an action on a record, an empty one where there is none."""
    rows = AuditEntry.objects.filter(kind=kind_of(record), object_id=record.pk, action=action)
    return rows.order_by("-seq").first() or AuditEntry()


def open_late(one: Prepared, report: Report) -> None:
    """Open the incident of a report that says only now when, where or what.

    Nobody has decided on it before: a link that was taken back, a report set aside stay so.
    """
    decided = report.set_aside_at or report.withdrawn_at or report.links.exists()
    if not one.opens or decided:
        return
    incident = open_incident(programme=report.programme, reports=[report], by=None, tlp=report.tlp)
    if incident.tlp == TLP.RED:
        name_on(incident, named_on(Report, [report.pk])[report.pk], by=None)


def tighten(pairs: Pairs) -> None:
    """Mark reports as strictly as their form and their submission; never less strictly."""
    for one, report in pairs:
        if one.tlp > report.tlp:
            people = people_of(report.programme, [one])[one.submission.pk]
            restrict(
                record=report,
                tlp=one.tlp,
                by=None,
                members=people if one.tlp == TLP.RED else (),
            )
