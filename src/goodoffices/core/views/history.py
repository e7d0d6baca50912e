"""The programme's history: everything that anybody did, and when."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from goodoffices.core.audit import ACTIONS
from goodoffices.core.models import AuditEntry, Membership
from goodoffices.core.queries.history import entries, events
from goodoffices.core.views.acting import acting
from goodoffices.core.views.asked import asked

PAGE = 50


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the entries of the programme's audit log, filtered by the address."""
    member = acting(request, "core.audit")
    action = asked(request, "action")
    actor = asked(request, "actor", 16)
    first, last = _day(request, "from"), _day(request, "to")
    rows = _asked(entries(member), action, actor, first, last)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    values = {
        "page": page,
        "events": events(page.object_list),
        "actions": [(name, ACTIONS[name], name == action) for name in sorted(ACTIONS)],
        "actors": [(row.code, row.user.name, row.code == actor) for row in _members()],
        "first": first,
        "last": last,
        "is_filtered": bool(action or actor or first or last),
    }
    return render(request, "core/history.html", values)


def _members() -> QuerySet[Membership]:
    return Membership.objects.select_related("user").order_by("user__name")


def _asked(
    rows: QuerySet[AuditEntry], action: str, actor: str, first: date | None, last: date | None
) -> QuerySet[AuditEntry]:
    if action in ACTIONS:
        rows = rows.filter(action=action)
    if actor:
        found = Membership.objects.filter(code=actor[:16]).values("user")
        rows = rows.filter(actor__in=found)
    if first:
        rows = rows.filter(at__gte=_midnight(first))
    if last:
        rows = rows.filter(at__lt=_midnight(last + timedelta(days=1)))
    return rows


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _day(request: HttpRequest, name: str) -> date | None:
    """Return a day of the address; what is none, or lies centuries off, is no filter."""
    try:
        day = date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        return None
    return day if 1900 <= day.year <= 2200 else None
