"""Sources: the list, and the record of one with its grades and its reports over time."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from goodoffices.codebook.errors import NotFound
from goodoffices.core.access import may_see
from goodoffices.core.figures import PeriodCount, TimelineFigure, timeline
from goodoffices.core.models import Membership
from goodoffices.core.queries.history import history
from goodoffices.core.reasons import ask_reason
from goodoffices.core.services.reads import note_read
from goodoffices.monitor.models import Report, Source
from goodoffices.monitor.queries import source_figures
from goodoffices.monitor.queries.source_figures import SourceFigures
from goodoffices.monitor.queries.verification.track import record_of
from goodoffices.monitor.views.acts import acting

LATEST = 8


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the sources with what their reports amount to."""
    member = acting(request)
    values = {
        "rows": source_figures.rows(member),
        "may_change": member.may("monitor.source"),
    }
    return render(request, "monitor/sources.html", values)


@require_safe
def show(request: HttpRequest, code: str) -> HttpResponse:
    """Show one source."""
    member = acting(request)
    source = find_source(code, member)
    note_read(source, member=member)
    reports = Report.objects.visible_to(member).filter(source=source)
    copied = source.copies_from
    values = {
        "source": source,
        "figures": source_figures.figures(member, source).get(source.pk, SourceFigures()),
        "withdrawn": source_figures.withdrawn(source, member),
        "track": record_of(source, member),
        "timeline": _timeline(source, member),
        "grades": source.grades.select_related("by").order_by("-since", "-pk"),
        "copies_from": copied if copied is not None and may_see(copied, member) else None,
        "latest": reports.select_related("source", "office").order_by("-received_at")[:LATEST],
        "events": history(source, member),
        "crumbs": crumbs(source, member),
        "may_change": member.may("monitor.source"),
    }
    return render(request, "monitor/source.html", values)


def find_source(code: str, member: Membership) -> Source:
    """Return a source the member may see, by its code; raises `NotFound`."""
    rows = Source.objects.visible_to(member).select_related("office", "copies_from")
    found: Source | None = rows.filter(code=code[:16]).first()
    if found is None:
        raise NotFound(_("There is nothing at this address."))
    found.programme = member.programme
    ask_reason(found, member)
    return found


def address(source: Source, member: Membership) -> str:
    """Return the address of a source's record."""
    where = {"programme": member.programme.slug, "code": source.code}
    return reverse("monitor:source", kwargs=where)


def crumbs(source: Source, member: Membership, here: str = "") -> list[tuple[str, str]]:
    """Return the way here: the list, the source, and the act on it."""
    listed = reverse("monitor:sources", kwargs={"programme": member.programme.slug})
    way = [(_("Sources"), listed), (source.label, address(source, member) if here else "")]
    return [*way, (here, "")] if here else way


def _timeline(source: Source, member: Membership) -> TimelineFigure | None:
    counted = source_figures.months(source, member)
    if not counted:
        return None
    listed = reverse("monitor:incidents", kwargs={"programme": member.programme.slug})
    periods = [_month(first, count, f"{listed}?source={source.code}") for first, count in counted]
    ticks = [
        (index, str(first.year))
        for index, (first, _count) in enumerate(counted)
        if first.month == 1 and 1 <= index < len(counted) - 1
    ]
    return timeline(
        periods,
        title=_("Reports by the month they speak of"),
        caption=_("Reports by the month they speak of"),
        ticks=ticks,
        rtl=get_language_bidi(),
    )


def _month(first: date, count: int, listed: str) -> PeriodCount:
    last = first.replace(day=monthrange(first.year, first.month)[1])
    return PeriodCount(
        first=first,
        last=last,
        count=count,
        label=date_format(first, "YEAR_MONTH_FORMAT"),
        url=f"{listed}&from={first.isoformat()}&to={last.isoformat()}",
    )
