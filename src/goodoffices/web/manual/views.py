"""The manual's addresses, under ``/docs/``: public text, so that nobody has to log in."""

from __future__ import annotations

import mimetypes

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from goodoffices.web.manual import rendering, shelf


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Lead to the first page."""
    return redirect("docs", page="index.html")


@require_safe
def show(request: HttpRequest, page: str) -> HttpResponseBase:
    """Show a page (``how-to/search.html``) or send a picture of one."""
    picture = shelf.picture(page)
    if picture is not None:
        kind = mimetypes.guess_type(picture.name)[0] or "application/octet-stream"
        return FileResponse(picture.open("rb"), content_type=kind)
    name = page.removesuffix(".html")
    found = rendering.read(name)
    if found is None and name != "index":
        raise Http404
    values = {"page": found, "name": name, "contents": shelf.contents()}
    return render(request, "web/manual.html", values)
