"""How often somebody may do something: counts in fixed windows of time, in the shared cache."""

from __future__ import annotations

import hashlib
import time

from django.core.cache import cache


def within(what: str, who: str, *, most: int, seconds: int) -> bool:
    """Count one more try; say whether it is still among the ``most`` of this window.

    ``who`` (an address, a token) is kept as a hash only. The cache is shared by all processes
    on PostgreSQL, and by the threads of one process with SQLite.
    """
    window = int(time.time()) // seconds
    key = hashlib.sha256(f"{what}:{who}:{window}".encode()).hexdigest()
    if cache.add(f"limit:{key}", 1, seconds + 1):
        return most >= 1
    try:
        return cache.incr(f"limit:{key}") <= most
    except ValueError:
        return True
