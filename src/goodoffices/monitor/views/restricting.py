"""The page that changes who may see a report or an incident, and says who will no longer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Max
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goodoffices.core.access import kind_of
from goodoffices.core.models import Membership, NamedAccess
from goodoffices.core.tlp import TLP
from goodoffices.monitor.forms.incident import RestrictForm
from goodoffices.monitor.models import Incident, Report
from goodoffices.monitor.services.restricting import restrict
from goodoffices.monitor.views.acts import Act, act_page


def restrict_page(
    request: HttpRequest,
    member: Membership,
    record: Report | Incident,
    back: str,
    way: list[tuple[str, str]],
) -> HttpResponse:
    """Show and take the form; ``back`` is the record's address, ``way`` the breadcrumb."""
    people = list(
        Membership.objects.filter(active=True).select_related("user").order_by("user__name")
    )
    losing = _losing(record, people)
    start: dict[str, Any] = {"tlp": getattr(record, "own_tlp", record.tlp)}
    if isinstance(record, Incident):
        start["revision"] = record.revision

    def make(given: QueryDict | None) -> forms.Form:
        return RestrictForm(losing, people, given, initial=start)

    def do(form: forms.Form) -> None:
        assert isinstance(form, RestrictForm)
        restrict(
            record=record,
            tlp=form.cleaned_data["tlp"],
            by=member.user,
            reason=form.cleaned_data["reason"],
            members=form.chosen(),
            revision=form.cleaned_data["revision"] if isinstance(record, Incident) else None,
        )

    act = Act(
        title=_("Change who may see this"),
        button=_("Change the mark"),
        done=_("The mark is changed. Lists, searches and maps follow at once."),
        back=back,
        crumbs=way,
        text=_held_by_reports(record),
        stop=True,
    )
    return act_page(request, act, make, do)


def _held_by_reports(record: Report | Incident) -> str:
    if isinstance(record, Report):
        return _("An incident that holds this report is never wider than the report.")
    return _("An incident is never wider than the strictest of its reports, whatever is chosen.")


def _losing(record: Report | Incident, people: list[Membership]) -> dict[int, str]:
    """Say for each mark how many members see the record then, and how many no longer."""
    rows = NamedAccess.objects.filter(kind=kind_of(record), object_id=record.pk)
    named = set(rows.values_list("membership", flat=True))

    def seeing(tlp: int) -> int:
        return sum(1 for one in people if one.clearance >= tlp or one.pk in named)

    now, floor = seeing(record.tlp), _floor(record)
    return {mark.value: _lost(now - seeing(max(mark.value, floor))) for mark in TLP}


def _floor(record: Report | Incident) -> int:
    """Return the mark below which a record cannot go: that of an incident's strictest report."""
    if isinstance(record, Report):
        return int(TLP.CLEAR)
    reports = Report.objects.filter(links__incident=record, links__withdrawn_at=None)
    return int(reports.aggregate(most=Max("tlp"))["most"] or 0)


def _lost(fewer: int) -> str:
    if fewer > 0:
        text = ngettext(
            "(%(count)s person will no longer see it)",
            "(%(count)s people will no longer see it)",
            fewer,
        )
        return text % {"count": fewer}
    if fewer < 0:
        text = ngettext(
            "(%(count)s person more will see it)", "(%(count)s people more will see it)", -fewer
        )
        return text % {"count": -fewer}
    return ""
