"""Numbers of a text as people write them: figures, ranges, and words in three languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from goodoffices.methods.terminology.forms import forms, plain, words

from .flat import flat

_EN = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
sixteen seventeen eighteen nineteen twenty
"""
ENGLISH = {word: value for value, word in enumerate(_EN.split())}
ENGLISH |= {"thirty": 30, "forty": 40, "fifty": 50, "dozen": 12, "both": 2, "couple": 2}
ARABIC = {
    "واحد": 1, "واحده": 1, "اثنان": 2, "اثنين": 2, "اثنتان": 2, "اثنتين": 2, "كلا": 2, "كلتا": 2,
    "ثلاثه": 3, "ثلاث": 3, "اربعه": 4, "اربع": 4, "خمسه": 5, "خمس": 5, "سته": 6, "ست": 6,
    "سبعه": 7, "سبع": 7, "ثمانيه": 8, "ثماني": 8, "ثمان": 8, "تسعه": 9, "تسع": 9, "عشره": 10,
    "عشر": 10, "عشرون": 20, "عشرين": 20, "ثلاثون": 30, "ثلاثين": 30, "اربعون": 40, "اربعين": 40,
    "خمسون": 50, "خمسين": 50,
}  # fmt: skip
HEBREW = {
    "אחד": 1, "אחת": 1, "שניימ": 2, "שני": 2, "שתיימ": 2, "שתי": 2, "שלושה": 3, "שלוש": 3,
    "שלושת": 3, "ארבעה": 4, "ארבע": 4, "ארבעת": 4, "חמישה": 5, "חמש": 5, "חמשת": 5, "שישה": 6,
    "שש": 6, "ששת": 6, "שבעה": 7, "שבע": 7, "שמונה": 8, "תשעה": 9, "תשע": 9, "עשרה": 10, "עשר": 10,
    "עשרימ": 20, "שלושימ": 30, "ארבעימ": 40, "חמישימ": 50,
}  # fmt: skip
WORDS = {**ENGLISH, **ARABIC, **HEBREW}

TO = frozenset({"to", "or", "إلى", "الى", "أو", "עד", "או"})
BETWEEN = ("between", "بين", "בין")
AND = frozenset({"and", "و", "ל", "ל-", "ו", "ו-"})
GLUED = "ולو"

_FIGURE = re.compile(
    r"(?<![\w.,/:+])(?<![A-Za-z\d]-)(\d{1,3}(?:,\d{3})+|\d+)"
    r"(?:\s*(?:-|to|or|and|الى|إلى|أو|עד|או)\s*(\d{1,3}(?:,\d{3})+|\d+))?"
    r"(?![\w/:]|[.,]\d|\s?%|°)"
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number or a range of a text, and where it stands."""

    start: int
    end: int
    low: int
    high: int


def find_numbers(text: str) -> list[Number]:
    """Return the whole numbers of a text in order; not those of decimals, days, times and codes."""
    found = sorted([*_figures(text), *_words(text)], key=lambda one: one.start)
    return _ranges(text, found)


def _ranges(text: str, found: list[Number]) -> list[Number]:
    """Make one of two numbers that are the ends of a range: "two to four", "between 2 and 4"."""
    made: list[Number] = []
    for number in found:
        before = made[-1] if made else None
        if before and before.low == before.high < number.high and _range(text, before, number):
            made[-1] = Number(before.start, number.end, before.low, number.high)
        else:
            made.append(number)
    return made


def _range(text: str, one: Number, other: Number) -> bool:
    between = text[one.end : other.start].strip().casefold()
    if between in TO:
        return True
    opened = text[max(0, one.start - 9) : one.start].strip().casefold().endswith(BETWEEN)
    glued = between in ("", "-") and text[other.start] in GLUED
    return opened and (between in AND or glued)


def _figures(text: str) -> Iterator[Number]:
    plain_text = flat(text)
    for match in _FIGURE.finditer(plain_text.text):
        low = _value(match[1])
        high = _value(match[2]) if match[2] else low
        if low > high:
            end, high = match.end(1), low
        else:
            end = match.end()
        yield Number(*plain_text.span(match.start(), end), low, high)


def _value(digits: str) -> int:
    return int(digits.replace(",", ""))


def _words(text: str) -> Iterator[Number]:
    """Yield numbers in words; "twenty-three" and "ثلاثة وعشرون" are one number."""
    waiting: Number | None = None
    for word in words(text):
        value = _value_of(text[word.start : word.end])
        if value is None:
            if waiting:
                yield waiting
            waiting = None
        elif waiting and _joined(waiting, value, text[waiting.end : word.start]):
            total = waiting.low + value
            waiting = Number(waiting.start, word.end, total, total)
        else:
            if waiting:
                yield waiting
            waiting = Number(word.start, word.end, value, value)
    if waiting:
        yield waiting


@lru_cache(maxsize=65_536)
def _value_of(word: str) -> int | None:
    """Return what a word says as a number; None where it says none."""
    whole = plain(word)
    if whole in WORDS:
        return WORDS[whole]
    return next((WORDS[form] for form in forms(word) if form in WORDS and len(form) > 2), None)


def _joined(before: Number, value: int, between: str) -> bool:
    """Say whether two number words stand for one number: tens with units, units with tens."""
    tens = before.low >= 20 and 0 < value < 10
    units = before.low < 10 and value >= 20
    teens = before.low < 10 and value == 10
    return between.strip() in ("", "-") and (tens or units or teens)
