"""Where a visit begins, and what machines are told of the site as a whole."""

from __future__ import annotations

from html import escape

from django.http import HttpRequest, HttpResponse

from goodoffices.site import reading, showing
from goodoffices.site.answers import Kept
from goodoffices.site.faces import Face

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    ' xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
)
MOST = 16_000
"""Addresses in one map; the standard allows 50,000, each with its alternates."""


def begin(request: HttpRequest) -> HttpResponse:
    """Lead to the first page in the language that the browser asks for."""
    face: Face = request.face  # type: ignore[attr-defined]
    asked = request.META.get("HTTP_ACCEPT_LANGUAGE", "")[:200].lower().split(",")
    wished = [part.strip()[:2] for part in asked]
    language = next((one for one in wished if one in face.languages), face.languages[0])
    response = HttpResponse(status=302, headers={"Location": face.at("", language)})
    response["Vary"], response["Cache-Control"] = "Accept-Language", "no-cache"
    return response


def robots(request: HttpRequest) -> Kept:
    """Let everybody read everything, and say where the map is."""
    face: Face = request.face  # type: ignore[attr-defined]
    text = f"User-agent: *\nAllow: /\nSitemap: {face.root}/sitemap.xml\n"
    return Kept(text.encode(), "text/plain; charset=utf-8", face.site.changed_at)


def sitemap(request: HttpRequest) -> Kept:
    """List every page with the other languages it stands in."""
    face: Face = request.face  # type: ignore[attr-defined]
    lines = [_entry(face, path, there) for path, there in _pages(face)]
    body = _HEAD + "".join(lines[:MOST]) + "</urlset>\n"
    return Kept(body.encode(), "application/xml; charset=utf-8", face.site.changed_at)


def _pages(face: Face) -> list[tuple[str, dict[str, str]]]:
    """Return each path with (language, day of the last change) where it stands."""
    general = ["", "news/", "reports/", "data/", "get-involved/"]
    found = [(path, dict.fromkeys(face.languages, "")) for path in general]
    for name in (*showing.OWN, *showing.AT_FOOT):
        there = [c for c in face.languages if face.site.words.get(c, {}).get(name)]
        found += [(f"{name}/", dict.fromkeys(there, ""))] if there else []
    by_address: dict[str, dict[str, str]] = {}
    for item in reading.items(face.programme):
        if item.withdrawn_at is None and item.language in face.languages:
            there_too = by_address.setdefault(f"news/{item.address}/", {})
            there_too[item.language] = item.changed_at.date().isoformat()
    found += by_address.items()
    sets = {row.address for row in reading.datasets(face.programme) if not row.withdrawn_at}
    return found + [(f"data/{one}/", dict.fromkeys(face.languages, "")) for one in sorted(sets)]


def _entry(face: Face, path: str, there: dict[str, str]) -> str:
    link = '<xhtml:link rel="alternate" hreflang="{}" href="{}"/>'
    others = "".join(link.format(code, escape(face.absolute(path, code))) for code in there)
    return "".join(
        f"<url><loc>{escape(face.absolute(path, code))}</loc>"
        + (f"<lastmod>{day}</lastmod>" if day else "")
        + f"{others}</url>\n"
        for code, day in there.items()
    )
