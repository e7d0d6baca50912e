"""The grades of credibility that a report was given."""

from __future__ import annotations

from django.db.models import QuerySet

from goodoffices.core.access import kind_of, named_ids
from goodoffices.core.models import Membership
from goodoffices.monitor.models import Report, ReportGrade


def grades(report: Report, member: Membership) -> QuerySet[ReportGrade]:
    """Return the grades of a report that the member sees, the latest first.

    What was written while the report was stricter than the member's clearance stays out, unless
    they are named on it.
    """
    rows = ReportGrade.objects.filter(report=report).select_related("by").order_by("-at", "-pk")
    if report.pk in named_ids(member, kind_of(report)):
        return rows
    return rows.filter(tlp__lte=member.clearance)
