"""Keeping machines from filling the letterbox, without cookies, puzzles or a list of visitors."""

from __future__ import annotations

import hashlib
import secrets
import time
from threading import Lock

from django.conf import settings
from django.core import signing
from django.http import HttpRequest

SALT = "goodoffices.site.form"
SOONEST, LATEST = 2, 24 * 3600
_PEPPER = secrets.token_bytes(16)


def begun() -> str:
    """Return the signed moment at which a form was shown."""
    return signing.TimestampSigner(salt=SALT).sign("form")


def too_quick_or_old(token: str) -> bool:
    """Say whether a form came back sooner than a person can write, a day later, or forged."""
    signer = signing.TimestampSigner(salt=SALT)
    try:
        signer.unsign(token, max_age=LATEST)
    except signing.BadSignature:
        return True
    try:
        signer.unsign(token, max_age=SOONEST)
    except signing.SignatureExpired:
        return False
    return True


def sender(request: HttpRequest) -> str:
    """Return whom a limit counts for: the network address, hashed with a secret of this process."""
    address = str(request.META.get("REMOTE_ADDR", ""))
    if settings.BEHIND_PROXY:
        address = request.META.get("HTTP_X_FORWARDED_FOR", address).rsplit(",", 1)[-1].strip()
    return hashlib.sha256(_PEPPER + address.encode()).hexdigest()


class Limit:
    """So many posts in so long, counted in the memory of each process; nothing is written down."""

    def __init__(self, most: int, seconds: int) -> None:
        self._most, self._seconds = most, seconds
        self._window = 0
        self._counts: dict[str, int] = {}
        self._lock = Lock()

    def within(self, who: str) -> bool:
        """Count one more; say whether it is still within the limit."""
        window = int(time.time()) // self._seconds
        with self._lock:
            if window != self._window:
                self._window, self._counts = window, {}
            self._counts[who] = self._counts.get(who, 0) + 1
            return self._counts[who] <= self._most

    def clear(self) -> None:
        """Forget all counts."""
        with self._lock:
            self._counts.clear()
