"""Who is asking: a device, by the secret in the address or by a header; never a session."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
import secrets
import time
from collections.abc import Callable
from functools import wraps
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.db import DatabaseError, InterfaceError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django_scopes import scope

from goodoffices.codebook.errors import Closed, GoodOfficesError
from goodoffices.core.access import closed
from goodoffices.core.evidence import DiskFull
from goodoffices.core.shutting import Shut
from goodoffices.field.models import Device
from goodoffices.field.openrosa.answers import refusal, said
from goodoffices.field.services import devices
from goodoffices.field.services.devices import REALM
from goodoffices.field.services.receiving import Sender

View = Callable[..., HttpResponseBase]
RETRY_SECONDS = 30
CLOSED_SECONDS = 600
NONCE_SECONDS = 300


def for_devices(view: View) -> View:
    """Let a view be reached by devices alone: ``view(request, sender, **kwargs)``.

    It runs in the programme's scope and time zone. Faults become OpenRosa's own answers: 401
    without credentials, 403 for a secret that opens nothing (or no longer), 503 with Retry-After
    where the database or the disk cannot take anything just now, or where a person has closed the
    programme for a while: the device keeps what it has.
    """

    @csrf_exempt
    @wraps(view)
    def entered(
        request: HttpRequest, slug: str, secret: str = "", **kwargs: str
    ) -> HttpResponseBase:
        try:
            device = _by_secret(secret) if secret else _by_header(request)
            if device is None or device.programme.slug != slug:
                return _stranger(secret)
            _open(request, device)
            sender = Sender(device.membership, device, channel_of(device))
            with scope(programme=device.programme), _zone(sender):
                devices.note_seen(device)
                answer: HttpResponseBase = view(request, sender, **kwargs)
        except Http404:
            answer = said(404, _("There is nothing at this address."))
        except (DatabaseError, InterfaceError, DiskFull):
            answer = said(503, _("Nothing can be taken just now. Keep it and send it again later."))
            answer["Retry-After"] = str(RETRY_SECONDS)
        except GoodOfficesError as error:
            answer = refusal(error)
            if isinstance(error, Closed):
                answer["Retry-After"] = str(CLOSED_SECONDS)
        answer.setdefault("X-OpenRosa-Version", "1.0")
        answer.setdefault("Cache-Control", "no-store")
        return answer

    return entered


def _open(request: HttpRequest, device: Device) -> None:
    """Raise `Closed` (503: keep it and send it later) while the programme or office is closed."""
    shut = device.membership.shut
    if shut == Shut.NO_ACCESS or (shut and request.method not in {"GET", "HEAD"}):
        raise closed(shut)


def channel_of(device: Device) -> str:
    """Return by which way a device's posts come in."""
    return "web" if device.kind == Device.Kind.WEB else "openrosa"


def _zone(sender: Sender) -> timezone.override:
    return timezone.override(ZoneInfo(sender.programme.time_zone))


def _by_secret(secret: str) -> Device | None:
    return devices.find_device(secret)


def _by_header(request: HttpRequest) -> Device | None:
    given = request.headers.get("Authorization", "")
    kind, _space, rest = given.partition(" ")
    if kind.lower() == "basic":
        return _basic(rest)
    if kind.lower() == "digest" and settings.FIELD_DIGEST:
        return _digest(request, rest)
    return None


def _basic(given: str) -> Device | None:
    try:
        name, _colon, secret = base64.b64decode(given, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return None
    device = devices.find_device(secret)
    return device if device is not None and hmac.compare_digest(device.code, name) else None


def _digest(request: HttpRequest, given: str) -> Device | None:
    """Check Digest access (RFC 2617, qop=auth) against the HA1 kept when it was issued."""
    said_ = dict(re.findall(r'(\w+)="?([^",]*)"?', given))
    device = devices.find_by_code(said_.get("username", ""))
    if device is None or not device.ha1 or not _fresh(said_.get("nonce", "")):
        return None
    ha2 = _md5(f"{request.method}:{said_.get('uri', '')}")
    middle = ":".join(said_.get(name, "") for name in ("nonce", "nc", "cnonce", "qop"))
    expected = _md5(f"{device.ha1}:{middle}:{ha2}")
    right = hmac.compare_digest(expected, said_.get("response", ""))
    return device if right and _same_address(request, said_.get("uri", "")) else None


def _same_address(request: HttpRequest, uri: str) -> bool:
    path = re.sub(r"^https?://[^/]+", "", uri).partition("?")[0]
    return path in {request.path, request.get_full_path().partition("?")[0]}


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def _nonce() -> str:
    return TimestampSigner(salt="field.digest").sign(f"{time.time_ns():x}{secrets.token_hex(4)}")


def _fresh(nonce: str) -> bool:
    try:
        TimestampSigner(salt="field.digest").unsign(nonce, max_age=NONCE_SECONDS)
    except BadSignature:
        return False
    return True


def _stranger(secret: str) -> HttpResponse:
    if secret:
        return said(403, _("This access was taken away, or never given."))
    answer = said(401, _("Say which device this is."))
    ways = [f'Basic realm="{REALM}", charset="UTF-8"']
    if settings.FIELD_DIGEST:
        ways.insert(0, f'Digest realm="{REALM}", qop="auth", nonce="{_nonce()}", algorithm=MD5')
    answer["WWW-Authenticate"] = ", ".join(ways)
    return answer
