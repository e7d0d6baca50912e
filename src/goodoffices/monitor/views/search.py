"""The search page: one box over incidents, reports, places, parties and sources."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from goodoffices import codebook
from goodoffices.core.models import Membership
from goodoffices.monitor.queries import searching
from goodoffices.monitor.queries.searching import Found, Hit
from goodoffices.monitor.views.acts import acting

PAGES = {
    "incident": ("monitor:incident", "monitor:incidents", _("Incidents")),
    "report": ("monitor:report", "monitor:reports", _("Reports")),
    "place": ("core:place", "core:places", _("Places")),
    "party": ("core:party", "core:parties", _("Parties")),
    "source": ("monitor:source", "monitor:sources", _("Sources")),
    "evidence": ("core:evidence", "", _("Texts of files")),
}
"""Of each kind: the page of a record, the list, what the kind is called."""

PLACE_KINDS = {
    "country": _("country"),
    "region": _("region"),
    "district": _("district"),
    "town": _("town"),
    "village": _("village"),
    "site": _("site"),
}
SCHEMES = {"party": "party_kinds", "source": "source_kinds"}


@dataclass(frozen=True, slots=True)
class Row:
    """One hit on the page: where it leads, and what sort of thing it is."""

    hit: Hit
    url: str
    sort: str | Promise


@dataclass(frozen=True, slots=True)
class Shown:
    """One kind on the page: its hits with their addresses, and the address of all of them."""

    kind: str
    title: str | Promise
    total: int
    rows: list[Row]
    all_url: str


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Search for what was typed; a record's code leads straight to the record."""
    member = acting(request)
    text = searching.typed(request.GET.get("q", ""))
    named = searching.by_code(text, member)
    if named:
        address = _address(PAGES[named[0]][0], member, code=named[1])
        if address:
            return redirect(address)
    found = searching.find(text, member)
    values = {"found": found, "sections": _shown(found, member)}
    return render(request, "monitor/search.html", values)


def _shown(found: Found, member: Membership) -> list[Shown]:
    sections = []
    for one in found.sections:
        page, listed, title = PAGES[one.kind]
        rows = [
            Row(hit, _address(page, member, code=hit.record.code), _sort(one.kind, hit))
            for hit in one.hits
        ]
        more = _address(listed, member) if one.total > len(one.hits) else ""
        every = f"{more}?{urlencode({'q': found.text})}" if more else ""
        sections.append(Shown(one.kind, title, one.total, rows, every))
    return sections


def _sort(kind: str, hit: Hit) -> str | Promise:
    if kind == "place":
        return PLACE_KINDS.get(hit.record.kind, "")
    scheme = SCHEMES.get(kind, "")
    return _label(scheme, hit.record.kind) if scheme else ""


def _label(scheme: str, code: str) -> str:
    entries = codebook.load()[scheme]
    return entries[code].label(get_language() or "en") if code in entries else code


def _address(name: str, member: Membership, **kwargs: str) -> str:
    """Return an address inside the programme, or nothing where there is no such page."""
    try:
        return reverse(name, kwargs={"programme": member.programme.slug, **kwargs})
    except NoReverseMatch:
        return ""
