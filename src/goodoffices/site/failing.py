"""Pages for what is not there or went wrong: the same for everybody, whatever the reason was.

An address that leads nowhere, a programme that does not exist, a site that is closed and a record
that was never released give the same page, byte for byte.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from goodoffices.site.answers import dressed
from goodoffices.site.faces import RIGHT_TO_LEFT
from goodoffices.site.look import inline_style, inline_style_hash


def page(request: HttpRequest, status: int, extra: dict[str, str] | None = None) -> HttpResponse:
    """Return the page of an error in the language of the address, or else of the browser."""
    language = _language(request)
    with translation.override(language):
        values = {
            "language": language,
            "direction": "rtl" if language in RIGHT_TO_LEFT else "ltr",
            "said": _said(status),
            "style": inline_style(),
        }
        body = render_to_string("site/failed.html", values)
    response = HttpResponse(b"" if request.method == "HEAD" else body, status=status)
    response["Cache-Control"] = "no-store"
    policy = f"default-src 'none'; style-src '{inline_style_hash()}'; img-src data:"
    policy += "; frame-ancestors 'none'"
    return dressed(response, {"Content-Security-Policy": policy} | (extra or {}))


def _language(request: HttpRequest) -> str:
    known = dict(settings.LANGUAGES)
    for part in request.path_info.split("/")[1:4]:
        if part in known:
            return str(part)
    wished = str(request.META.get("HTTP_ACCEPT_LANGUAGE", ""))[:200]
    for part in wished.split(","):
        if part.strip()[:2].lower() in known:
            return part.strip()[:2].lower()
    return "en"


def _said(status: int) -> tuple[str, str]:
    if status == 404:
        return _("There is no such page"), _(
            "Look at the address again, or begin at the first page."
        )
    if status == 405:
        return _("This page cannot be used like that"), _(
            "Go back and try it from the page itself."
        )
    if status == 413:
        return _("That was too much"), _("Go back and send less text.")
    return _("Something went wrong"), _("It was not your doing. Please try again in a while.")
