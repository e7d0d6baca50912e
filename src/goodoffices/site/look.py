"""Stylesheet and fonts of the public site, from the built static files; no other host is asked."""

from __future__ import annotations

import base64
import hashlib
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest

from goodoffices.site.answers import Kept

FONTS = {
    "en": "ibm-plex-sans-latin-400-normal.woff2",
    "ar": "ibm-plex-sans-arabic-arabic-400-normal.woff2",
    "he": "ibm-plex-sans-hebrew-hebrew-400-normal.woff2",
}
FOREVER = "public, max-age=31536000, immutable"
MADE = datetime(2026, 1, 1, tzinfo=UTC)
"""When what never changes under its address is said to have been made."""


@lru_cache
def stylesheet() -> bytes:
    """Return the stylesheet as it was built; nothing while it was not."""
    found = finders.find("built/site.css")
    return Path(found).read_bytes() if isinstance(found, str) else b""


@lru_cache
def look_version() -> str:
    """Return what stands for the stylesheet in its address: a part of its hash."""
    return hashlib.sha256(stylesheet()).hexdigest()[:12]


def font(name: str) -> bytes | None:
    """Return a font of the site; None where there is none of that name."""
    found = finders.find(f"built/fonts/{name}") if name in FONTS.values() else None
    return Path(found).read_bytes() if isinstance(found, str) else None


def inline_style() -> str:
    """Return the few rules of pages that must look right when nothing else can be reached."""
    return (
        "body{margin:0;background:#faf8f4;color:#1d2730;"
        'font:1.0625rem/1.6 "IBM Plex Sans",system-ui,sans-serif}'
        "main{max-width:36rem;margin:18vh auto;padding:0 1.25rem}"
        "h1{font-weight:400;font-size:1.75rem;border-block-end:1px solid #cfc8bc;"
        "padding-block-end:.75rem}"
        "@media(prefers-color-scheme:dark){body{background:#14191d;color:#e6e3dc}}"
    )


@lru_cache
def inline_style_hash() -> str:
    """Return the hash by which the content security policy lets these rules through."""
    digest = hashlib.sha256(inline_style().encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


def serve_stylesheet(request: HttpRequest, version: str) -> Kept:
    """Send the stylesheet; its address changes with it, so it is asked for once."""
    if version != look_version():
        raise Http404
    return Kept(stylesheet(), "text/css; charset=utf-8", MADE, FOREVER)


def serve_font(request: HttpRequest, version: str, name: str) -> Kept:
    """Send a font of the site."""
    content = font(name)
    if content is None or version != look_version():
        raise Http404
    return Kept(content, "font/woff2", MADE, FOREVER)
