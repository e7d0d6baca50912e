"""Answers of the public site: kept as bytes, marked by their hash, sent only where they changed."""

from __future__ import annotations

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

import brotli
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import http_date, parse_http_date_safe

MOST_BYTES = 64 * 2**20
SMALLEST_PACKED = 300
PACKABLE = ("text/", "application/json", "application/feed+json", "application/xml")
PACKABLE_ENDS = ("+xml", "geo+json")
SETTLED = timedelta(seconds=2)
"""A moment of change younger than this says nothing: more may happen within the same second."""

POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "interest-cohort=(), camera=(), geolocation=(), microphone=()",
}
REVALIDATE = "public, no-cache"
"""Anybody may keep it, and asks before showing it again: nothing stale is ever shown."""
NOT_KEPT = "no-store"


@dataclass(slots=True)
class Kept:
    """One answer as it goes out: its bytes plain and packed, and what is said of them."""

    body: bytes
    media_type: str
    changed_at: datetime
    control: str = REVALIDATE
    extra: dict[str, str] = field(default_factory=dict)
    tag: str = ""
    packed: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.tag = hashlib.sha256(self.body).hexdigest()[:32]
        kind = self.media_type.partition(";")[0]
        if len(self.body) >= SMALLEST_PACKED and (
            kind.startswith(PACKABLE) or kind.endswith(PACKABLE_ENDS)
        ):
            self.packed = {
                "br": brotli.compress(self.body, quality=5),
                "gzip": gzip.compress(self.body, 6, mtime=0),
            }

    @property
    def size(self) -> int:
        """How many bytes it takes in memory."""
        return len(self.body) + sum(map(len, self.packed.values()))


class Shelf:
    """Answers one process keeps for the serial they were made at; the oldest go when full."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._most = most
        self._size = 0
        self._kept: OrderedDict[tuple[str, ...], tuple[int, Kept]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: tuple[str, ...], serial: int) -> Kept | None:
        """Return what was kept under this key, if nothing was released since."""
        found = self._kept.get(key)
        return found[1] if found and found[0] == serial else None

    def put(self, key: tuple[str, ...], serial: int, kept: Kept) -> None:
        """Keep an answer; what is too large for the shelf is not kept."""
        if kept.size > self._most // 8:
            return
        with self._lock:
            self._forget(key)
            self._kept[key] = (serial, kept)
            self._size += kept.size
            while self._size > self._most:
                self._forget(next(iter(self._kept)))

    def _forget(self, key: tuple[str, ...]) -> None:
        before = self._kept.pop(key, None)
        if before:
            self._size -= before[1].size

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()
            self._size = 0


def answer(request: HttpRequest, kept: Kept) -> HttpResponse:
    """Return the response: nothing but headers where the reader has it already."""
    encoding = _encoding(request, kept)
    tag = f'"{kept.tag}{"-" + encoding if encoding else ""}"'
    settled = timezone.now() - kept.changed_at > SETTLED
    if kept.control != NOT_KEPT and _has_it(request, kept, tag, settled):
        response = HttpResponse(status=304)
        del response["Content-Type"]
    else:
        body = kept.packed[encoding] if encoding else kept.body
        sent = b"" if request.method == "HEAD" else body
        response = HttpResponse(sent, content_type=kept.media_type)
        response["Content-Length"] = str(len(body))
        if encoding:
            response["Content-Encoding"] = encoding
    if kept.control != NOT_KEPT:
        response["ETag"] = tag
        if settled:
            response["Last-Modified"] = http_date(int(kept.changed_at.timestamp()))
    if kept.packed:
        response["Vary"] = "Accept-Encoding"
    response["Cache-Control"] = kept.control
    return dressed(response, kept.extra)


def dressed(response: HttpResponse, extra: dict[str, str] | None = None) -> HttpResponse:
    """Put on the headers that every answer of the site carries."""
    for name, value in (HEADERS | (extra or {})).items():
        response[name] = value
    if settings.SECURE_HSTS_SECONDS:
        response["Strict-Transport-Security"] = f"max-age={settings.SECURE_HSTS_SECONDS}"
    return response


def _encoding(request: HttpRequest, kept: Kept) -> str:
    asked = request.META.get("HTTP_ACCEPT_ENCODING", "")
    offered = {part.strip().replace(" ", "") for part in asked.split(",")}
    return next((name for name in kept.packed if _takes(offered, name)), "")


def _takes(offered: Iterable[str], name: str) -> bool:
    return any(
        one == name or (one.startswith(f"{name};q=") and not one.endswith(("=0", "=0.0")))
        for one in offered
    )


def _has_it(request: HttpRequest, kept: Kept, tag: str, settled: bool) -> bool:
    """Say whether what the reader has is what we would send (RFC 9110, 13.2.2)."""
    if "HTTP_IF_NONE_MATCH" in request.META:
        known = {
            one.strip().removeprefix("W/") for one in request.META["HTTP_IF_NONE_MATCH"].split(",")
        }
        return tag in known or known == {"*"}
    since = parse_http_date_safe(request.META.get("HTTP_IF_MODIFIED_SINCE", ""))
    return since is not None and settled and int(kept.changed_at.timestamp()) <= since
