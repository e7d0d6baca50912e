"""One search over everything: incidents, reports, places, parties, sources, and what rooms add.

Each kind is asked for within what the member may see, and read again through `visible_to`, so
that what is hidden is neither shown nor counted, and a hidden record's code leads nowhere.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import F
from django.db.models.functions import Left
from django.utils.functional import Promise

from goodoffices.core import codes, search
from goodoffices.core.evidence import texts
from goodoffices.core.models import (
    Evidence,
    Membership,
    Party,
    PartyName,
    Place,
    PlaceName,
    Protected,
)
from goodoffices.core.queries.addresses import LONGEST_TEXT
from goodoffices.methods.text import Query, excerpt, query
from goodoffices.monitor.models import Incident, Report, ReportLink, ReportVersion, Source

SHOWN = 8
"""How many of each kind the page shows; the rest is in the kind's own list."""

WIDTH = 220
TITLE_WIDTH = 300
MOST_SOURCES = 2_000
MOST_REPORTS = 40
READ = 20_000
"""Characters of a report's text that are looked through for an excerpt."""

CODE = re.compile(rf"[{codes.ALPHABET}]{{{codes.LENGTH}}}", re.IGNORECASE)
CODED: tuple[tuple[str, type[Protected]], ...] = (
    ("incident", Incident),
    ("report", Report),
    ("place", Place),
    ("party", Party),
    ("source", Source),
    ("evidence", Evidence),
)
"""Each kind that a typed code may name."""

Parts = list[tuple[str, bool]]
"""A text cut into (piece, is it a found word)."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One record that was found. ``words``: why, where the title does not say it."""

    record: Any
    title: Parts
    words: Parts
    language: str = ""
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """The best hits of one kind; ``total`` is how many there are."""

    kind: str
    hits: list[Hit]
    total: int


@dataclass(frozen=True, slots=True)
class Found:
    """Everything that was found, kinds without a hit left out."""

    text: str
    asked: Query
    sections: tuple[Section, ...] = ()


Hits = Callable[[list[int]], list[Hit]]
"""Reads the records of some ids, in their order."""


@dataclass(frozen=True, slots=True)
class Kind:
    """How the search speaks of a kind of record: its title, the page of one, the list of all.

    ``model`` where a typed code may name one; ``scheme`` of the codebook says what sort it is;
    ``anchored``: there is one page for all of them, with an anchor for each.
    """

    title: str | Promise
    page: str
    listed: str
    model: type[Protected] | None = None
    scheme: str = ""
    anchored: bool = False


@dataclass(frozen=True, slots=True)
class Room:
    """What a room above this one adds, for those who have its ``permission``.

    ``find`` gives the sections for what was typed.
    """

    permission: str
    kinds: Mapping[str, Kind]
    find: Callable[[Query, str, Membership], Iterable[Section]]


ROOMS: list[Room] = []
"""Rooms add themselves when the program starts."""


def rooms(member: Membership) -> list[Room]:
    """Return the rooms whose records a member may search."""
    return [room for room in ROOMS if member.may(room.permission)]


def typed(text: str) -> str:
    """Return what was typed as it is searched for: cut to a sensible length, no control signs."""
    return text[:LONGEST_TEXT].replace("\x00", " ").strip()


def by_code(text: str, member: Membership) -> tuple[str, str] | None:
    """Return the kind and code of the record whose code was typed, if the member may see one."""
    if not CODE.fullmatch(text):
        return None
    for kind, model in (*CODED, *_coded_in_rooms(member)):
        if model.objects.visible_to(member).filter(code=text.lower()).exists():
            return kind, text.lower()
    return None


def _coded_in_rooms(member: Membership) -> list[tuple[str, type[Protected]]]:
    kinds = [pair for room in rooms(member) for pair in room.kinds.items()]
    return [(name, kind.model) for name, kind in kinds if kind.model is not None]


def find(text: str, member: Membership) -> Found:
    """Search every kind for what was typed; nothing for words that are only left out."""
    asked = query(text)
    if not asked.wanted:
        return Found(text, asked)
    sections = (
        _section("incident", text, member, lambda ids: _incidents(ids, asked, member)),
        _section("report", text, member, lambda ids: _reports(ids, asked, member)),
        _section("place", text, member, lambda ids: _places(ids, asked, member)),
        _section("party", text, member, lambda ids: _parties(ids, asked, member)),
        _sources(asked, member),
        _section("evidence", text, member, lambda ids: _texts(ids, asked, member)),
        *(found for room in rooms(member) for found in room.find(asked, text, member)),
    )
    return Found(text, asked, tuple(section for section in sections if section.hits))


def _section(kind: str, text: str, member: Membership, hits: Hits) -> Section:
    ids = search.best(kind, text, member, limit=SHOWN)
    shown = hits(ids) if ids else []
    total = search.count(kind, text, member) if len(ids) == SHOWN else len(shown)
    return Section(kind, shown, total)


