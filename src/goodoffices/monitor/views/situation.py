"""The situation page: what changed, what is usual, what waits."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goodoffices.core.access import require
from goodoffices.core.models import Membership
from goodoffices.core.services import visits
from goodoffices.monitor.figures.picture import Picture, picture
from goodoffices.monitor.models import Report
from goodoffices.monitor.notes import Note
from goodoffices.monitor.queries.filters import parse
from goodoffices.monitor.queries.periods import settle
from goodoffices.monitor.queries.waiting import disagreements, silent_offices, waiting
from goodoffices.monitor.queries.window import Window
from goodoffices.monitor.views import sentences
from goodoffices.monitor.views.bar import filter_bar, only_choice

LATEST = 8


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Show the situation of the programme, as the address filters it."""
    member = require(request.member, "core.view")  # type: ignore[attr-defined]
    asked = parse(request.GET)
    address = only_choice(request, member, asked)
    if address:
        return HttpResponseRedirect(request.path + address)
    window = Window(settle(asked, member), asked)
    since = visits.look(member=member, page="monitor:situation")
    undecided = waiting(member, since)
    seen = picture(window, member)
    compared = seen.now, seen.before, seen.usual
    values = {
        "period": window.period,
        "narrow": window.narrow,
        "bar": filter_bar(request, asked, member, page="monitor:situation", period=window.period),
        "waiting": undecided,
        "waits": sentences.waits(undecided, member),
        "stats": sentences.stats(*compared, undecided, window.narrow, member),
        "notes": _notes(seen, window, member),
        "map": seen.map,
        "timeline": seen.timeline,
        "latest": seen.latest_incidents,
        "may_cite": member.may("publish.write"),
        "seen_any": bool(seen.now.incidents),
        "latest_reports": latest_reports(member),
    }
    return render(request, "monitor/situation.html", values)


def _notes(seen: Picture, window: Window, member: Membership) -> list[Note]:
    period = window.period
    disputed = disagreements(member, period.first, period.last)
    found = seen.changes, disputed, silent_offices(member)
    return sentences.notes(*found, period, window.narrow, member)


def latest_reports(member: Membership) -> list[Report]:
    """Return the reports that came in last."""
    # In two steps: a join would have SQLite sort all reports to find eight.
    newest = Report.objects.visible_to(member).order_by("-received_at", "-pk")
    ids = list(newest.values_list("pk", flat=True)[:LATEST])
    found = Report.objects.select_related("source", "office").in_bulk(ids)
    return [found[one] for one in ids]
