"""The situation page: what changed, what is usual, what waits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goodoffices.core.access import require
from goodoffices.core.models import Membership
from goodoffices.core.services import visits
from goodoffices.monitor.figures import map_figure, timeline_figure
from goodoffices.monitor.models import Incident, Report
from goodoffices.monitor.queries import history, listing, situation, timeline
from goodoffices.monitor.queries.filters import IncidentFilter, parse
from goodoffices.monitor.queries.periods import Period, settle
from goodoffices.monitor.queries.selection import select
from goodoffices.monitor.queries.waiting import (
    Waiting,
    disagreements,
    silent_offices,
    waiting,
)
from goodoffices.monitor.views import sentences
from goodoffices.monitor.views.bar import filter_bar, only_choice

LATEST = 8


@dataclass(frozen=True, slots=True)
class Window:
    """The days a page must read: the period, and as far back as "usual" and the bars reach."""

    period: Period
    asked: IncidentFilter

    @property
    def wide(self) -> IncidentFilter:
        """The filter over all days that the page needs."""
        if self.period.is_all:
            return self.asked.in_period(None, None)
        back = max((history.PERIODS + 1) * self.period.days, timeline.FEWEST_DAYS)
        return self.asked.in_period(self.period.first - back, self.period.last)

    @property
    def narrow(self) -> IncidentFilter:
        """The filter over the period alone."""
        if self.period.is_all:
            return self.asked.in_period(None, None)
        return self.asked.in_period(self.period.first, self.period.last)


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Show the situation of the programme, as the address filters it."""
    member = require(request.member, "core.view")  # type: ignore[attr-defined]
    asked = parse(request.GET)
    address = only_choice(request, member, asked)
    if address:
        return HttpResponseRedirect(request.path + address)
    period = settle(asked, member)
    window = Window(period, asked)
    since = visits.look(member=member, page="monitor:situation")
    undecided = waiting(member, since)
    found = figures_of(window, member)
    values = {
        "period": period,
        "bar": filter_bar(request, asked, member, page="monitor:situation", period=period),
        "waiting": undecided,
        "waits": sentences.waits(undecided, member),
        "stats": _stats(found, undecided, window, member),
        "notes": _notes(found, window, member),
        "latest_reports": latest_reports(member),
        **found,
    }
    return render(request, "monitor/situation.html", values)


def _stats(
    found: dict[str, Any], undecided: Waiting, window: Window, member: Membership
) -> list[sentences.Stat]:
    figures = found["now"], found["before"], found["usual"]
    return sentences.stats(*figures, undecided, window.narrow, member)


def _notes(found: dict[str, Any], window: Window, member: Membership) -> list[sentences.Note]:
    seen = found["changes"], found["disagreements"], found["silences"]
    return sentences.notes(*seen, window.period, window.narrow, member)


def figures_of(window: Window, member: Membership) -> dict[str, Any]:
    """Return everything on the page that depends on the filters."""
    period = window.period
    wide = listing.narrowed(select(window.wide, member))
    rows = listing.narrowed(select(window.narrow, member))
    now = situation.figures(rows)
    bars = timeline.bars(wide, period)
    newest = rows.order_by(*listing.ORDERS["newest"]).values_list("pk", flat=True)
    return {
        "narrow": window.narrow,
        "now": now,
        "timeline": timeline_figure(bars, window.asked, usual=_usual_bar(bars, period)),
        "map": map_figure(rows, now.box, window.narrow, member),
        "latest": listing.in_order(list(newest[:LATEST])),
        "disagreements": disagreements(member, period.first, period.last),
        "silences": silent_offices(member),
        **_compared(wide, window, member),
    }


def _compared(wide: QuerySet[Incident], window: Window, member: Membership) -> dict[str, Any]:
    """Return what the period is compared with; everything there is has nothing to compare."""
    period = window.period
    if period.is_all:
        return {"before": None, "usual": None, "changes": []}
    past = history.history(wide, period)
    before = window.asked.in_period(period.before.first, period.before.last)
    return {
        "before": situation.figures(listing.narrowed(select(before, member))),
        "usual": history.usual(past),
        "changes": [] if window.asked.is_narrow else history.changes(past),
    }


def _usual_bar(bars: list[timeline.Bar], period: Period) -> tuple[int, int] | None:
    return None if period.is_all else history.band([bar.count for bar in bars if not bar.now])


def latest_reports(member: Membership) -> list[Report]:
    """Return the reports that came in last."""
    rows = Report.objects.visible_to(member).select_related("source", "office")
    return list(rows.order_by("-received_at", "-pk")[:LATEST])
