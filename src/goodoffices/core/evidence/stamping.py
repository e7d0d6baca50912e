"""Time stamps of files: asked for when there is a network and an authority, checked without one."""

from __future__ import annotations

import logging
import secrets
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_scopes import scopes_disabled

from goodoffices.codebook.errors import InvalidInput
from goodoffices.core import audit
from goodoffices.core.evidence import custody
from goodoffices.core.models import Evidence, StoredFile, TimeStamp
from goodoffices.formats import time_stamps

log = logging.getLogger("goodoffices.evidence")

AT_A_TIME, SECONDS, MOST = 20, 15, 1 << 17
"""Files of one turn; how long an answer may take; its most bytes."""

AGAIN = 600.0
"""Seconds after which an authority that did not answer is asked again."""

_rest = {"until": 0.0}


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """The authority is called at the address that was set, and at no other."""

    def redirect_request(self, *_: Any) -> None:
        """Follow nothing."""


def is_set_up() -> bool:
    """Say whether there is an authority to ask, and certificates to check its answers with."""
    return bool(settings.TIMESTAMP_URL and settings.TIMESTAMP_ROOTS)


def turn() -> int:
    """Ask for stamps of some files that have none; returns how many came."""
    if not is_set_up() or time.monotonic() < _rest["until"]:
        return 0
    done = 0
    with scopes_disabled():
        rows = StoredFile.objects.filter(stamps=None, damage="", purged_at=None)
        rows = rows.filter(uses__isnull=False, programme__shut="")
        for file in rows.select_related("programme").distinct().order_by("pk")[:AT_A_TIME]:
            try:
                stamp(file)
            except (InvalidInput, OSError, HTTPException) as error:
                # Never the address or the answer: the kind of failure says enough.
                log.warning("no time stamp came (%s)", type(error).__name__)
                _rest["until"] = time.monotonic() + AGAIN
                break
            done += 1
    return done


def stamp(file: StoredFile) -> TimeStamp:
    """Ask for a stamp of one file's hash, check it, and keep it."""
    digest, nonce = bytes.fromhex(file.sha256), secrets.randbits(63) | 1
    reply = _asked(time_stamps.query(digest, nonce))
    roots = time_stamps.read_roots(Path(settings.TIMESTAMP_ROOTS))
    said = time_stamps.check(reply, digest, roots, nonce)
    with transaction.atomic():
        made = TimeStamp.objects.create(
            programme=file.programme, file=file, at=said.at, reply=reply, asked_at=timezone.now()
        )
        items = list(Evidence.objects.filter(file=file).select_related("file", "programme"))
        told = {"at": said.at.isoformat()}
        custody.note_many(
            [custody.Note(item, custody.Event.STAMPED, None, data=told) for item in items]
        )
        audit.record(
            "core.evidence.stamped",
            by=None,
            programme=file.programme,
            data={"sha256": file.sha256, "items": len(items)},
        )
    return made


def _asked(query: bytes) -> bytes:
    headers = {"Content-Type": time_stamps.QUERY_TYPE, "Accept": time_stamps.REPLY_TYPE}
    request = urllib.request.Request(settings.TIMESTAMP_URL, data=query, headers=headers)  # noqa: S310
    if request.type not in {"http", "https"}:
        raise InvalidInput("GOODOFFICES_TIMESTAMP_URL has to begin with https:// or http://.")
    with urllib.request.build_opener(NoRedirect).open(request, timeout=SECONDS) as answer:
        reply: bytes = answer.read(MOST)
    return reply


@dataclass(frozen=True, slots=True)
class BadStamp:
    """A time stamp that does not hold, in words."""

    programme: str
    sha256: str
    message: str


def check_all() -> Iterator[BadStamp]:
    """Check every stamp without a network; yields those that do not hold."""
    with scopes_disabled():
        rows = TimeStamp.objects.select_related("file", "programme").order_by("pk")
        if not rows.exists():
            return
        roots = time_stamps.read_roots(
            Path(settings.TIMESTAMP_ROOTS or "GOODOFFICES_TIMESTAMP_ROOTS")
        )
        for one in rows.iterator(chunk_size=500):
            try:
                said = time_stamps.check(bytes(one.reply), bytes.fromhex(one.file.sha256), roots)
                wrong = "" if said.at == one.at else "Its time is not the one that was entered."
            except InvalidInput as error:
                wrong = error.message
            if wrong:
                yield BadStamp(one.programme.slug, one.file.sha256, wrong)
