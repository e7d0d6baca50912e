"""Assignments: one's own, those of others, that of one record."""

from __future__ import annotations

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import NotFound
from goodoffices.core.access import visibility
from goodoffices.core.models import Membership
from goodoffices.monitor.models import Assignment, Incident, Report
from goodoffices.monitor.queries.following import of_followed


def assignments(member: Membership) -> QuerySet[Assignment]:
    """Return the assignments on records that the member sees.

    What was asked of an incident that was merged away is still to be done.
    """
    reports = Q(incident=None) & visibility(Report, member, "report__")
    incidents = Q(report=None) & of_followed(member)
    rows = Assignment.objects.filter(reports | incidents)
    return rows.select_related("report__source", "incident__place", "to__user", "to__office", "by")


def open_assignments(member: Membership) -> QuerySet[Assignment]:
    """Return those still to be done, the first due first, those without a day last."""
    return assignments(member).filter(ending="").order_by(F("due").asc(nulls_last=True), "at", "pk")


def find_assignment(code: str, member: Membership) -> Assignment:
    """Return an assignment that the member has, or may change; raises `NotFound`."""
    rows = assignments(member).filter(code=code[:16])
    if not member.may("monitor.assign"):
        rows = rows.filter(to=member)
    found: Assignment | None = rows.first()
    if found is None:
        raise NotFound(_("There is nothing at this address."))
    found.programme = found.record.programme = member.programme
    return found


def assigned(record: Report | Incident, member: Membership) -> Assignment | None:
    """Return the open assignment of a record, where the member has it or may assign."""
    about = {"report" if isinstance(record, Report) else "incident": record}
    rows = Assignment.objects.filter(ending="", **about).select_related("to__user", "by")
    if not member.may("monitor.assign"):
        rows = rows.filter(to=member)
    found: Assignment | None = rows.first()
    return found
