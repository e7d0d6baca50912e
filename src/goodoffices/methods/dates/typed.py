"""Reading a date as a person types it, in English, Arabic or Hebrew."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from goodoffices.codebook.errors import InvalidInput
from goodoffices.methods.text.letters import fold

from .edtf import of_days, parse, part
from .months import (
    ABOUT,
    AFTER,
    BEFORE,
    MONTHS,
    SEASONS,
    SINCE,
    UNKNOWN_WORDS,
    UNTIL,
)
from .span import UNKNOWN, Span

Order = Literal["dmy", "mdy", "ymd"]

_EDTF = re.compile(
    r"(?:\.\.|[\dxX]{4}(?:-[\dxX]{2}){0,2}[?~%]?)?(?:/(?:\.\.|[\dxX]{4}[-\dxX?~%]*)?)?"
)
_LONGEST = 120  # characters
_NUMBERS = re.compile(r"(\d{1,4})\s*[./-]\s*(\d{1,2})\s*[./-]\s*(\d{1,4})")
_MONTH_YEAR = re.compile(r"(\d{1,2})\s*[./-]\s*(\d{4})")
_YEAR_MONTH = re.compile(r"(\d{4})\s*[./-]\s*(\d{1,2})")
_FILLER = re.compile(
    r"\b(?:of|the|on|in|year|من|شهر|يوم|عام|سنه|في|שנת|בשנת|חודש|יומ|ביומ)\b"
    r"|(?<=\d)(?:st|nd|rd|th)\b"
)
_ON = re.compile(rf"\s*\b(?:on|onwards?|{fold('فصاعدًا')}|{fold('ואילך')})$")
_DOUBTED = re.compile(rf"\s*(?:\?|\((?:uncertain|{fold('غير مؤكد')}|{fold('לא ודאי')})\))$")
_BETWEEN = re.compile(
    rf"(?:between|{fold('بين')}|{fold('בין')})\s+(?P<a>.+?)\s+(?:and\s+|و\s*|(?:לבינ\s+|ל-?|ו-?))(?P<b>.+)"
)
_FROM_TO = re.compile(
    rf"(?:from\s+|{fold('من')}\s+|מ-?)(?P<a>.+?)\s+(?:to|until|till|{fold('إلى')}|{fold('حتى')}|עד)\s+(?P<b>.+)"
)
_DAYS_OF_MONTH = re.compile(r"(?P<a>\d{1,2})\s*-\s*(?P<b>\d{1,2}\s+\D.*)")
_YEARS = re.compile(r"(?P<a>\d{4})\s*-\s*(?P<b>\d{4})")
_DASHED = re.compile(r"(?P<a>.+?)\s+-\s+(?P<b>.+)|(?P<c>.+?)\s+to\s+(?P<d>.+)")
_MONTH_NAMES = "|".join(sorted(map(re.escape, MONTHS), key=len, reverse=True))
_NAMED = re.compile(rf"(?<!\w)(?:ב-?)?({_MONTH_NAMES})[.']?(?!\w)")
_SEASON = re.compile(rf"({'|'.join(sorted(SEASONS, key=len, reverse=True))}),?\s+(\d{{4}})")


@dataclass(frozen=True, slots=True)
class _Date:
    """What one typed date says: any of year, month, day may be missing."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    season: int | None = None
    approximate: bool = False
    uncertain: bool = False

    def edtf(self, typed: str) -> str:
        if self.year is None:
            raise _unread(typed, "Add the year with four digits.")
        doubt = {(1, 0): "~", (0, 1): "?", (1, 1): "%"}.get((self.approximate, self.uncertain), "")
        parts = [f"{self.year:04d}"]
        if self.month or self.season:
            parts.append(f"{self.month or self.season:02d}")
        if self.day:
            parts.append(f"{self.day:02d}")
        return "-".join(parts) + doubt


def _unread(typed: str, advice: str) -> InvalidInput:
    return InvalidInput(f"“{typed[:60]}” was not read as a date. {advice}", code="bad-date")


