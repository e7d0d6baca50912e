"""The report record: the original words in all versions, the claims, the decision about it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from goodoffices.core.models import Membership
from goodoffices.core.roles import Role
from goodoffices.core.services.reads import note_read
from goodoffices.monitor.models import Report
from goodoffices.monitor.queries.records.pages import link_lines
from goodoffices.monitor.queries.records.report import nearby, report_record
from goodoffices.monitor.queries.verification.grades import grades
from goodoffices.monitor.queries.workload.assignments import assigned
from goodoffices.monitor.views.acts import acting


@require_safe
def show(request: HttpRequest, code: str) -> HttpResponse:
    """Show one report."""
    member = acting(request)
    record = report_record(code, member)
    report = record.report
    note_read(report, member=member)
    if record.origin is not None and record.origin.is_open:
        note_read(record.origin.submission, member=member)
    may_decide = member.may("monitor.incident")
    values = {
        "record": record,
        "report": report,
        "standing": [link for link in record.links if link.withdrawn_at is None],
        "withdrawn_links": [link for link in record.links if link.withdrawn_at is not None],
        "near": nearby(report, record.current.claims, member) if may_decide else [],
        "links": link_lines(report, record.current.words.links, member),
        "files": [(item, None) for item in record.files],
        "crumbs": crumbs(report, member),
        "may_decide": may_decide,
        "may_assess": member.may("monitor.assess"),
        "hand_over": member.may("core.bundle"),
        "may_assign": member.may("monitor.assign"),
        "assignment": assigned(report, member),
        "today": timezone.localdate(),
        "grades": grades(report, member),
        "names": member.role != Role.PARTNER,
        "external_id": "" if report.external_id.startswith("key:") else report.external_id,
    }
    return render(request, "monitor/report.html", values)


def address(report: Report, member: Membership) -> str:
    """Return the address of a report's record."""
    where = {"programme": member.programme.slug, "code": report.code}
    return reverse("monitor:report", kwargs=where)


def name(report: Report) -> str:
    """Return what a report is called: its title, else its code."""
    return report.title or _("Report %(code)s") % {"code": report.code}


def crumbs(report: Report, member: Membership, here: str = "") -> list[tuple[str, str]]:
    """Return the way here: the list, the report, and the act on it."""
    listed = reverse("monitor:reports", kwargs={"programme": member.programme.slug})
    way = [(_("Reports"), listed), (name(report), address(report, member) if here else "")]
    return [*way, (here, "")] if here else way
