"""The pages that the programme writes itself."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from goodoffices.site import showing
from goodoffices.site.answers import Kept
from goodoffices.site.faces import Face

PAGES = (*showing.OWN, *showing.AT_FOOT)


def show(request: HttpRequest, name: str) -> Kept:
    """Show an own page; one that is not written in this language does not exist in it."""
    face: Face = request.face  # type: ignore[attr-defined]
    text = face.words.get(name)
    if not text:
        raise Http404
    there = [code for code in face.languages if face.site.words.get(code, {}).get(name)]
    head = showing.Head(showing.own_title(name), path=f"{name}/", languages=there)
    return showing.page(request, "site/own.html", head, text=text)
