"""The door of the public site: first of all middleware, before sessions, cookies and accounts.

A request for a public site is answered here and goes no further; any other is none of its business.
What was made for a page is kept as bytes for as long as the site's serial stands, which every
request asks the database for.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace

from django.conf import settings
from django.db import DatabaseError, connections
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import Resolver404, get_resolver
from django.utils import timezone, translation

from goodoffices.core.jobs.running import where
from goodoffices.site import failing
from goodoffices.site.addressing import methods_of
from goodoffices.site.answers import NOT_KEPT, Kept, Shelf, answer, dressed
from goodoffices.site.confining import as_public
from goodoffices.site.faces import Face, face_of
from goodoffices.site.reading import site as site_of
from goodoffices.site.reading import standing

Handler = Callable[[HttpRequest], HttpResponse]

log = logging.getLogger("goodoffices.site")
SHELF = Shelf()
LONGEST_PATH = 300
LARGEST_POST = 64 * 1024


class PublicFace:
    """Answers for public sites; passes on to the workspace what is not theirs."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer for a site, or let the workspace do so where it is served at all."""
        face = face_of(request)
        if face is not None:
            return _public(request, face)
        if settings.SITE_ONLY:
            return failing.page(request, 404)
        return self.get_response(request)


def _public(request: HttpRequest, face: Face) -> HttpResponse:
    """Answer as the public: whatever goes wrong, the page says nothing of what is inside."""
    try:
        with as_public():
            return _known(request, face)
    except Http404:
        return failing.page(request, 404)
    except Exception as error:
        # Not the message: it may hold what somebody wrote.
        log.error("a public page met %s at %s", type(error).__name__, where(error))
        connection = connections[settings.PUBLIC_DATABASE]
        if isinstance(error, DatabaseError) and not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()
        return failing.page(request, 500)


def _known(request: HttpRequest, face: Face) -> HttpResponse:
    if not face.programme or len(face.rest) > LONGEST_PATH or "\x00" in face.rest:
        raise Http404
    serial = standing(face.programme)
    if serial is None:
        raise Http404
    key = (face.base, face.origin, face.rest)
    if request.method in ("GET", "HEAD"):
        kept = SHELF.get(key, serial)
        if kept is None:
            made = _made(request, face)
            if isinstance(made, HttpResponse):
                return dressed(made)
            if made.control != NOT_KEPT:
                SHELF.put(key, serial, made)
            kept = made
        return answer(request, kept)
    made = _made(request, face)
    return answer(request, made) if isinstance(made, Kept) else dressed(made)


def _made(request: HttpRequest, face: Face) -> Kept | HttpResponse:
    """Let the view of the address make its answer, in the language of the address."""
    site = site_of(face.programme)
    if site is None or not site.open:
        raise Http404
    face = replace(face, site=site)
    first, slash, rest = face.rest.partition("/")
    urls = "goodoffices.site.root_urls"
    if first in face.languages and not slash:
        return HttpResponse(status=301, headers={"Location": face.at("", first)})
    if first in face.languages:
        face, urls, path = face.speaking(first), "goodoffices.site.urls", f"/{rest}"
    else:
        path = f"/{face.rest}"
    request.face = face  # type: ignore[attr-defined]
    try:
        view, args, kwargs = get_resolver(urls).resolve(path)
    except Resolver404:
        raise Http404 from None
    allowed = methods_of(view)
    if request.method not in allowed:
        return failing.page(request, 405, {"Allow": ", ".join(allowed)})
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_POST:
        return failing.page(request, 413)
    with translation.override(face.language), timezone.override(None):
        made: Kept | HttpResponse = view(request, *args, **kwargs)
        return made


public_face = PublicFace
