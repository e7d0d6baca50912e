"""The rail: gathers the entries of all rooms, and leaves those the member may use."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from goodoffices.core.navigation import RailEntry

HOUSE = 50
"""From this order on, entries are about the house and not about the day's work."""


@dataclass(frozen=True, slots=True)
class RailLink:
    """An entry as one page shows it."""

    entry: RailEntry
    url: str
    current: bool
    begins_house: bool


@lru_cache(maxsize=1)
def entries() -> tuple[RailEntry, ...]:
    """Return the entries of every room, in the order of the rail."""
    found: list[RailEntry] = []
    for app in apps.get_app_configs():
        name = f"{app.name}.navigation"
        if app.name.startswith("goodoffices.") and find_spec(name):
            found += getattr(import_module(name), "ENTRIES", ())
    return tuple(sorted(found, key=lambda entry: entry.order))


def rail(request: HttpRequest) -> list[RailLink]:
    """Return the links for this page's member; nothing outside a programme."""
    member = getattr(request, "member", None)
    if member is None:
        return []
    match = request.resolver_match
    view_name = match.view_name if match else ""
    open_to = [(e, _url(e, member.programme.slug)) for e in entries() if member.may(e.permission)]
    reached = [(entry, url) for entry, url in open_to if url]
    best = max((entry.match(view_name) for entry, _ in reached), default=0)
    return _links(reached, view_name, best)


def _links(reached: list[tuple[RailEntry, str]], view_name: str, best: int) -> list[RailLink]:
    links: list[RailLink] = []
    for entry, url in reached:
        begins = bool(links) and entry.order >= HOUSE > links[-1].entry.order
        links.append(RailLink(entry, url, 0 < best == entry.match(view_name), begins))
    return links


def _url(entry: RailEntry, slug: str) -> str:
    try:
        return reverse(entry.url_name, kwargs={"programme": slug})
    except NoReverseMatch:
        return ""
