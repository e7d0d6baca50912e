"""The queue: one waiting report at a time beside what it may be the same as, decided by one key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from goodoffices.codebook.errors import Conflict, InvalidInput, NotFound
from goodoffices.core.access import may_see
from goodoffices.core.figures import MapFigure
from goodoffices.core.models import Membership
from goodoffices.core.record_map import Spot, record_map
from goodoffices.core.services.reads import note_read
from goodoffices.monitor.figures.names import what_and_where
from goodoffices.monitor.models import Report, ReportDecision, ReportVersion
from goodoffices.monitor.queries import queue
from goodoffices.monitor.queries.records.holding import files_of
from goodoffices.monitor.queries.records.incident import find_incident
from goodoffices.monitor.queries.records.report import find_report
from goodoffices.monitor.queries.side_by_side import Beside, beside
from goodoffices.monitor.queries.suggestions import Offered, offered
from goodoffices.monitor.services.linking import deciding, holding
from goodoffices.monitor.views.acts import acting
from goodoffices.monitor.views.report import name

PERMISSION = "monitor.incident"


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Give the member the next waiting report that nobody else is looking at."""
    member = acting(request, PERMISSION)
    return _page(request, member, holding.take_next(member))


@require_safe
def item(request: HttpRequest, code: str) -> HttpResponse:
    """Look at one waiting report of the queue."""
    member = acting(request, PERMISSION)
    rows = queue.waiting(member).select_related("source", "comparison")
    waiting = rows.filter(code=code).first()
    if waiting is not None and holding.take(waiting, member):
        return _page(request, member, waiting)
    messages.info(request, _why_not(waiting or find_report(code, member)))
    return redirect("monitor:queue", programme=member.programme.slug)


def _why_not(report: Report) -> str:
    hold = holding.held_by(report)
    if hold is not None and not report.is_linked:
        return _("%(name)s is looking at that report now. This is the next one.") % {
            "name": hold.member.user.name
        }
    return _("That report waits no more: it was decided on. This is the next one.")


@require_POST
def decide(request: HttpRequest, code: str) -> HttpResponse:
    """Take a decision on a report, and go to the next one."""
    member = acting(request, PERMISSION)
    report = find_report(code, member)
    kind, _colon, about = request.POST.get("choice", "").partition(":")
    try:
        named = _named(kind, about, member)
        made = deciding.decide(
            report=report,
            kind="same" if named else kind,
            by=member.user,
            reason=request.POST.get("reason", "")[:2000],
            **named,
        )
    except (InvalidInput, Conflict, NotFound) as error:
        return _again(request, member, report, error)
    messages.success(request, _said(made))
    return redirect("monitor:queue", programme=member.programme.slug)


def _named(kind: str, about: str, member: Membership) -> dict[str, Any]:
    """Return the incident or the other report that a choice such as "incident:abc" names."""
    if kind == "incident":
        return {"incident": find_incident(about, member)}
    return {"other": find_report(about, member)} if kind == "report" else {}


def _again(
    request: HttpRequest,
    member: Membership,
    report: Report,
    error: InvalidInput | Conflict | NotFound,
) -> HttpResponse:
    """Show the report again with what went wrong; the next one where it is out of reach now."""
    rows = queue.waiting(member).select_related("source")
    current = rows.filter(pk=report.pk).first()
    if current is None or not holding.take(current, member):
        current = holding.take_first(member)
    typed = request.POST.get("reason", "") if current and current.pk == report.pk else ""
    more = {"trouble": error.message, "typed": typed}
    status = 409 if isinstance(error, NotFound) else error.status
    return _page(request, member, current, status, **more)


@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Take the member's last decision back, and show that report again."""
    member = acting(request, PERMISSION)
    last = _last(member)
    if last is None or str(last.pk) != request.POST.get("decision", ""):
        messages.info(request, _("There is nothing to take back."))
        return redirect("monitor:queue", programme=member.programme.slug)
    try:
        report = deciding.undo(decision=last, by=member.user)
    except Conflict as error:
        messages.error(request, error.message)
        return redirect("monitor:queue", programme=member.programme.slug)
    messages.success(request, _("Taken back: the report waits again."))
    where = {"programme": member.programme.slug, "code": report.code}
    return redirect(reverse("monitor:queue-item", kwargs=where))


def _last(member: Membership) -> ReportDecision | None:
    last = queue.last_decision(member)
    if last is None or not may_see(last.report, member):
        return None
    return last if last.incident is None or may_see(last.incident, member) else None


def _said(made: ReportDecision) -> str:
    """Say what was decided."""
    return {
        "same": _("The same: the report is linked."),
        "new": _("New: an incident is open."),
        "unsure": _("Not sure: it comes again after all others."),
        "reject": _("Set aside."),
    }[made.kind]


def _page(
    request: HttpRequest,
    member: Membership,
    report: Report | None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """Show one report of the queue, or that nothing waits."""
    last = _last(member)
    values: dict[str, Any] = {"left": queue.left(member), "last": last, **more}
    values["last_said"] = _said(last) if last else ""
    if report is not None:
        note_read(report, member=member)
        values |= _item(report, member)
    return render(request, "monitor/queue.html", values, status=status)


def _item(report: Report, member: Membership) -> dict[str, Any]:
    found = offered(report, member)
    own, sides = beside(report, found, member)
    previous, following = queue.beside(report, member)
    return {
        "report": report,
        "words": ReportVersion.objects.get(report=report, number=report.current),
        "files": [(one, None) for one in files_of([report.pk], member)[report.pk]],
        "own": own,
        "found": list(zip(found, sides, strict=True)),
        "map": _map(report, own, found, sides, member),
        "previous": previous,
        "following": following,
        "put_off": getattr(report, "put_off_at", None),
        "compared": hasattr(report, "comparison"),
    }


def _map(
    report: Report,
    own: Beside,
    found: Sequence[Offered],
    sides: Sequence[Beside],
    member: Membership,
) -> MapFigure | None:
    """Draw where the report says it happened, with the numbers of what it may be the same as."""
    at: dict[tuple[float, float], list[Offered]] = {}
    for one, side in zip(found, sides, strict=True):
        if side.latitude is not None and side.longitude is not None and abs(side.latitude) <= 85:
            at.setdefault((side.latitude, side.longitude), []).append(one)
    spots = [
        Spot(*point, "; ".join(map(_label, here)), ", ".join(str(one.number) for one in here))
        for point, here in at.items()
    ]
    place = own.latitude, own.longitude, own.radius_m
    return record_map(*place, name(report), _("this report"), member, others=spots)


def _label(one: Offered) -> str:
    if one.incident is None:
        what = name(one.other)
    else:
        what = what_and_where(one.incident, (get_language() or "en")[:2])
    return f"{one.number}: {what}"
