"""Workload: one's own assignments, what waits for a second person, what is stuck, how long it
takes. By office and by queue; no person is measured.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from goodoffices.core.models import Membership, Office
from goodoffices.core.views.asked import asked as asked_for
from goodoffices.monitor.queries.verification.aspects import judged
from goodoffices.monitor.queries.verification.counted import against_the_rule
from goodoffices.monitor.queries.verification.resting import resting
from goodoffices.monitor.queries.verification.waiting import waiting_assessments
from goodoffices.monitor.queries.workload.assignments import open_assignments
from goodoffices.monitor.queries.workload.stuck import LATELY, queues
from goodoffices.monitor.queries.workload.timing import (
    Decided,
    by_month,
    by_office,
    decided,
    months,
)
from goodoffices.monitor.views.acts import acting

MOST = 50


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Show what is assigned, what waits and for how long, as far as the member may see."""
    member = acting(request, "monitor.report")
    now = timezone.now()
    today = timezone.localdate(now)
    offices = list(Office.objects.order_by("code"))
    chosen = next((o for o in offices if o.code == asked_for(request, "office")), None)
    values = {
        "today": today,
        "offices": offices,
        "office": chosen,
        "may_assign": member.may("monitor.assign"),
        "may_assess": member.may("monitor.assess"),
        **_assigned(member),
        **_seconds(member),
        **_figures(member, now, today, chosen),
        "counted": against_the_rule(member),
    }
    return render(request, "monitor/workload.html", values)


def _assigned(member: Membership) -> dict[str, Any]:
    rows = open_assignments(member)
    others = rows.exclude(to=member) if member.may("monitor.assign") else rows.none()
    return {"mine": list(rows.filter(to=member)[:MOST]), "others": list(others[:MOST])}


def _seconds(member: Membership) -> dict[str, Any]:
    if not member.may("monitor.assess"):
        return {"seconds": [], "resting": []}
    rows = waiting_assessments(member).select_related("incident__place", "by", "policy")
    seconds = [(row.incident, judged(row, member)) for row in rows[:MOST]]
    return {"seconds": seconds, "resting": resting(member)}


def _figures(
    member: Membership, now: datetime, today: date, office: Office | None
) -> dict[str, Any]:
    first = months(today)[-1]
    since = datetime.combine(first, time(), timezone.get_current_timezone())
    found = decided(member, since)
    lately = [one for one in found if one.received >= now - LATELY]
    of_one = [one for one in found if office is None or one.office == office.pk]
    return {
        "queues": queues(member, _hours(lately), now),
        "by_office": by_office(lately, member),
        "by_month": by_month(of_one, today),
    }


def _hours(found: list[Decided]) -> list[float]:
    return [one.hours for one in found]
