"""Grading how credible a report is, apart from how reliable its source is."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import InvalidInput
from goodoffices.core import audit
from goodoffices.core.models import User
from goodoffices.monitor.models import Report, ReportGrade
from goodoffices.monitor.services.deriving import derive_many
from goodoffices.monitor.services.permits import permitted


def grade_report(
    *, report: Report, credibility: int | None, reason: str, by: User | None
) -> Report:
    """Grade how credible a report is, apart from its source: 1 confirmed ... 6 cannot be judged.

    Earlier grades stay on record with who gave them and why.
    """
    permitted(by, report.programme, "monitor.assess", report)
    if credibility is not None and not 1 <= credibility <= 6:
        raise InvalidInput(_("A grade of credibility is a number from 1 to 6."), code="bad-grade")
    if not reason.strip():
        raise InvalidInput(_("Say why: others must be able to follow it."), code="no-reason")
    with transaction.atomic():
        before = report.credibility
        report.credibility = credibility
        report.save(update_fields=["credibility"])
        ReportGrade.objects.create(
            report=report, credibility=credibility, reason=reason, tlp=report.tlp, by=by
        )
        incidents = list(
            report.links.filter(withdrawn_at=None).values_list("incident_id", flat=True)
        )
        derive_many(report.programme, incidents)
        audit.record(
            "monitor.report.graded",
            by=by,
            programme=report.programme,
            record=report,
            reason=reason,
            data={"from": before, "to": credibility},
        )
    return report
