"""The addresses of the page of field reports. They ask for no login: nothing of anybody is here."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from pathlib import Path

from csp.constants import SELF
from csp.decorators import csp
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.http import quote_etag
from django.views.decorators.http import condition, require_safe

from goodoffices.codebook.errors import NotFound
from goodoffices.field.fill.shell import TYPES, folder, shell

POLICY = {
    "default-src": ["'none'"],
    # The engine of the forms reads their expressions with WebAssembly; nothing evaluates text.
    "script-src": [SELF, "'wasm-unsafe-eval'"],
    "style-src": [SELF],
    "font-src": [SELF],
    "img-src": [SELF, "blob:", "data:"],
    "media-src": ["blob:"],
    "connect-src": [SELF],
    "worker-src": [SELF],
    "manifest-src": [SELF],
    "form-action": ["'none'"],
    "frame-ancestors": ["'none'"],
    "base-uri": ["'none'"],
}
"""No inline style or script, no other server: a map's tile cannot be asked for even by mistake."""

NAME = re.compile(r"(?:fonts/)?[A-Za-z0-9][\w.-]*")
HASHED = re.compile(r"-[A-Z0-9]{8}\.(?:js|css)$|^fonts/")
FOR_EVER = "public, max-age=31536000, immutable"
ASK_FIRST = "no-cache"

View = Callable[..., HttpResponseBase]


def _public(view: View) -> View:
    """Serve to anybody, also to phones that are not logged in, under the page's own policy."""

    @wraps(view)
    def served(request: HttpRequest, *args: str, **more: str) -> HttpResponseBase:
        answer = view(request, *args, **more)
        answer.headers.setdefault("Cache-Control", ASK_FIRST)
        answer["Permissions-Policy"] = "geolocation=(self), camera=(self), microphone=()"
        return answer

    policed = csp(POLICY)(served)
    return require_safe(policed)


def _version(request: HttpRequest, *_args: str, **_more: str) -> str:
    return quote_etag(shell().version)


@_public
@condition(etag_func=_version)
def page(request: HttpRequest) -> HttpResponse:
    """Serve the page itself."""
    return HttpResponse(shell().page)


@_public
@condition(etag_func=_version)
def worker(request: HttpRequest) -> HttpResponse:
    """Serve the service worker with the list of files it keeps."""
    return HttpResponse(shell().worker, content_type=TYPES[".js"])


@_public
@condition(etag_func=_version)
def words(request: HttpRequest, language: str) -> HttpResponse:
    """Serve the page's words in one language."""
    found = shell().words.get(language)
    if found is None:
        raise Http404
    return HttpResponse(found, content_type="application/json")


@_public
@condition(etag_func=_version)
def manifest(request: HttpRequest) -> HttpResponse:
    """Serve what a phone needs to know to put the page on its home screen."""
    return HttpResponse(shell().manifest, content_type="application/manifest+json")


@_public
def file(request: HttpRequest, name: str) -> HttpResponse:
    """Serve one built file, packed as the browser takes it."""
    kind = TYPES.get(Path(name).suffix)
    if kind is None or not NAME.fullmatch(name):
        raise Http404
    try:
        content, coding = _content(folder() / name, request.headers.get("Accept-Encoding", ""))
    except (FileNotFoundError, NotFound):
        raise Http404 from None
    answer = HttpResponse(content, content_type=kind)
    if coding:
        answer["Content-Encoding"] = coding
    patch_vary_headers(answer, ["Accept-Encoding"])
    answer["Cache-Control"] = FOR_EVER if HASHED.search(name) else ASK_FIRST
    return answer


def _content(path: Path, accepted: str) -> tuple[bytes, str]:
    """Return the bytes of a file in the smallest form that is accepted, and that form's name."""
    for coding, ending in (("br", ".br"), ("gzip", ".gz")):
        packed = path.with_name(path.name + ending)
        if coding in accepted and packed.is_file():
            return packed.read_bytes(), coding
    return path.read_bytes(), ""