def in_order(rows: Iterable[Any], ids: Sequence[int]) -> list[Any]:
    """Return the rows of some ids, in the order of the ids."""
    found = {row.pk: row for row in rows}
    return [found[one] for one in ids if one in found]


def hit(record: Any, title: str, asked: Query, texts: Iterable[tuple[str, str]]) -> Hit:
    """Return a hit with the first of the texts (text, language) that holds a found word."""
    named = excerpt(title, asked, TITLE_WIDTH)
    best = None
    for text, language in texts:
        cut = excerpt(text, asked, WIDTH)
        if cut.marks:
            return Hit(record, named.parts(), cut.parts(), language, cut.after)
        best = best or (cut, language)
    if best is None or named.marks:
        return Hit(record, named.parts(), [])
    return Hit(record, named.parts(), best[0].parts(), best[1], best[0].after)


def _incidents(ids: list[int], asked: Query, member: Membership) -> list[Hit]:
    rows = Incident.objects.visible_to(member).select_related("place").filter(pk__in=ids)
    said = _said_of(ids, member)
    return [
        hit(row, row.display_title, asked, [(row.summary, row.summary_language), *said[row.pk]])
        for row in in_order(rows, ids)
    ]


def _said_of(ids: list[int], member: Membership) -> dict[int, list[tuple[str, str]]]:
    """Return what the reports of incidents say, of those reports that the member may see."""
    links = ReportLink.objects.filter(incident__in=ids, withdrawn_at__isnull=True)
    pairs = list(links.order_by("pk").values_list("incident_id", "report_id")[:MOST_REPORTS])
    seen = Report.objects.visible_to(member).filter(pk__in={report for _, report in pairs})
    words = _words_of(list(seen.values_list("pk", flat=True)))
    said: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for incident, report in pairs:
        said[incident] += [words[report]] if report in words else []
    return said


def _words_of(reports: Sequence[int]) -> dict[int, tuple[str, str]]:
    current = ReportVersion.objects.filter(report__in=reports, number=F("report__current"))
    found = current.values_list("report_id", Left("text", READ), "language")
    return {pk: (text, language) for pk, text, language in found}


def _reports(ids: list[int], asked: Query, member: Membership) -> list[Hit]:
    rows = Report.objects.visible_to(member).select_related("source").filter(pk__in=ids)
    words = _words_of(ids)
    return [
        hit(row, row.title, asked, [words[row.pk]] if row.pk in words else [])
        for row in in_order(rows, ids)
    ]


def _places(ids: list[int], asked: Query, member: Membership) -> list[Hit]:
    rows = Place.objects.visible_to(member).select_related("parent").filter(pk__in=ids)
    names = PlaceName.objects.filter(place__in=ids).values_list("place_id", "name", "language")
    return _named(in_order(rows, ids), names, asked)


def _parties(ids: list[int], asked: Query, member: Membership) -> list[Hit]:
    rows = Party.objects.visible_to(member).filter(pk__in=ids)
    names = PartyName.objects.filter(party__in=ids).values_list("party_id", "name", "language")
    return _named(in_order(rows, ids), names, asked)


def _named(rows: list[Any], names: Iterable[tuple[int, str, str]], asked: Query) -> list[Hit]:
    """Return hits of things with several names: the one that was found stands beside."""
    others: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for pk, name, language in names:
        others[pk].append((name, language))
    return [
        hit(row, row.label, asked, [one for one in others[row.pk] if one[0] != row.label])
        for row in rows
    ]


def _texts(ids: list[int], asked: Query, member: Membership) -> list[Hit]:
    """Return hits of texts that were read from pictures and scans."""
    rows = Evidence.objects.visible_to(member).select_related("file").filter(pk__in=ids)
    return [
        hit(row, row.original_name, asked, [(texts.text_of(row)[:READ].replace("\f", "\n"), "")])
        for row in in_order(rows, ids)
    ]


def _sources(asked: Query, member: Membership) -> Section:
    """Look through the names of the sources: they are few, and not in the index of words."""
    rows = Source.objects.visible_to(member).order_by("name")[:MOST_SOURCES]
    found = [row for row in rows if holds(_all_names(row), asked)]
    hits = [
        hit(row, row.label, asked, [(name, "") for name in (row.name, *row.labels.values())])
        for row in found[:SHOWN]
    ]
    return Section("source", hits, len(found))


def _all_names(source: Source) -> str:
    return "\n".join((source.name, *map(str, source.labels.values())))


def holds(text: str, asked: Query) -> bool:
    """Say whether a short text holds every wanted word and none of the others."""
    if not all(excerpt(text, Query((term,))).marks for term in asked.wanted):
        return False
    barred = (Query((replace(term, excluded=False),)) for term in asked.excluded)
    return not any(excerpt(text, one).marks for one in barred)
