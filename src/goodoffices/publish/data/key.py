"""The key that moves places and makes public ids: outside the database, made once, never changed.

With another key every place would be moved anew, and two draws around the same place say more than
one: so a version notes with which key it was made, and the next is refused under another.
"""

from __future__ import annotations

import base64
import hmac
import os
import secrets
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import Conflict
from goodoffices.core.models import Programme

LEAST_SIGNS = 32
ID_BYTES = 10


def programme_key(programme: Programme, *, make: bool = False) -> bytes:
    """Return the programme's own key, drawn from that of the installation.

    ``make`` writes a key where there is none yet. Raises `Conflict` without one.
    """
    return hmac.digest(_held(make).encode(), f"open data {programme.slug}".encode(), "sha256")


def check_value(key: bytes) -> str:
    """Return what tells keys apart without saying anything of them."""
    return hmac.digest(key, b"which key", "sha256").hex()[:32]


def public_id(key: bytes, series: str, code: str) -> str:
    """Return a record's id in one series: the same in each version, in another series another."""
    drawn = hmac.digest(key, f"id {series} {code}".encode(), "sha256")[:ID_BYTES]
    return base64.b32encode(drawn).decode().lower()


def _held(make: bool) -> str:
    given: str | None = settings.RELEASE_KEY
    path = Path(settings.RELEASE_KEY_PATH)
    if not given and make and not path.exists():
        _write(path)
    if not given:
        try:
            given = path.read_text(encoding="ascii", errors="replace").strip()
        except OSError:
            given = ""
    if len(given) < LEAST_SIGNS:
        raise Conflict(
            _(
                "The key that moves places is not here. An administrator can put its file back;"
                " without it nothing is released."
            ),
            code="no-release-key",
        )
    return given


def _write(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48))
        file.flush()
        os.fsync(file.fileno())
