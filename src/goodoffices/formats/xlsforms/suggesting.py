"""Guess from names, types and labels which question gives which claim; a person confirms it.

Words are compared as search compares them (folded and lightly stemmed), in Arabic, English and
Hebrew alike. A guess that finds nothing is an empty mapping.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from goodoffices import codebook
from goodoffices.formats.submissions.entries import (
    DateEntry,
    Entry,
    LinkEntry,
    NarrativeEntry,
    PartyEntry,
    PlaceEntry,
    TitleEntry,
    TollEntry,
    TypeEntry,
    paths_of,
)
from goodoffices.methods.text import index_text

CHOOSING = {"select_one", "select_multiple", "select_one_external"}
COUNTING = {"integer", "decimal", "range"}
LIST_LIMIT = 1_000
"""Lists longer than this are no list of kinds of events."""

DATE = "date|day|when|happened|occurred|تاريخ|متى|وقت|יום|מתי|תאריך|אירע"
UNTIL = "end|ended|until|last day|finish|انتهاء|نهاية|حتى|انتهى|סיום|סוף|עד|הסתיים"
POINT = "place|point|location|gps|where|coordinates|مكان|موقع|أين|نقطة|מקום|מיקום|היכן|איפה|נקודה"
TYPE = "type|kind|category|event type|what happened|نوع|صنف|ماذا حدث|סוג|קטגוריה|מה קרה"
TITLE = "title|headline|subject|heading|in one line|عنوان|موضوع|כותרת|נושא"
NARRATIVE = (
    "narrative|description|describe|account|details|what happened|happened|notes|summary|remarks|"
    "report|observations|discussed|agreed|said|"
    "وصف|صف|تفاصيل|ماذا حدث|رواية|ملاحظات|ملخص|سرد|تقرير|"
    "תיאור|תאר|תארו|פרטים|מה קרה|הערות|סיכום|דיווח"
)
LINK = "link|url|website|web address|رابط|موقع إلكتروني|קישור|אתר"
PERSONAL = "name|phone|contact|email|reporter|اسم|هاتف|بريد|שם|טלפון|דואר"

PLACES = (
    "country|دولة|بلد|מדינה|ארץ",
    "region|governorate|province|state|admin1|إقليم|محافظة|منطقة|מחוז|אזור",
    "district|admin2|county|subdistrict|قضاء|مديرية|ناحية|נפה|רובע",
    "town|village|city|place|settlement|locality|site|neighbourhood|"
    "بلدة|قرية|مدينة|مكان|حي|יישוב|כפר|עיר|מקום|שכונה",
)
"""Words for places, from the widest to the narrowest."""

ROLES = (
    ("initiator", "perpetrator|acted|responsible|attacker|who did it|فاعل|منفذ|مسؤول|מבצע|אחראי"),
    ("target", "against|target|directed at|ضد|هدف|مستهدف|נגד|יעד|מטרה"),
    ("victim", "victim|harmed|ضحية|متضرر|קורבן|נפגע"),
    ("mediator", "mediator|mediated|وسيط|מתווך"),
    ("side_a", "side a|first party|الطرف أ|الطرف الأول|צד א"),
    ("side_b", "side b|second party|الطرف ب|الطرف الثاني|צד ב"),
    ("associated", "party|parties|actor|actors|group|طرف|أطراف|جماعة|צד|צדדים|קבוצה"),
)
MEASURES = (
    ("killed", "killed|dead|deaths|fatalities|died|قتلى|قتيل|وفيات|הרוגים|נהרגו|מתים"),
    ("injured", "injured|wounded|hurt|جرحى|مصابون|مصابين|פצועים|נפצעו"),
    ("detained", "detained|arrested|محتجزون|محتجزين|معتقلون|معتقلين|עצורים|נעצרו"),
    ("abducted", "abducted|kidnapped|مختطفون|مختطفين|חטופים|נחטפו"),
    ("released", "released|freed|مفرج عنهم|أُفرج|משוחררים|שוחררו"),
    ("missing", "missing|مفقودون|مفقودين|נעדרים"),
    ("displaced", "displaced|fled|نازحون|نازحين|עקורים|נעקרו"),
    ("participants", "participants|attended|present|مشاركون|مشاركين|حضور|משתתפים|נוכחים"),
    ("affected", "affected|متضررون|متضررين|מושפעים"),
)
CATEGORIES = (
    ("civilians", "civilian|civilians|مدنيون|مدنيين|אזרחים"),
    ("combatants", "combatants|fighters|soldiers|مقاتلون|مقاتلين|جنود|לוחמים|חיילים"),
    ("women", "women|نساء|נשים"),
    ("men", "men|رجال|גברים"),
    ("girls", "girls|فتيات|בנות"),
    ("boys", "boys|فتيان|בנים"),
    ("children", "children|أطفال|ילדים"),
    ("elderly", "elderly|older people|مسنون|كبار السن|קשישים"),
    ("health_workers", "health workers|medics|عاملون صحيون|צוותי רפואה"),
    ("aid_workers", "aid workers|عاملون في الإغاثة|עובדי סיוע"),
    ("journalists", "journalists|صحفيون|صحفيين|עיתונאים"),
)
BOUNDS = (
    ("low", "at least|minimum|min|lowest|low|على الأقل|أدنى|לפחות|מינימום"),
    ("high", "at most|maximum|max|highest|high|على الأكثر|أقصى|לכל היותר|מקסימום"),
    ("best", "best estimate|best|أفضل تقدير|הערכה"),
)


def suggest(
    fields: Sequence[Mapping[str, Any]], choices: Mapping[str, Sequence[Mapping[str, Any]]]
) -> tuple[Entry, ...]:
    """Guess a mapping from ``FormVersion.fields`` and ``.choices``; it always passes the reader."""
    asked = [_Asked(field) for field in fields if field["type"] not in {"note", "acknowledge"}]
    found = [*_types(asked, choices), *_dates(asked), *_place(asked)]
    taken = {path for entry in found for path in paths_of(entry)}
    found += _tolls(one for one in asked if one.path not in taken)
    found += _parties(one for one in asked if one.path not in taken)
    taken = {path for entry in found for path in paths_of(entry)}
    found += _texts([one for one in asked if one.path not in taken])
    order = {one.path: index for index, one in enumerate(asked)}
    return tuple(sorted(found, key=lambda entry: order.get((*paths_of(entry), "")[0], -1)))


class _Asked:
    """A question with its words as search sees them."""

    def __init__(self, field: Mapping[str, Any]) -> None:
        self.path, self.type, self.list = field["path"], field["type"], field.get("list", "")
        self.repeat, self.labels = field.get("repeat", ""), field["labels"]
        spaced = re.sub(r"(?<=[a-z])(?=[A-Z])|[\W_]+", " ", field["name"])
        self.name = f" {index_text(spaced)} "
        self.said = "".join(f" {index_text(label)} " for label in self.labels.values())

    def speaks_of(self, words: str) -> int:
        """Return how well it fits some words: 2 by its name, 1 by a label, 0 not at all."""
        wanted = [f" {index_text(word)} " for word in words.split("|")]
        if any(word in self.name for word in wanted):
            return 2
        return int(any(word in self.said for word in wanted))


def _first(asked: Sequence[_Asked], words: str) -> _Asked | None:
    """Return the question that fits best, the earlier of equals; None where none fits."""
    best = max(asked, key=lambda one: one.speaks_of(words), default=None)
    return best if best is not None and best.speaks_of(words) else None


def _dates(asked: Sequence[_Asked]) -> Iterator[Entry]:
    known = [one for one in asked if one.type in {"date", "dateTime"} and not one.repeat]
    ends = [one for one in known if one.speaks_of(UNTIL)]
    begins = [one for one in known if one not in ends] or known
    if begins:
        first = _first(begins, DATE) or begins[0]
        until = ends[0].path if ends and ends[0] is not first else ""
        yield DateEntry(first.path, until)
        return
    given = [one for kind in ("today", "start") for one in asked if one.type == kind]
    yield from (DateEntry(one.path) for one in given[:1])


def _place(asked: Sequence[_Asked]) -> Iterator[Entry]:
    points = [one for one in asked if one.type == "geopoint" and not one.repeat]
    shown = [one for one in points if one.labels] or points
    point = (_first(shown, POINT) or shown[0]).path if shown else ""
    left = [one for one in asked if one.type in CHOOSING | {"text"} and not one.repeat]
    names: list[str] = []
    for words in PLACES:
        one = _first(left, words)
        if one is not None:
            left.remove(one)
            names.append(one.path)
    if point or names:
        yield PlaceEntry(point, tuple(names))


def _types(
    asked: Sequence[_Asked], choices: Mapping[str, Sequence[Mapping[str, Any]]]
) -> Iterator[Entry]:
    best: tuple[float, _Asked, dict[str, str]] | None = None
    for one in asked:
        items = choices.get(one.list, ()) if one.type in CHOOSING else ()
        if not items or len(items) > LIST_LIMIT:
            continue
        values = event_types_of(items)
        score = len(values) / len(items) + one.speaks_of(TYPE) / 2
        if score >= 0.5 and (best is None or score > best[0]):
            best = score, one, values
    if best is not None:
        yield TypeEntry(best[1].path, best[2])


def event_types_of(items: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Return the event type of each choice whose name is its code or whose label is its label."""
    scheme = codebook.load()["event_types"]
    known = {index_text(label): entry.id for entry in scheme for label in entry.labels.values()}
    values = {}
    for item in items:
        words = (index_text(label) for label in item["labels"].values())
        code = (
            item["name"]
            if item["name"] in scheme
            else next(filter(None, map(known.get, words)), "")
        )
        if code:
            values[item["name"]] = code
    return values


