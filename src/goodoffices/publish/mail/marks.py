"""Addresses and their marks: keyed hashes under a secret that lies outside the database.

A mark finds an address again and tells nobody what it is: who holds the database without the
secret cannot even try addresses against it.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import Conflict, InvalidInput
from goodoffices.core.models import Programme
from goodoffices.publish.models import Suppression

FILE = "mail-salt"
LONGEST = 254


def normal(address: str) -> str:
    """Return an address as it is written to; raises `InvalidInput` for what is none.

    The domain goes into small letters and ASCII; the part before it stays as it was typed.
    """
    name, _at, domain = address.strip().rpartition("@")
    try:
        found = f"{name}@{domain.lower().encode('idna').decode('ascii')}"
        validate_email(found)
    except (ValidationError, UnicodeError):
        raise InvalidInput(_("This is not an e-mail address."), code="no-address") from None
    if len(found) > LONGEST or not found.isascii() or not found.isprintable():
        raise InvalidInput(_("This is not an e-mail address."), code="no-address")
    return found


def mark(address: str) -> str:
    """Return the mark of an address; small and large letters make no difference."""
    return hmac.new(salt(), address.strip().lower().encode(), hashlib.sha256).hexdigest()


def salt() -> bytes:
    """Return the installation's secret: from the settings, or made once and kept in a file."""
    if settings.MAIL_SALT:
        return str(settings.MAIL_SALT).encode()
    path = Path(settings.DATA) / FILE
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _make(path)
    return path.read_bytes().strip()


def _make(path: Path) -> None:
    """Write a new secret whole or not at all; of two processes the first one's stays."""
    fresh = path.with_name(f"{FILE}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(fresh, path)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()


def salt_name() -> str:
    """Return what tells one secret from another without giving it away."""
    return hmac.new(salt(), b"which salt", hashlib.sha256).hexdigest()[:8]


def check_salt(programme: Programme) -> None:
    """Raise `Conflict` where addresses were suppressed under another secret than today's."""
    rows = Suppression.objects.filter(programme=programme)
    if rows.exclude(salt=salt_name()).exists():
        raise Conflict(
            _(
                "The secret that addresses were suppressed under is not there, so somebody who"
                " left could be written to. Put the file mail-salt back."
            ),
            code="other-salt",
        )
