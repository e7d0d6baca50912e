"""Writing a span as a reader of English, Arabic or Hebrew would, through Babel's calendar names.

Sentences are whole patterns per language, never joined words. Numbers and names stand in the
order of the language, so the text reads right in its own direction without control characters;
put it in a ``bdi`` element when the page runs the other way.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton

from .edtf import Kind, Part, ends, part
from .span import Span

# A plus sign in a Hebrew pattern is a one-letter particle: joined to letters, hyphened to digits.
_PATTERNS: dict[str, dict[str, str]] = {
    "en": {
        "unknown": "not known",
        "about": "about {0}",
        "uncertain": "{0} (uncertain)",
        "before": "before {0}",
        "from": "from {0} on",
        "between": "between {0} and {1}",
        "until-unknown": "until {0}, start not known",
        "from-unknown": "from {0}, end not known",
        "day": "{0} (day not known)",
        "month": "{0} (month not known)",
        "month-day": "{0} (day and month not known)",
        "3": "spring {0}",
        "6": "summer {0}",
        "9": "autumn {0}",
        "12": "winter {0}",
    },
    "ar": {
        "unknown": "غير معروف",
        "about": "حوالي {0}",
        "uncertain": "{0} (غير مؤكد)",
        "before": "قبل {0}",
        "from": "من {0} فصاعدًا",
        "between": "بين {0} و{1}",
        "until-unknown": "حتى {0}، والبداية غير معروفة",
        "from-unknown": "من {0}، والنهاية غير معروفة",
        "day": "{0} (اليوم غير معروف)",
        "month": "{0} (الشهر غير معروف)",
        "month-day": "{0} (اليوم والشهر غير معروفين)",
        "3": "ربيع {0}",
        "6": "صيف {0}",
        "9": "خريف {0}",
        "12": "شتاء {0}",
    },
    "he": {
        "unknown": "לא ידוע",
        "about": "בסביבות {0}",
        "uncertain": "{0} (לא ודאי)",
        "before": "לפני {0}",
        "from": "מ+{0} ואילך",
        "between": "בין {0} ל+{1}",
        "until-unknown": "עד {0}, תחילה לא ידועה",
        "from-unknown": "מ+{0}, סיום לא ידוע",
        "day": "{0} (היום לא ידוע)",
        "month": "{0} (החודש לא ידוע)",
        "month-day": "{0} (היום והחודש לא ידועים)",
        "3": "אביב {0}",
        "6": "קיץ {0}",
        "9": "סתיו {0}",
        "12": "חורף {0}",
    },
}


@lru_cache(maxsize=64)
def _locale(name: str) -> Locale:
    """Return the Babel locale: British order for English, English for what we do not write."""
    try:
        locale = Locale.parse(name.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        return Locale("en", "GB")
    if locale.language not in _PATTERNS or str(locale) == "en":
        return Locale("en", "GB")
    return locale


def _say(locale: Locale, key: str, *values: str) -> str:
    said = _PATTERNS[locale.language][key].format(*values)
    return re.sub(r"\+(?=\d)", "־", said).replace("+", "") if locale.language == "he" else said


def _plain(one: Part, locale: Locale) -> str:
    """Write the known digits of a date, without its doubts."""
    day = date.fromordinal(one.first)
    if one.kind == "day":
        return format_date(day, "long", locale=locale)
    if one.kind == "month":
        return format_skeleton("yMMMM", day, locale=locale)
    last = date.fromordinal(one.last)
    years = f"{day.year}" if last.year == day.year else f"{day.year}–{last.year}"
    return _say(locale, str(day.month), years) if one.kind == "season" else years


def _doubts(said: str, locale: Locale, *, approximate: bool, uncertain: bool) -> str:
    if approximate:
        said = _say(locale, "about", said)
    return _say(locale, "uncertain", said) if uncertain else said


def _one(one: Part, locale: Locale) -> str:
    """Write one date with what is hidden and doubted."""
    said = _plain(one, locale)
    if one.hidden:
        said = _say(locale, one.hidden, said)
    return _doubts(said, locale, approximate=one.approximate, uncertain=one.uncertain)


def _begin(start: Part, end: Part, locale: Locale) -> tuple[str, bool]:
    """Write the start of a range without what its end repeats; is only a number left?"""
    first, last = date.fromordinal(start.first), date.fromordinal(end.first)
    if start.kind != end.kind or start.kind not in ("day", "month") or first.year != last.year:
        return _plain(start, locale), start.kind in ("year", "years")
    if start.kind == "month":
        return format_date(first, "LLLL", locale=locale), False
    if first.month == last.month:
        return str(first.day), True
    return format_skeleton("MMMMd", first, locale=locale), False


def _range(start: Part, end: Part, locale: Locale) -> str:
    """Write an interval with two known ends."""
    if start.hidden or end.hidden or start.approximate != end.approximate:
        return f"{_one(start, locale)} – {_one(end, locale)}"
    begin, number = _begin(start, end, locale)
    finish = _plain(end, locale)
    if start.uncertain and end.uncertain:
        said = _say(locale, "between", begin, finish)
        return _doubts(said, locale, approximate=start.approximate, uncertain=False)
    if start.uncertain or end.uncertain:
        return f"{_one(start, locale)} – {_one(end, locale)}"
    said = f"{begin}–{finish}" if number else f"{begin} – {finish}"
    return _doubts(said, locale, approximate=start.approximate, uncertain=False)


def _next(one: Part) -> Part:
    """Return the same kind of date that begins the day after this one ends."""
    kinds: dict[Kind, Kind] = {"season": "month", "years": "year"}
    return Part(kinds.get(one.kind, one.kind), one.last + 1, one.last + 1, False, False)


def _half_open(start: str, end: str, locale: Locale) -> str:
    if start == "":
        return _say(locale, "until-unknown", _one(part(end), locale))
    if end == "":
        return _say(locale, "from-unknown", _one(part(start), locale))
    if start == "..":
        one = part(end)
        said = _doubts(
            _plain(_next(one), locale),
            locale,
            approximate=one.approximate,
            uncertain=one.uncertain,
        )
        return _say(locale, "before", said)
    return _say(locale, "from", _one(part(start), locale))


@lru_cache(maxsize=16_384)
def print_span(span: Span, locale: str = "en") -> str:
    """Return the span in words: "16–22 November 2026", "about May 2024", "before 5 May 2024".

    ``locale``: en, ar or he, with a region if wanted ("ar-PS" gives the Levantine month names);
    other languages get English. An interval with doubt on both ends ('?') says "between"; an open
    start says "before" the next day, month or year.
    """
    babel = _locale(locale)
    if not span.known:
        return _say(babel, "unknown")
    start, end = ends(span.edtf)
    if "/" not in span.edtf:
        return _one(part(start), babel)
    if start in ("", "..") or end in ("", ".."):
        return _half_open(start, end, babel)
    return _range(part(start), part(end), babel)
