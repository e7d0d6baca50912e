"""Days and periods in the reader's words, and where an axis of time is labelled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from babel.dates import format_date, format_datetime, format_interval
from django.utils.translation import get_language

MOST_TICKS = 6
SHORT_WEEKS = 30
"""Up to so many weeks are told apart by their first day: two ticks may fall into one month."""


def days_in_words(first: int, last: int) -> str:
    """Say a period in the reader's language: ``16–22 November 2026``, in Western digits."""
    locale = _locale()
    start, end = date.fromordinal(first), date.fromordinal(last)
    if start == end:
        return format_date(start, "d MMMM y", locale=locale)
    return str(format_interval(start, end, "yMMMd", locale=locale))


def ticks(starts: Sequence[date], days: int) -> list[tuple[int, str]]:
    """Return (index, text) of some periods that begin at ``starts`` and last so many days each."""
    if not starts:
        return []
    locale = _locale()
    short = days == 1 or (days == 7 and len(starts) <= SHORT_WEEKS)
    form = "d MMM" if short else "MMM y" if days < 364 else "y"
    step = max(1, len(starts) // MOST_TICKS)
    marks = range(step // 2, len(starts), step)
    return [(i, format_date(starts[i], form, locale=locale)) for i in marks]


def _locale() -> str:
    """Return the reader's locale; English with the day before the month, as everywhere here."""
    language = get_language() or "en"
    return "en_GB" if language.startswith("en") else language


MOMENTS = {"ar": "d MMM y، HH:mm"}
"""Patterns of a moment where they differ from ``3 Nov 2026, 09:05``."""


def moment_in_words(moment: datetime, language: str) -> str:
    """Say a moment to the minute, the month as a word so that no order of numbers misleads."""
    short = language.split("-")[0]
    locale = "en_GB" if short == "en" else short
    return format_datetime(moment, MOMENTS.get(short, "d MMM y, HH:mm"), locale=locale)
