"""Assigning a record, handing it on, taking it back, marking it as done."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from goodoffices.core.models import Membership
from goodoffices.monitor import services
from goodoffices.monitor.forms.workload import AssignForm, DoneForm, EndForm, HandOnForm, able
from goodoffices.monitor.models import Assignment, Incident, Report
from goodoffices.monitor.queries.records.incident import find_incident
from goodoffices.monitor.queries.records.report import find_report
from goodoffices.monitor.queries.workload.assignments import find_assignment
from goodoffices.monitor.views import incident as incident_page
from goodoffices.monitor.views import report as report_page
from goodoffices.monitor.views.acts import Act, act_page, acting


@require_http_methods(["GET", "HEAD", "POST"])
def of_incident(request: HttpRequest, code: str) -> HttpResponse:
    """Assign an incident to a member."""
    member = acting(request, "monitor.assign")
    return _assign(request, member, find_incident(code, member))


@require_http_methods(["GET", "HEAD", "POST"])
def of_report(request: HttpRequest, code: str) -> HttpResponse:
    """Assign a report to a member."""
    member = acting(request, "monitor.assign")
    return _assign(request, member, find_report(code, member))


def _assign(request: HttpRequest, member: Membership, record: Report | Incident) -> HttpResponse:
    act = _begun(record, member, _("Assign"), _("Assign it"), _("It is assigned."))
    act.back = _address(record, member)

    def make(given: QueryDict | None) -> forms.Form:
        return AssignForm(able(record), given)

    def do(form: forms.Form) -> None:
        assert isinstance(form, AssignForm)
        services.assign(record=record, by=member.user, **form.values)

    return act_page(request, act, make, do)


@require_http_methods(["GET", "HEAD", "POST"])
def hand_on(request: HttpRequest, code: str) -> HttpResponse:
    """Hand an assignment on to another member."""
    member = acting(request)
    found = find_assignment(code, member)
    act = _begun(found.record, member, _("Hand on"), _("Hand it on"), _("It is handed on."))
    start = {"due": found.due, "note": found.note}

    def make(given: QueryDict | None) -> forms.Form:
        return HandOnForm(able(found.record, found.to), given, initial=start)

    def do(form: forms.Form) -> None:
        assert isinstance(form, HandOnForm)
        services.hand_on(assignment=found, by=member.user, **form.values)

    return act_page(request, act, make, do)


@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, code: str) -> HttpResponse:
    """Take an assignment back."""
    member = acting(request)
    found = find_assignment(code, member)
    title, done = _("Take the assignment back"), _("It is taken back.")
    act = _begun(found.record, member, title, _("Take it back"), done)
    return _end(request, member, found, act)


@require_http_methods(["GET", "HEAD", "POST"])
def done(request: HttpRequest, code: str) -> HttpResponse:
    """Mark an assignment as done."""
    member = acting(request)
    found = find_assignment(code, member)
    title, said = _("Mark as done"), _("It is done.")
    act = _begun(found.record, member, title, _("It is done"), said)
    act.text = _("What was found stands in the record itself.")

    def do(form: forms.Form) -> None:
        services.finish(assignment=found, by=member.user, **form.cleaned_data)

    return act_page(request, act, lambda given: DoneForm(given), do)


def _end(request: HttpRequest, member: Membership, found: Assignment, act: Act) -> HttpResponse:
    def do(form: forms.Form) -> None:
        services.take_off(assignment=found, by=member.user, **form.cleaned_data)

    return act_page(request, act, lambda given: EndForm(given), do)


def _begun(
    record: Report | Incident, member: Membership, title: str, button: str, said: str
) -> Act:
    is_report = isinstance(record, Report)
    way = (
        report_page.crumbs(record, member, title)
        if isinstance(record, Report)
        else incident_page.crumbs(record, member, title)
    )
    return Act(
        title=title,
        button=button,
        done=said,
        back=reverse("monitor:workload", kwargs={"programme": member.programme.slug}),
        crumbs=way,
        more={"report" if is_report else "incident": record},
    )


def _address(record: Report | Incident, member: Membership) -> str:
    if isinstance(record, Report):
        return report_page.address(record, member)
    return incident_page.address(record, member)
