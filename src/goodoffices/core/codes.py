"""Public codes of records: short, random, and silent about how many records there are."""

from __future__ import annotations

import secrets

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32: no letter that is read as another or as a digit."""

LENGTH = 10
"""50 random bits: two of a million records share a code with a chance of 1 in 2,000."""


_PAIRS = [first + second for first in ALPHABET for second in ALPHABET]


def new_code() -> str:
    """Return one random code."""
    return new_codes(1)[0]


def new_codes(count: int) -> list[str]:
    """Return ``count`` distinct random codes of `LENGTH` characters."""
    found: dict[str, None] = {}
    while len(found) < count:
        bits = secrets.token_bytes(8 * (count - len(found)))
        for start in range(0, len(bits), 8):
            number = int.from_bytes(bits[start : start + 8], "big")
            found[
                _PAIRS[number & 1023]
                + _PAIRS[number >> 10 & 1023]
                + _PAIRS[number >> 20 & 1023]
                + _PAIRS[number >> 30 & 1023]
                + _PAIRS[number >> 40 & 1023]
            ] = None
    return list(found)
