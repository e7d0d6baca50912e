"""Guess from headers and a few rows which column means what; a person corrects the guess."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from goodoffices import codebook
from goodoffices.formats.mapping.columns import ColumnMapping, PartyColumn, TollColumns
from goodoffices.formats.mapping.dates import PARTS, TIME, read_date
from goodoffices.formats.reasons import Bad

# Header words in English, Arabic and Hebrew, folded as `_folded` does; the first that a header
# equals or begins with wins, so the more telling words come first.
WORDS: dict[str, str] = {
    "id": "id|code|event id|incident id|report id|reference|ref|رقم|المعرف|الرمز|מזהה|קוד|מספר",
    "date": "date|event date|start date|date start|day|when|التاريخ|تاريخ|תאריך",
    "end_date": "end date|date end|until|to date|تاريخ النهاية|תאריך סיום",
    "latitude": "latitude|lat|y|خط العرض|קו רוחב",
    "longitude": "longitude|lon|lng|long|x|خط الطول|קו אורך",
    "country": "country|الدولة|البلد|מדינה|ארץ",
    "type": "type|event type|category|kind|incident type|نوع|النوع|نوع الحدث|סוג|סוג אירוע",
    "title": "title|headline|subject|العنوان|عنوان|כותרת",
    "text": "text|notes|description|summary|narrative|details|الوصف|النص|تفاصيل|תיאור|טקסט|פרטים",
    "language": "language|lang|اللغة|שפה",
    "published": "published|report date|reported|publication date|تاريخ النشر|תאריך פרסום",
    "link": "link|url|source url|الرابط|رابط|קישור",
    "source": "source|reported by|المصدر|מקור",
}
PLACES: tuple[str, ...] = (
    "region|admin1|admin 1|adm 1|governorate|province|state|المحافظة|محافظة|מחוז",
    "district|admin2|admin 2|adm 2|القضاء|قضاء|المنطقة|נפה",
    "place|location|town|village|city|site|where|المكان|الموقع|البلدة|القرية|מקום|יישוב|מיקום",
)
PARTIES: tuple[tuple[str, str], ...] = (
    ("side a|side_a|actor1|actor 1|perpetrator|الطرف الأول|צד א", "side_a"),
    ("side b|side_b|actor2|actor 2|الطرف الثاني|צד ב", "side_b"),
    ("other parties|associated|parties|actors|الأطراف|צדדים", "associated"),
)
MEASURES: tuple[tuple[str, str], ...] = (
    ("killed", "killed|dead|deaths|fatalities|قتلى|القتلى|הרוגים"),
    ("injured", "injured|wounded|جرحى|الجرحى|مصابون|פצועים"),
    ("detained", "detained|arrested|محتجزون|معتقلون|עצורים"),
    ("displaced", "displaced|نازحون|עקורים"),
    ("missing", "missing|مفقودون|נעדרים"),
)
CATEGORIES = ("civilians", "women", "men", "girls", "boys", "children")
BOUNDS = {
    "low": "low|min|minimum|at least|lowest",
    "high": "high|max|maximum|at most|highest",
}


def suggest_mapping(
    headers: Sequence[str], sample_rows: Sequence[Sequence[str]] = ()
) -> ColumnMapping:
    """Guess a mapping. The result may map nothing at all; it is never refused here."""
    if set(headers) >= {"code", "date_precision", "killed_best", "place_precision"}:
        from goodoffices.formats.mapping.exchange import EXPORT_MAPPING

        if set(EXPORT_MAPPING.columns()) <= set(headers):
            return EXPORT_MAPPING
    left = list(headers)
    found: dict[str, Any] = {
        part: take_header(left, words) for part, words in _longest_first(WORDS)
    }
    places = tuple(name for words in PLACES if (name := take_header(left, words)))
    parties = tuple(
        PartyColumn(name, role) for words, role in PARTIES if (name := take_header(left, words))
    )
    if not (found["latitude"] and found["longitude"]):
        found["latitude"] = found["longitude"] = ""
    dates = _samples(headers, sample_rows, found["date"])
    words = _samples(headers, sample_rows, found["type"])
    blank = ColumnMapping(
        date_order=order_of(dates),
        places=places,
        parties=parties,
        tolls=_tolls(left),
        type_values=_type_values(words),
    )
    return replace(blank, **found)


def _type_values(words: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Suggest a code for each word that is a label or a publisher's name of an event type."""
    known: dict[str, str] = {}
    for entry in codebook.load()["event_types"]:
        names = [
            *entry.labels.values(),
            *(name for names in entry.mappings.values() for name in names),
        ]
        for name in names:
            known.setdefault(_folded(name), entry.id)
    pairs = ((word, known.get(_folded(word), "")) for word in dict.fromkeys(words))
    return tuple((word, code) for word, code in pairs if code)


def _longest_first(words: dict[str, str]) -> list[tuple[str, str]]:
    """Let end date and report date be found before plain date takes their column."""
    order = {"end_date": 0, "published": 1, "link": 2}
    return sorted(words.items(), key=lambda item: order.get(item[0], 3))


def _folded(name: str) -> str:
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    return " ".join(re.sub(r"[\W_]+", " ", spaced).split()).casefold()


def take_header(left: list[str], words: str) -> str:
    """Take the first header that equals one of the words, else one that begins with one."""
    wanted = [_folded(word) for word in words.split("|")]
    for word in wanted:
        for name in left:
            if _folded(name) == word:
                left.remove(name)
                return name
    for word in wanted:
        for name in left:
            if len(word) > 2 and _folded(name).startswith(word + " "):
                left.remove(name)
                return name
    return ""


def _tolls(left: Sequence[str]) -> tuple[TollColumns, ...]:
    found: dict[tuple[str, str], dict[str, str]] = {}
    for name in left:
        spread = f" {_folded(name)} "
        for measure, words in MEASURES:
            if any(f" {word} " in spread for word in words.split("|")):
                category = next((item for item in CATEGORIES if f" {item} " in spread), "all")
                found.setdefault((measure, category), {}).setdefault(_bound(spread), name)
                break
    return tuple(TollColumns(*key, **columns) for key, columns in found.items())


def _bound(spread: str) -> str:
    for bound, words in BOUNDS.items():
        if any(f" {word} " in spread for word in words.split("|")):
            return bound
    return "best"


def _samples(headers: Sequence[str], rows: Sequence[Sequence[str]], column: str) -> list[str]:
    if not column:
        return []
    index = list(headers).index(column)
    return [row[index].strip() for row in rows if len(row) > index and row[index].strip()]


def order_of(samples: Sequence[str]) -> str:
    """Say in which order the sample dates are written; day first where they could be either."""
    fits = [order for order in ("iso", "dmy", "mdy") if _all_read(samples, order)]
    if "iso" in fits and all(re.match(r"\d{4}", TIME.sub("", text)) for text in samples):
        return "iso"
    if not any(PARTS.fullmatch(TIME.sub("", text)) for text in samples):
        return "edtf" if samples and _all_read(samples, "edtf") else "iso"
    return next((order for order in fits if order != "iso"), "dmy")


def _all_read(samples: Sequence[str], order: str) -> bool:
    try:
        for text in samples:
            read_date("", text, order)
    except Bad:
        return False
    return True
