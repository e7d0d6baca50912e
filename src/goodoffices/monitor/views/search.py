"""The search page: one box over everything that the member may see and look for."""

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
from goodoffices.monitor.queries.searching import Found, Hit, Kind
from goodoffices.monitor.views.acts import acting

KINDS = {
    "incident": Kind(_("Incidents"), "monitor:incident", "monitor:incidents"),
    "report": Kind(_("Reports"), "monitor:report", "monitor:reports"),
    "place": Kind(_("Places"), "core:place", "core:places"),
    "party": Kind(_("Parties"), "core:party", "core:parties", scheme="party_kinds"),
    "source": Kind(_("Sources"), "monitor:source", "monitor:sources", scheme="source_kinds"),
    "evidence": Kind(_("Texts of files"), "core:evidence", ""),
}
"""The kinds of this room and the one it stands on; rooms above bring theirs."""

PLACE_KINDS = {
    "country": _("country"),
    "region": _("region"),
    "district": _("district"),
    "town": _("town"),
    "village": _("village"),
    "site": _("site"),
}


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
        address = _address(_kinds(member)[named[0]].page, member, code=named[1])
        if address:
            return redirect(address)
    found = searching.find(text, member)
    values = {"found": found, "sections": _shown(found, member)}
    return render(request, "monitor/search.html", values)


def _shown(found: Found, member: Membership) -> list[Shown]:
    sections, kinds = [], _kinds(member)
    for one in found.sections:
        kind = kinds[one.kind]
        rows = [Row(hit, _page(kind, hit, member), _sort(one.kind, kind, hit)) for hit in one.hits]
        more = _address(kind.listed, member) if one.total > len(one.hits) else ""
        every = more if not more or kind.anchored else f"{more}?{urlencode({'q': found.text})}"
        sections.append(Shown(one.kind, kind.title, one.total, rows, every))
    return sections


def _kinds(member: Membership) -> dict[str, Kind]:
    found = dict(KINDS)
    for room in searching.rooms(member):
        found.update(room.kinds)
    return found


def _page(kind: Kind, hit: Hit, member: Membership) -> str:
    if kind.anchored:
        return f"{_address(kind.page, member)}#{hit.record.code}"
    return _address(kind.page, member, code=hit.record.code)


def _sort(name: str, kind: Kind, hit: Hit) -> str | Promise:
    if name == "place":
        return PLACE_KINDS.get(hit.record.kind, "")
    return _label(kind.scheme, hit.record.kind) if kind.scheme else ""


def _label(scheme: str, code: str) -> str:
    entries = codebook.load()[scheme]
    return entries[code].label(get_language() or "en") if code in entries else code


def _address(name: str, member: Membership, **kwargs: str) -> str:
    """Return an address inside the programme, or nothing where there is no such page."""
    try:
        return reverse(name, kwargs={"programme": member.programme.slug, **kwargs})
    except NoReverseMatch:
        return ""
