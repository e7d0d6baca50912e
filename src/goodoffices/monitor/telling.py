"""What became of submissions: the reports made of them, for the pages of the field."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from goodoffices.core.models import Membership
from goodoffices.field.models import Submission
from goodoffices.field.outcomes import Outcome
from goodoffices.monitor.models import Report


def reports_of(submissions: Sequence[Submission], member: Membership) -> dict[int, Outcome]:
    """Return the report of each submission that has one the member may see."""
    rows = Report.objects.visible_to(member).filter(submission__in=[one.pk for one in submissions])
    return {row.submission_id: _said(row, member) for row in rows if row.submission_id}


def _said(report: Report, member: Membership) -> Outcome:
    where = {"programme": member.programme.slug, "code": report.code}
    label = report.title or _("Report %(code)s") % {"code": report.code}
    return Outcome(label, reverse("monitor:report", kwargs=where), _standing(report))


def _standing(report: Report) -> str:
    if report.withdrawn_at is not None:
        return _("withdrawn")
    if report.is_linked:
        return _("linked")
    return _("set aside") if report.set_aside_at is not None else _("waits for a decision")
