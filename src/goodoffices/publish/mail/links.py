"""The links in our mail: what they hold, and whether they are ours.

Each is signed for one purpose and one programme. The public site hands them in unread; only the
worker looks at them, so that a forged one looks like any other.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import signing

from goodoffices.core.models import Programme
from goodoffices.publish.models import Delivery, ReleasedSite, Subscriber

CONFIRM_FOR = timedelta(hours=48)
MANAGE_FOR = timedelta(days=400)
LONGEST = 400
"""No link of ours is longer."""

_FORGED = (signing.BadSignature, ValueError, TypeError, KeyError)


def root(programme: Programme) -> str:
    """Return the absolute address of a programme's public site, without a slash at the end."""
    site = ReleasedSite.objects.filter(programme=programme.slug).first()
    if site is not None and site.address:
        return site.address.rstrip("/")
    base = settings.ADDRESS.rstrip("/") or "http://localhost:8000"
    return f"{base}/site/{programme.slug}"


def at(base: str, language: str, path: str) -> str:
    """Return the absolute address of a page of the public site."""
    return f"{base}/{language}/{path}"


def confirm_token(one: Subscriber) -> str:
    """Return what an open confirmation link holds; it ends after 48 hours."""
    return _timed("confirm", one.programme.slug).sign(f"{one.code}.{one.nonce}")


def read_confirm(token: str, programme: str) -> tuple[str, str] | None:
    """Return the code and the nonce of a confirmation link; None where it is not ours or over."""
    try:
        said = _timed("confirm", programme).unsign(token, max_age=CONFIRM_FOR)
        code, nonce = said.split(".")
    except _FORGED:
        return None
    return code, nonce


def leave_token(one: Subscriber) -> str:
    """Return what the link for unsubscribing holds; it never ends."""
    return _signer("leave", one.programme.slug).sign(one.code)


def read_leave(token: str, programme: str) -> str | None:
    """Return the code of a link for unsubscribing."""
    try:
        return _signer("leave", programme).unsign(token)
    except _FORGED:
        return None


def manage_token(one: Subscriber) -> str:
    """Return what the link for changing one's choices holds: the choices of today as well."""
    said = {"c": one.code, "l": one.language, "t": one.topics}
    return signing.dumps(said, salt=_salt("manage", one.programme.slug), compress=True)


def read_manage(token: str, programme: str) -> dict[str, Any] | None:
    """Return the code, language and topics of a link for changing one's choices."""
    try:
        said = signing.loads(token, salt=_salt("manage", programme), max_age=MANAGE_FOR)
        found = {"code": str(said["c"]), "language": str(said["l"]), "topics": list(said["t"])}
    except _FORGED:
        return None
    return found


def delivery_mark(code: str) -> str:
    """Return a delivery's code with its seal: in the Message-ID and the address of bounces.

    Letters that mail servers may turn into small ones make no difference to it.
    """
    key = hashlib.sha256(f"publish.mail.delivery:{settings.SECRET_KEY}".encode()).digest()
    return f"{code}-{hmac.new(key, code.encode(), hashlib.sha256).hexdigest()[:20]}"


def read_delivery(said: str) -> str | None:
    """Return the code of a delivery from its sealed form; None where it is not ours."""
    code = said.lower().partition("-")[0]
    return code if hmac.compare_digest(delivery_mark(code), said.lower()) else None


def message_id(one: Delivery) -> str:
    """Return the Message-ID of a delivery: always the same, so that a log can be asked for it."""
    return f"<{delivery_mark(one.code)}@{sending_domain()}>"


def sending_domain() -> str:
    """Return the domain our mail comes from."""
    return str(settings.DEFAULT_FROM_EMAIL).rpartition("@")[2].strip(" >") or "localhost"


def envelope_sender(one: Delivery) -> str:
    """Return whom the server tells when a mail comes back: an address of this very delivery."""
    name, at_sign, domain = str(settings.BOUNCE_ADDRESS).partition("@")
    if not at_sign:
        return str(settings.DEFAULT_FROM_EMAIL).rpartition("<")[2].strip(" >")
    return f"{name}+{delivery_mark(one.code)}@{domain}"


def _salt(purpose: str, programme: str) -> str:
    return f"publish.mail.{purpose}.{programme}"


def _timed(purpose: str, programme: str) -> signing.TimestampSigner:
    return signing.TimestampSigner(salt=_salt(purpose, programme))


def _signer(purpose: str, programme: str) -> signing.Signer:
    return signing.Signer(salt=_salt(purpose, programme))


__all__ = [
    "CONFIRM_FOR",
    "LONGEST",
    "at",
    "confirm_token",
    "delivery_mark",
    "envelope_sender",
    "leave_token",
    "manage_token",
    "message_id",
    "read_confirm",
    "read_delivery",
    "read_leave",
    "read_manage",
    "root",
    "sending_domain",
]
