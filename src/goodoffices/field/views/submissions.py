"""The list of submissions, in three looks: a table, a map, what was photographed and recorded."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from goodoffices.core.models import Membership
from goodoffices.core.queries.addresses import MapView
from goodoffices.core.views.acting import acting
from goodoffices.core.views.asked import page_number, page_of
from goodoffices.field.figures.submission_map import map_figure, map_json
from goodoffices.field.models import Form, Submission
from goodoffices.field.outcomes import outcomes
from goodoffices.field.queries import listing
from goodoffices.field.queries.asked import SubmissionFilter, parse, select
from goodoffices.field.queries.quarantine import visible_posts
from goodoffices.field.queries.record import columns_of
from goodoffices.field.views.bar import submission_bar
from goodoffices.field.views.exports import ENDINGS


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List submissions as the address filters them, the newest first."""
    member = acting(request, "field.submissions")
    asked = parse(request.GET)
    values: dict[str, Any] = {
        "asked": asked,
        "bar": submission_bar(asked, member),
        "tabs": _tabs(asked),
        "looks": _looks(asked),
        "query": asked.address(),
        "exports": ENDINGS if member.may("core.export") and not asked.deleted else (),
        "quarantined": visible_posts(member).filter(outcome="waiting").count(),
        "may_settle": member.may("field.quarantine"),
        "may_hook": member.may("core.settings"),
    }
    shown = {"table": _table, "map": _map, "media": _media}[asked.look]
    return render(request, "field/submissions.html", values | shown(request, asked, member))


def _table(request: HttpRequest, asked: SubmissionFilter, member: Membership) -> dict[str, Any]:
    found = listing.page(asked, member, page_number(request))
    made = outcomes(found.rows, member)
    form = _only_form(asked, member)
    columns = columns_of(form) if form else None
    rows = [
        (one, made.get(one.pk, []), columns.cells(one) if columns else []) for one in found.rows
    ]
    return {
        "total": found.total,
        "rows": rows,
        "heads": columns.labels if columns else [],
        "page": page_of(found.total, found.size, found.number),
        "decisions": decisions(),
    }


def _only_form(asked: SubmissionFilter, member: Membership) -> Form | None:
    """Return the form where a single one is asked for: its first answers are columns then."""
    if len(asked.forms) != 1:
        return None
    forms = Form.objects.visible_to(member).select_related("current")
    found: Form | None = forms.filter(code=asked.forms[0]).first()
    return found


def _map(request: HttpRequest, asked: SubmissionFilter, member: Membership) -> dict[str, Any]:
    figure = map_figure(asked, member)
    placed = sum(dot.count for dot in figure.clusters)
    total = select(asked, member).count()
    return {"total": total, "figure": figure, "unplaced": total - placed}


def _media(request: HttpRequest, asked: SubmissionFilter, member: Membership) -> dict[str, Any]:
    found = listing.media(asked, member, page_number(request))
    page = page_of(found.total, found.size, found.number)
    return {"total": found.total, "files": found.rows, "page": page}


def _tabs(asked: SubmissionFilter) -> list[tuple[str, str, bool]]:
    """Return the tabs: where the review of submissions stands."""
    labels: dict[str, Any] = {"": _("All")} | dict(Submission.Review.choices)
    return [
        (
            str(label),
            "?" + asked.address(reviews=(state,) if state else ()),
            asked.reviews == ((state,) if state else ()),
        )
        for state, label in labels.items()
    ]


def _looks(asked: SubmissionFilter) -> list[tuple[str, str, bool, str]]:
    """Return the three looks: label, address, whether it is this one, icon."""
    labels = {
        "table": (_("Table"), "table"),
        "map": (_("Map"), "map"),
        "media": (_("Files"), "file"),
    }
    return [
        (label, "?" + asked.address(look=look), look == asked.look, icon)
        for look, (label, icon) in labels.items()
    ]


def decisions() -> list[tuple[str, str]]:
    """Return what a person can decide about submissions, as the acts are called."""
    return [
        ("approved", _("Approve")),
        ("rejected", _("Reject")),
        ("received", _("Put back to received")),
    ]


@require_safe
def map_points(request: HttpRequest) -> HttpResponse:
    """Answer the living map: single submissions while they are few, clusters above."""
    member = acting(request, "field.submissions")
    return JsonResponse(
        map_json(MapView.of(request.GET), parse(request.GET), member),
        headers={"Cache-Control": "private, no-store"},
        content_type="application/geo+json",
    )
