"""Which of our three languages a text is in, and which way it runs: by its script alone."""

from __future__ import annotations

import re

_LOOKED_AT = 4000  # characters
_ARABIC = re.compile("[\u0620-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc]+")
_HEBREW = re.compile("[\u05d0-\u05f2\ufb1d-\ufb4f]+")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]+")


def _letters(script: re.Pattern[str], text: str) -> int:
    return sum(map(len, script.findall(text)))


def language_of(text: str, *, default: str = "en") -> str:
    """Return 'ar', 'he' or 'en' by the script most letters are in; ``default`` without letters.

    A script is not a language: Persian and Urdu count as 'ar', French as 'en'.
    """
    text = text[:_LOOKED_AT]
    if text.isascii():
        return "en" if _LATIN.search(text) else default
    counts = {
        "ar": _letters(_ARABIC, text),
        "he": _letters(_HEBREW, text),
        "en": _letters(_LATIN, text),
    }
    best = max(counts, key=counts.__getitem__)
    return best if counts[best] else default


def direction(text: str, *, default: str = "ltr") -> str:
    """Return 'rtl' or 'ltr' for a quoted text, by the script most of its letters are in."""
    language = language_of(text, default="")
    if not language:
        return default
    return "rtl" if language in ("ar", "he") else "ltr"