def parse_typed(text: str, order: Order = "dmy") -> Span:
    """Read a date as typed: EDTF, '5 Nov 2026', '5/11/2026', 'about May 2024', 'before 2024'.

    ``order``: how figures like 5/11/2026 are meant; four digits first are always the year. Months
    may be named in English, Arabic (also Levantine) or Hebrew, digits may be Arabic; ranges and
    'between ... and ...' work in all three. '' and 'not known' give a span of which nothing is
    known. Raises InvalidInput with what to write instead; nothing is ever guessed.
    """
    typed = " ".join(fold(text).split()).strip(" ,;")
    if not typed or typed in UNKNOWN_WORDS:
        return UNKNOWN
    if len(typed) > _LONGEST:
        raise _unread(typed, "Write only the date.")
    shape = typed.replace(" / ", "/")
    if _EDTF.fullmatch(shape):
        return parse(shape.upper())
    return _related(typed, order)


def _words(words: str) -> str:
    return "|".join(fold(word) for word in words.split("|"))


def _prefix(words: str) -> re.Pattern[str]:
    """Return a pattern for a relation word before the rest; one Hebrew letter may be attached."""
    return re.compile(rf"(?:{_words(words)})(?:\b\.?\s*|-)(?P<rest>.+)")


_RELATIONS = {
    "before": _prefix(BEFORE),
    "after": _prefix(AFTER),
    "until": _prefix(UNTIL),
    "since": re.compile(rf"(?:(?:{_words(SINCE)})(?:\s+|-)|מ(?=\D))(?P<rest>.+)"),
}
_ABOUT_BEFORE = re.compile(rf"(?:~|(?:{_words(ABOUT)})\b\.?-?)\s*(?P<rest>.+)")
_ABOUT_AFTER = re.compile(rf"(?P<rest>.+?)\s*(?:~|\b(?:{_words(ABOUT)}))$")


def _related(typed: str, order: Order) -> Span:
    """Read ranges first, then before, after, until and since, then a single date."""
    for pattern, doubt in ((_BETWEEN, True), (_FROM_TO, False)):
        match = pattern.fullmatch(typed)
        if match:
            return _range(match["a"], match["b"], order, typed, between=doubt)
    bare = _ON.sub("", typed)
    for relation, pattern in _RELATIONS.items():
        match = pattern.fullmatch(bare)
        if match:
            return _open(relation, _single(match["rest"], order, typed).edtf(typed))
    about = _ABOUT_BEFORE.fullmatch(typed)
    inner, approximate = (about["rest"], True) if about else (typed, False)
    pair = _pair(inner)
    if pair:
        return _range(*pair, order, typed, approximate=approximate)
    return parse(_single(typed, order, typed).edtf(typed))


def _pair(typed: str) -> tuple[str, str] | None:
    """Return the two sides of a range written with a dash or 'to', if it is one."""
    for pattern in (_DAYS_OF_MONTH, _YEARS, _DASHED):
        match = pattern.fullmatch(typed)
        if match:
            first, second = [side for side in match.groups() if side is not None]
            return first, second
    return None


def _range(
    start: str,
    end: str,
    order: Order,
    typed: str,
    *,
    between: bool = False,
    approximate: bool = False,
) -> Span:
    """Read both sides; the start takes from the end what it leaves out."""
    last = _single(end, order, typed)
    first = _single(start, order, typed, bare_day=last.day is not None)
    first = replace(
        first,
        year=first.year if first.year is not None else last.year,
        month=first.month or (last.month if first.day else None),
    )
    if between or approximate:
        first = replace(first, uncertain=between, approximate=approximate)
        last = replace(last, uncertain=between, approximate=approximate)
    return parse(f"{first.edtf(typed)}/{last.edtf(typed)}")


