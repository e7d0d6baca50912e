"""The list of reports: what waits for a decision, and everything that was ever received."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from goodoffices.core.models import Membership, Office
from goodoffices.core.views.options import Option
from goodoffices.monitor.forms.reasons import LANGUAGES
from goodoffices.monitor.models import Source
from goodoffices.monitor.queries import reports
from goodoffices.monitor.queries.reports import ReportFilter, ReportPage
from goodoffices.monitor.views.acts import acting
from goodoffices.monitor.views.bar import MOST_SOURCES
from goodoffices.monitor.views.exports import REPORT_FORMS, endings


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List reports as the address filters them, newest first."""
    member = acting(request)
    asked = reports.parse(request.GET)
    found = reports.page(asked, member, _number(request))
    values = {
        "asked": asked,
        "listing": found,
        "rows": found.rows,
        "page": _page(found),
        "decisions": _decisions(asked),
        "sources": _sources(asked, member),
        "offices": _offices(asked),
        "languages": [Option(c, str(name), c in asked.languages) for c, name in LANGUAGES],
        "first_day": request.GET.get("from", "") if asked.first_day else "",
        "last_day": request.GET.get("to", "") if asked.last_day else "",
        "exports": endings(member, REPORT_FORMS),
        "query": asked.address(),
        "may_add": member.may("monitor.report"),
        "may_decide": member.may("monitor.incident"),
    }
    return render(request, "monitor/reports.html", values)


def _decisions(asked: ReportFilter) -> list[tuple[str, str, bool]]:
    """Return the tabs: what to do with the reports."""
    labels = {
        "": _("All"),
        "waits": _("Waits for a decision"),
        "linked": _("Linked"),
        "set-aside": pgettext("reports", "Set aside"),
        "withdrawn": _("Withdrawn"),
    }
    return [
        (label, "?" + asked.address(decision=code), code == asked.decision)
        for code, label in labels.items()
    ]


def _sources(asked: ReportFilter, member: Membership) -> list[Option]:
    rows = Source.objects.visible_to(member).order_by("name")[:MOST_SOURCES]
    return [Option(row.code, row.label, row.code in asked.sources) for row in rows]


def _offices(asked: ReportFilter) -> list[Option]:
    rows = Office.objects.order_by("code")
    return [Option(row.code, row.name, row.code in asked.offices) for row in rows]


def _number(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def _page(found: ReportPage) -> Page[Any]:
    """Return the listing in the form the pagination tag knows."""
    return Paginator(range(found.total), found.size).page(found.number)
