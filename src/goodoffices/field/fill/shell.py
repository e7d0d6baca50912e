"""What the page of field reports consists of: each file with its hash, so that a phone can keep it.

The frontend's build leaves ``built/field/files.json`` beside the files, each packed beforehand.
Nothing here depends on who asks: the page is the same for everybody.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.urls import reverse

from goodoffices.codebook.errors import NotFound
from goodoffices.field.fill.words import table

LANGUAGES = ("en", "ar", "he")
TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".woff2": "font/woff2",
}


@dataclass(frozen=True)
class Shell:
    """The page at one moment: its version, its HTML, its words, and the list for the worker."""

    version: str
    page: bytes
    words: dict[str, bytes]
    manifest: bytes
    worker: bytes


def folder() -> Path:
    """Return where the built files lie. Raises `NotFound` where the frontend was not built."""
    found = finders.find("built/field/files.json")
    if not isinstance(found, str):
        raise NotFound("The frontend is not built: run `make frontend`.")
    return Path(found).parent


def shell() -> Shell:
    """Return the page; made once, and anew when the frontend was built anew."""
    listed = folder() / "files.json"
    return _made(listed, listed.stat().st_mtime_ns, settings.DEBUG)


@lru_cache(maxsize=2)
def _made(listed: Path, _built: int, _debug: bool) -> Shell:
    built = json.loads(listed.read_bytes())
    words = {language: _json(table(language)) for language in LANGUAGES}
    manifest = _json(_manifest())
    files = [
        {"url": address(one["name"]), "sha256": one["sha256"], "late": one["late"]}
        for one in built["files"]
    ]
    files += [_kept(reverse("fill:words", args=[code]), text) for code, text in words.items()]
    files.append(_kept(reverse("fill:manifest"), manifest))
    version = _digest(_json(files) + _page(built, ""))[:12]
    page = _page(built, version)
    files.append(_kept(reverse("fill:page"), page))
    head = {"version": version, "page": reverse("fill:page"), "files": files}
    code = (listed.parent / "sw.js").read_bytes()
    worker = b"self.OFFICES_FILES = " + _json(head) + b";\n" + code
    return Shell(version, page, words, manifest, worker)


def address(name: str) -> str:
    """Return the address of one of the built files."""
    return reverse("fill:file", args=[name])


def _page(built: dict[str, Any], version: str) -> bytes:
    values = {
        "version": version,
        "script": address(built["script"]),
        "style": address(built["style"]),
        "form_style": address(built["formStyle"]),
        "icon": address("icon.svg"),
        "touch_icon": address("icon-192.png"),
    }
    return render_to_string("field/fill.html", values).encode()


def _manifest() -> dict[str, Any]:
    def icon(name: str, sizes: str, **more: str) -> dict[str, str]:
        kind = TYPES[Path(name).suffix]
        return {"src": address(name), "sizes": sizes, "type": kind, **more}

    return {
        "id": reverse("fill:page"),
        "name": "Good Offices",
        "short_name": "Good Offices",
        "start_url": reverse("fill:page"),
        "scope": reverse("fill:page"),
        "display": "standalone",
        "background_color": "#faf8f4",
        "theme_color": "#faf8f4",
        "dir": "auto",
        "icons": [
            icon("icon.svg", "any"),
            icon("icon-192.png", "192x192"),
            icon("icon-512.png", "512x512"),
            icon("icon-maskable-512.png", "512x512", purpose="maskable"),
        ],
    }


def _kept(url: str, content: bytes) -> dict[str, Any]:
    return {"url": url, "sha256": _digest(content), "late": False}


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
