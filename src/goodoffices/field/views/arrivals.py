"""Arrivals: when submissions came in, from whom, how late; who is silent; what waits on phones."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from goodoffices.core.views.acting import acting
from goodoffices.core.views.asked import asked as asked_for
from goodoffices.field.figures.arrivals import arrivals_figure
from goodoffices.field.queries import arrivals
from goodoffices.field.queries.arrivals import Arrivals
from goodoffices.field.queries.asked import SubmissionFilter, parse
from goodoffices.field.views.bar import submission_bar


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Show how submissions arrived over the last weeks, as the address filters them."""
    member = acting(request, "field.submissions")
    by = asked_for(request, "by", 4)
    by = by if by in arrivals.LENGTHS else "week"
    asked = parse(request.GET)
    spanned = arrivals.period(asked, by, member)
    found = arrivals.arrivals(spanned, by, member)
    bar = submission_bar(asked, member)
    values: dict[str, Any] = {
        "asked": asked,
        "by": by,
        "bar": bar,
        "chips": [chip for chip in bar.chips if chip.name in ("form", "office")],
        "steps": _steps(by, asked),
        "found": found,
        "query": spanned.address(),
        "figure": arrivals_figure(found, spanned, by, member),
        "delays": _delays(found),
        "silences": arrivals.silent_offices(member),
        "devices": arrivals.waiting_devices(),
    }
    return render(request, "field/arrivals.html", values)


def _steps(by: str, asked: SubmissionFilter) -> list[tuple[str, str, bool]]:
    labels = {"week": _("By week"), "day": _("By day")}
    address = asked.address(first_day=None, last_day=None)
    return [(label, f"?by={name}&{address}", name == by) for name, label in labels.items()]


def _delays(found: Arrivals) -> list[tuple[str, int]]:
    """Return how late submissions were, in words, without what did not occur at the odd ends."""
    labels = {
        "hour": _("Within an hour"),
        "day": _("Within a day"),
        "three-days": _("Within three days"),
        "week": _("Within a week"),
        "longer": _("Later"),
        "clock": _("By the phone's clock after they arrived"),
        "unknown": _("The form does not say when it was finished"),
    }
    kept = ("clock", "unknown")
    rows = [(label, name) for name, label in labels.items()]
    return [
        (label, found.delays[name])
        for label, name in rows
        if name not in kept or found.delays[name]
    ]
