"""What the programme and its topics are called in one language, as plain lines of text."""

from __future__ import annotations

import unicodedata

from goodoffices.core.models import Programme
from goodoffices.publish.models import Topic


def line(text: str, longest: int = 200) -> str:
    """Return text as one line: no end of line, tab or control character is left in it.

    Whatever goes into a header passes here first; the library refuses what would break one too.
    """
    plain = "".join(" " if unicodedata.category(sign) in _BREAKING else sign for sign in text)
    return " ".join(plain.split())[:longest]


_BREAKING = frozenset({"Cc", "Zl", "Zp", "Cs"})


def programme_name(programme: Programme, language: str) -> str:
    """Return the programme's name in a language, else in English, else whichever there is."""
    names: dict[str, str] = programme.names
    found = names.get(language) or names.get("en") or next(iter(names.values()), programme.slug)
    return line(found)


def topic_names(programme: Programme, language: str) -> dict[str, str]:
    """Return the open topics by slug, as they are called in a language."""
    rows = Topic.objects.filter(programme=programme, closed_at=None).order_by("slug")
    return {one.slug: one.names.get(language) or one.names.get("en") or one.slug for one in rows}