def _open(relation: str, edtf: str) -> Span:
    """Return the span before, after, until or since one date."""
    if relation == "until":
        return parse(f"../{edtf}")
    if relation == "since":
        return parse(f"{edtf}/..")
    one = part(edtf)
    doubt = edtf[-1] if edtf[-1] in "?~%" else ""
    if relation == "before":
        return parse(f"../{_same_kind(one.first - 1, edtf)}{doubt}")
    return parse(f"{_same_kind(one.last + 1, edtf)}{doubt}/..")


def _same_kind(ordinal: int, like: str) -> str:
    """Return the day, month or year that holds a day, as exact as the text given."""
    if part(like).kind == "season":
        return of_days(ordinal, ordinal).edtf
    return date.fromordinal(ordinal).isoformat()[: len(like.rstrip("?~%"))]


def _single(said: str, order: Order, typed: str, *, bare_day: bool = False) -> _Date:
    """Read one date with its doubts. ``bare_day``: a lone number is a day of a month."""
    said = said.strip(" ,.")
    about = _ABOUT_BEFORE.fullmatch(said) or _ABOUT_AFTER.fullmatch(said)
    if about:
        return replace(_single(about["rest"], order, typed, bare_day=bare_day), approximate=True)
    if _DOUBTED.search(said):
        inner = _single(_DOUBTED.sub("", said), order, typed, bare_day=bare_day)
        return replace(inner, uncertain=True)
    if bare_day and re.fullmatch(r"\d{1,2}", said):
        return _Date(day=int(said))
    return _numeric(said, order, typed) or _named(said, typed)


def _numeric(said: str, order: Order, typed: str) -> _Date | None:
    """Read 2026, 11/2026, 2026-11 and three figures in the order given."""
    if re.fullmatch(r"\d{4}", said):
        return _Date(year=int(said))
    two = _MONTH_YEAR.fullmatch(said)
    if two:
        return _Date(year=int(two[2]), month=_month(two[1], typed))
    two = _YEAR_MONTH.fullmatch(said)
    if two:
        return _Date(year=int(two[1]), month=_month(two[2], typed))
    three = _NUMBERS.fullmatch(said)
    return _ordered(three, order, typed) if three else None


def _ordered(three: re.Match[str], order: Order, typed: str) -> _Date:
    one, two, last = three.groups()
    if len(one) == 4 and len(last) <= 2:
        return _Date(int(one), _month(two, typed), _day(last, typed))
    if len(last) != 4 or len(one) > 2:
        raise _unread(typed, "Write the year with four digits.")
    day, month = (two, one) if order == "mdy" else (one, two)
    return _Date(int(last), _month(month, typed), _day(day, typed))


def _month(figures: str, typed: str) -> int:
    if not 1 <= int(figures) <= 12:
        raise _unread(typed, f"There is no month {int(figures)}. Write the month by name.")
    return int(figures)


def _day(figures: str, typed: str) -> int:
    if not 1 <= int(figures) <= 31:
        raise _unread(typed, f"There is no day {int(figures)} in a month.")
    return int(figures)


def _named(said: str, typed: str) -> _Date:
    """Read a date with a named month or season, in any order of its parts."""
    season = _SEASON.fullmatch(said)
    if season:
        return _Date(year=int(season[2]), season=SEASONS[season[1]])
    named = {MONTHS[name] for name in _NAMED.findall(said)}
    if len(named) != 1:
        raise _unread(typed, "Write it like 16 November 2026, 2026-11-16, November 2026 or 2026.")
    rest = _FILLER.sub(" ", _NAMED.sub(" ", said))
    figures = re.findall(r"\d+", rest)
    years = [int(figure) for figure in figures if len(figure) == 4]
    days = [figure for figure in figures if len(figure) <= 2]
    if re.sub(r"[\d\s,./()'-]|ב(?=-?\d)", "", rest) or len(years) > 1 or len(days) > 1:
        raise _unread(typed, "Write it like 16 November 2026 or November 2026.")
    if len(years) + len(days) != len(figures):
        raise _unread(typed, "Write the year with four digits.")
    day = _day(days[0], typed) if days else None
    return _Date(years[0] if years else None, named.pop(), day)
