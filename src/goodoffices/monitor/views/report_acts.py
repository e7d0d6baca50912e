"""What one does to a report: link it, open an incident from it, set it aside, grade it, mark it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from goodoffices.codebook.errors import InvalidInput, NotFound
from goodoffices.core import search
from goodoffices.core.forms.reasons import ReasonForm
from goodoffices.core.models import Membership
from goodoffices.core.views.asked import asked as asked_for
from goodoffices.monitor import services
from goodoffices.monitor.forms.report import GradeReportForm, OpenForm, ToIncidentForm
from goodoffices.monitor.models import Claim, Incident, Report
from goodoffices.monitor.queries.records.incident import find_incident
from goodoffices.monitor.queries.records.report import find_report, nearby
from goodoffices.monitor.views import incident as incident_page
from goodoffices.monitor.views.acts import Act, act_page, acting
from goodoffices.monitor.views.report import address, crumbs
from goodoffices.monitor.views.restricting import restrict_page

MOST_FOUND = 20


def _begun(report: Report, member: Membership, title: str, button: str, done: str) -> Act:
    return Act(
        title=title,
        button=button,
        done=done,
        back=address(report, member),
        crumbs=crumbs(report, member, title),
        more={"report": report},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, code: str) -> HttpResponse:
    """Find the incident a report tells of, and link the two."""
    member = acting(request, "monitor.incident")
    report = find_report(code, member)
    typed = asked_for(request, "q").strip()
    act = _begun(
        report,
        member,
        _("Link to an incident"),
        _("Link to this incident"),
        _("The report is linked."),
    )
    act.template = "monitor/link_incident.html"
    act.more |= {"typed": typed, "found": _incidents(report, typed, member)}
    start = {"incident": asked_for(request, "incident")}

    def do(form: forms.Form) -> str:
        incident = _incident(form.cleaned_data["incident"], member)
        reason = form.cleaned_data["reason"]
        services.link(incident=incident, report=report, by=member.user, reason=reason)
        return incident_page.address(incident, member)

    return act_page(request, act, lambda given: ToIncidentForm(given, initial=start), do)


def _incident(code: str, member: Membership) -> Incident:
    try:
        return find_incident(code.strip(), member)
    except NotFound:
        raise InvalidInput(_("There is no such incident. Search by its words.")) from None


def _incidents(report: Report, typed: str, member: Membership) -> list[Any]:
    """Return incidents found by code or words, else those of about the same days and place."""
    if not typed:
        claims = Claim.objects.filter(report=report, is_current=True).select_related("place")
        return [one.incident for one in nearby(report, list(claims), member)]
    rows = Incident.objects.visible_to(member).select_related("place")
    by_code = list(rows.filter(code=typed.lower()[:16]))
    ids = search.best("incident", typed, member, limit=MOST_FOUND)
    found = rows.in_bulk(ids)
    return by_code or [found[pk] for pk in ids if pk in found]


@require_http_methods(["GET", "HEAD", "POST"])
def open_incident(request: HttpRequest, code: str) -> HttpResponse:
    """Open a new incident from a report."""
    member = acting(request, "monitor.incident")
    report = find_report(code, member)

    def do(form: forms.Form) -> str:
        made = services.open_incident(
            programme=member.programme, reports=[report], by=member.user, **form.cleaned_data
        )
        return incident_page.address(made, member)

    act = _begun(
        report,
        member,
        _("Open an incident"),
        _("Open the incident"),
        _("The incident is open and unverified."),
    )
    act.text = _("Its values are taken from this report; other reports can be linked to it later.")
    start = {"title_language": report.language}
    return act_page(request, act, lambda given: OpenForm(given, initial=start), do)


@require_http_methods(["GET", "HEAD", "POST"])
def set_aside(request: HttpRequest, code: str) -> HttpResponse:
    """Judge that a report tells of no incident."""
    member = acting(request, "monitor.incident")
    report = find_report(code, member)
    act = _begun(report, member, _("Set aside"), _("Set it aside"), _("The report is set aside."))
    act.text = _("It tells of no incident. It stays on record and can be put back.")
    return _reasoned(request, act, services.set_aside, report, member)


@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, code: str) -> HttpResponse:
    """Put a report that was set aside back among those that wait."""
    member = acting(request, "monitor.incident")
    report = find_report(code, member)
    act = _begun(report, member, _("Put back"), _("Put it back"), _("The report waits again."))
    return _reasoned(request, act, services.take_back, report, member)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """Record that the source has withdrawn a report."""
    member = acting(request, "monitor.incident")
    report = find_report(code, member)
    act = _begun(
        report,
        member,
        _("Withdrawn by its source"),
        _("Mark as withdrawn"),
        _("The report is marked as withdrawn."),
    )
    act.text = _("The source takes it back. It stays on record, and its claims count no more.")
    act.stop = True
    return _reasoned(request, act, services.withdraw, report, member)


@require_http_methods(["GET", "HEAD", "POST"])
def reinstate(request: HttpRequest, code: str) -> HttpResponse:
    """Record that the source gives a withdrawn report again."""
    member = acting(request, "monitor.incident")
    report = find_report(code, member)
    act = _begun(
        report,
        member,
        _("Given again by its source"),
        _("Take the mark off"),
        _("The report counts again."),
    )
    return _reasoned(request, act, services.reinstate, report, member)


def _reasoned(
    request: HttpRequest, act: Act, service: Any, report: Report, member: Membership
) -> HttpResponse:
    def do(form: forms.Form) -> None:
        service(report=report, by=member.user, reason=form.cleaned_data["reason"])

    return act_page(request, act, lambda given: ReasonForm(given), do)


@require_http_methods(["GET", "HEAD", "POST"])
def grade(request: HttpRequest, code: str) -> HttpResponse:
    """Grade how credible a report is."""
    member = acting(request, "monitor.assess")
    report = find_report(code, member)
    start = {"credibility": report.credibility or ""}

    def make(given: QueryDict | None) -> forms.Form:
        return GradeReportForm(given, initial=start)

    def do(form: forms.Form) -> None:
        services.grade_report(report=report, by=member.user, **form.cleaned_data)

    act = _begun(
        report, member, _("Grade the credibility"), _("Save the grade"), _("The grade is saved.")
    )
    act.text = _("How credible is what it says, whoever said it? The source has its own grade.")
    return act_page(request, act, make, do)


@require_http_methods(["GET", "HEAD", "POST"])
def restrict(request: HttpRequest, code: str) -> HttpResponse:
    """Change who may see it."""
    member = acting(request, "monitor.incident")
    report = find_report(code, member)
    way = crumbs(report, member, _("Who may see it"))
    return restrict_page(request, member, report, address(report, member), way)