def _parties(asked: Iterator[_Asked]) -> Iterator[Entry]:
    for one in asked:
        if one.type in CHOOSING | {"text"}:
            role = _said(ROLES, one)
            if role:
                yield PartyEntry(one.path, role)


def _said(words: Sequence[tuple[str, str]], one: _Asked) -> str:
    return next((code for code, wanted in words if one.speaks_of(wanted)), "")


def _tolls(asked: Iterator[_Asked]) -> Iterator[Entry]:
    found: dict[tuple[str, str], dict[str, str]] = {}
    for one in asked:
        measure = _said(MEASURES, one) if one.type in COUNTING else ""
        if measure:
            bounds = found.setdefault((measure, _said(CATEGORIES, one) or "all"), {})
            bounds.setdefault(_said(BOUNDS, one) or "exact", one.path)
    for (measure, category), bounds in found.items():
        if len(bounds) > 1 and "exact" in bounds:
            exact = bounds.pop("exact")
            bounds.setdefault("best", exact)
        for bound, path in bounds.items():
            yield TollEntry(path, measure, category, bound)


def _texts(asked: Sequence[_Asked]) -> Iterator[Entry]:
    texts = [one for one in asked if one.type == "text" and not one.repeat]
    title = _first(texts, TITLE)
    link = _first([one for one in texts if one is not title], LINK)
    left = [one for one in texts if one not in (title, link) and not one.speaks_of(PERSONAL)]
    telling = [one for one in left if one.speaks_of(NARRATIVE)] or left
    if title:
        yield TitleEntry(title.path)
    yield from (NarrativeEntry(one.path) for one in telling)
    if link:
        yield LinkEntry(link.path)
