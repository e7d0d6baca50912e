"""The incident list, its map as GeoJSON, and what the list holds as a file."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goodoffices.core.access import require
from goodoffices.core.queries.addresses import MapView
from goodoffices.monitor.figures.living_map import map_json
from goodoffices.monitor.queries import listing
from goodoffices.monitor.queries.filters import parse
from goodoffices.monitor.queries.periods import settle
from goodoffices.monitor.views.bar import filter_bar, only_choice
from goodoffices.monitor.views.exports import INCIDENT_FORMS, endings


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List incidents as the address filters them."""
    member = require(request.member, "core.view")  # type: ignore[attr-defined]
    asked = parse(request.GET)
    address = only_choice(request, member, asked)
    if address:
        return HttpResponseRedirect(request.path + address)
    period = None
    if asked.preset not in ("", "all") or asked.first_day or asked.last_day:
        period = settle(asked, member)
    narrow = asked.in_period(period.first, period.last) if period else asked
    found = listing.page(narrow, member, _number(request))
    values = {
        "bar": filter_bar(request, asked, member, page="monitor:incidents", period=period),
        "listing": found,
        "page": _page(found),
        "exports": endings(member, INCIDENT_FORMS),
        "may_cite": member.may("publish.write"),
    }
    return render(request, "monitor/incidents.html", values)


@require_safe
def map_points(request: HttpRequest) -> JsonResponse:
    """Answer the living map: points while they are few, clusters above."""
    member = require(request.member, "core.view")  # type: ignore[attr-defined]
    return JsonResponse(
        map_json(MapView.of(request.GET), parse(request.GET), member),
        headers={"Cache-Control": "private, no-store"},
        content_type="application/geo+json",
    )


def _number(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def _page(found: listing.Listing) -> Page[Any]:
    """Return the listing in the form the pagination tag knows."""
    paginator = Paginator(range(found.total), found.size)
    return paginator.page(found.number)
