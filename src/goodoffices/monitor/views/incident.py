"""The incident record: facts with their claims side by side, reports, evidence, history."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from goodoffices.core.models import Membership
from goodoffices.core.queries.history import history
from goodoffices.core.record_map import record_map
from goodoffices.core.services.reads import note_read
from goodoffices.core.tlp import TLP
from goodoffices.monitor.figures.names import what, what_and_where, where
from goodoffices.monitor.forms.verification import AssessForm
from goodoffices.monitor.models import Incident
from goodoffices.monitor.queries.records.incident import IncidentRecord, incident_record
from goodoffices.monitor.queries.records.regroupings import regroupings, standing
from goodoffices.monitor.services.edits import MergedAway
from goodoffices.monitor.views.acts import acting
from goodoffices.monitor.views.verified import assess_start, verification_values

EXCERPT = 600
"""Characters of a report's text shown on the incident it is linked to."""


@require_safe
def show(request: HttpRequest, code: str) -> HttpResponse:
    """Show one incident."""
    member = acting(request)
    try:
        record = incident_record(code, member)
    except MergedAway as gone:
        return _gone(request, gone.incident, member)
    incident = record.incident
    note_read(incident, member=member)
    values = {
        "record": record,
        "incident": incident,
        "facts": record.facts,
        "map": _map(incident, member),
        "crumbs": crumbs(incident, member),
        "excerpt": EXCERPT,
        "may_decide": member.may("monitor.incident"),
        "may_assess": member.may("monitor.assess"),
        "may_see_acts": member.may("rights.view"),
        "may_cite": member.may("publish.write") and incident.tlp < TLP.RED,
        "hand_over": member.may("core.bundle"),
        "regroupings": record.regroupings,
        "may_assign": member.may("monitor.assign"),
        "assignment": record.assignment,
        "today": timezone.localdate(),
        **_verification(record, member),
    }
    return render(request, "monitor/incident.html", values)


def _gone(request: HttpRequest, incident: Incident, member: Membership) -> HttpResponse:
    """Show what became of an incident that stands no more, with all that was judged of it."""
    note_read(incident, member=member)
    values = {
        "incident": incident,
        "into": standing(incident) if incident.merged_into_id else None,
        "regroupings": regroupings(incident, member),
        "events": history(incident, member),
        "crumbs": crumbs(incident, member),
        "may_decide": member.may("monitor.incident"),
    }
    return render(request, "monitor/merged.html", values)


def _verification(record: IncidentRecord, member: Membership) -> dict[str, Any]:
    policy = record.policy
    regrouped = record.regroupings
    values = verification_values(record.incident, record.reports, member, policy, regrouped)
    start = assess_start(record.incident)
    return {**values, "assess": AssessForm(policy, record.reports, initial=start)}


def _map(incident: Incident, member: Membership) -> object:
    label = what_and_where(incident, (get_language() or "en")[:2])
    spot = incident.latitude, incident.longitude, incident.radius_m
    return record_map(*spot, label, where(incident), member)


def address(incident: Incident, member: Membership) -> str:
    """Return the address of an incident's record."""
    parts = {"programme": member.programme.slug, "code": incident.code}
    return reverse("monitor:incident", kwargs=parts)


def crumbs(incident: Incident, member: Membership, here: str = "") -> list[tuple[str, str]]:
    """Return the way here: the list, the incident, and the act on it."""
    listed = reverse("monitor:incidents", kwargs={"programme": member.programme.slug})
    name = what(incident, (get_language() or "en")[:2])
    way = [(_("Incidents"), listed), (name, address(incident, member) if here else "")]
    return [*way, (here, "")] if here else way
