"""Tolls, charts and maps over a filter as evidence: counted anew, never beyond a chosen mark.

A set counts only records up to the mark in ``asked["tlp"]``, which everybody who sees the number
at all may see: so it is the same number for all of them, and betrays nothing that is hidden.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from goodoffices import codebook
from goodoffices.core.days import days_in_words
from goodoffices.core.models import Membership, Party, Place
from goodoffices.core.tlp import TLP
from goodoffices.methods.columns import Columns, by_value, known
from goodoffices.monitor.ledger.leaves import word
from goodoffices.monitor.models import Source
from goodoffices.monitor.queries import maps, situation, timeline
from goodoffices.monitor.queries.chosen import choose
from goodoffices.monitor.queries.filters import IncidentFilter, parse
from goodoffices.monitor.queries.periods import Period
from goodoffices.publish.evidence.values import (
    Evidence,
    Standing,
    figure_texts,
    hidden,
    in_languages,
    toll_facts,
)
from goodoffices.publish.models import Citation

COLUMNS = {*situation.FIGURES, *maps.PLACED, "first_day", "last_day"}
WEAKEST_FIRST = ("refuted", "withdrawn", "contested", "unverified", "pending", "corroborated")
MOST_BARS = 31
"""So many bars a chart has at the most: its table stands beneath it, on paper, too."""

MOST_PLACES = 60


def of_set(citation: Citation, member: Membership) -> Evidence:
    """Return what a toll, a chart or a map over a filter says today."""
    most = ceiling(citation.asked)
    asked = filter_of(citation.asked)
    if most > member.clearance or not knows_all(asked, member):
        return hidden(citation.key, citation.kind)
    found = choose(asked, member, COLUMNS)
    found = found.where(found["tlp"] <= most)
    figures, levels = situation.figures(found), levels_of(found)
    titles = titles_of(citation.kind, asked, member)
    facts = _facts(figures, levels) | _drawn_from(citation, asked, found)
    return Evidence(
        citation.key,
        citation.kind,
        Standing.STANDS if figures.incidents else Standing.WITHDRAWN,
        title=titles.get((get_language() or "en")[:2], ""),
        titles=titles,
        level=next(iter(levels), ""),
        levels=levels,
        tlp=int(found["tlp"].max()) if len(found) else int(TLP.CLEAR),
        killed_low=figures.killed_low,
        killed_best=figures.killed_best,
        killed_high=figures.killed_high,
        when=_when(asked),
        incidents=figures.incidents,
        facts=facts,
        figures=figure_texts(facts, (get_language() or "en")[:2]),
    )


def ceiling(asked: dict[str, Any]) -> int:
    """Return the strictest mark that a set counts; never RED."""
    return min(int(asked.get("tlp", TLP.CLEAR)), int(TLP.AMBER_STRICT))


def filter_of(asked: dict[str, Any]) -> IncidentFilter:
    """Return the filter of the page "Incidents" that a set is over."""
    return parse(QueryDict(str(asked.get("query", ""))))


def knows_all(asked: IncidentFilter, member: Membership) -> bool:
    """Say whether the member may see every place, party and source that a filter names."""
    named: list[tuple[Any, tuple[str, ...]]] = [
        (Place, (asked.place,) if asked.place else ()),
        (Party, asked.parties),
        (Source, asked.sources),
    ]
    return all(
        model.objects.visible_to(member).filter(code__in=codes).count() == len(set(codes))
        for model, codes in named
        if codes
    )


def levels_of(found: Columns) -> dict[str, int]:
    """Count incidents by verification state, the weakest first."""
    states = codebook.load()["verification_states"].entries
    order = [*WEAKEST_FIRST, *(state for state in states if state not in WEAKEST_FIRST)]
    counts = {state: int((found["state"] == word(state)).sum()) for state in order}
    return {state: count for state, count in counts.items() if count}


def _facts(figures: situation.Figures, levels: dict[str, int]) -> dict[str, Any]:
    return {
        **toll_facts(figures.killed_low, figures.killed_best, figures.killed_high),
        "killed.unknown": figures.killed_unknown,
        "incidents": figures.incidents,
        "levels": levels,
    }


def _drawn_from(citation: Citation, asked: IncidentFilter, found: Columns) -> dict[str, Any]:
    """Return the numbers a chart or a map is drawn from."""
    if citation.kind == Citation.Kind.CHART:
        return {"bars": _bars(asked, found)}
    if citation.kind == Citation.Kind.MAP:
        return {"places": _places(found, ceiling(citation.asked))}
    return {}


def _bars(asked: IncidentFilter, found: Columns) -> list[list[int]]:
    """Count incidents over the days asked for, else over all on which any began."""
    days = situation.days(found)
    if not days:
        return []
    first = max(asked.first_day or 0, min(days)) if asked.first_day is None else asked.first_day
    last = asked.last_day if asked.last_day is not None else max(days)
    drawn = timeline.bars(days, Period(first, last, is_all=True), most=MOST_BARS)
    return [[max(bar.first, first), bar.last, bar.count] for bar in drawn]


def _places(found: Columns, mark: int) -> list[dict[str, Any]]:
    """Count incidents by place, most first; a place smaller than a village counts for the one
    around it, and what lies at none is one row without a name."""
    ids, counts = _counted(found)
    places = Place.objects.filter(pk__in=ids, tlp__lte=mark).select_related("parent")
    rows: dict[int, dict[str, Any]] = {}
    for place in places:
        shown = _shown(place, mark)
        row = rows.setdefault(shown.pk, _place(shown))
        row["count"] += counts.pop(place.pk)
    ordered = sorted(rows.values(), key=lambda row: (-row["count"], row["names"][""]))
    rest = sum(counts.values()) + sum(row["count"] for row in ordered[MOST_PLACES:])
    nowhere = [{"names": {}, "at": None, "count": rest}] if rest else []
    return ordered[:MOST_PLACES] + nowhere


def _shown(place: Place, mark: int) -> Place:
    around = place.parent
    small = place.kind == Place.Kind.SITE and around is not None and around.tlp <= mark
    return around if small and around is not None else place


def _counted(found: Columns) -> tuple[list[int], dict[int, int]]:
    places = found["place"]
    counts = by_value(places[known(places)])
    lost = len(found) - sum(counts.values())
    return list(counts), counts | ({0: lost} if lost else {})


def _place(place: Place) -> dict[str, Any]:
    at = None if place.latitude is None else [place.latitude, place.longitude]
    return {"names": {"": place.name, **place.labels}, "at": at, "count": 0}


def titles_of(kind: str, asked: IncidentFilter, member: Membership) -> dict[str, str]:
    """Say what a set is over: what is counted, when, where, and by what else it is narrowed."""
    named = _named(asked, member)
    return in_languages(lambda: _title(kind, asked, named))


def _title(kind: str, asked: IncidentFilter, named: Sequence[Place | Party | Source]) -> str:
    what = {
        "toll": _("People killed, and incidents"),
        "chart": _("Incidents over time"),
        "map": _("Where incidents happened"),
    }[str(kind)]
    book, language = codebook.load(), get_language() or "en"
    parts = [
        what,
        _when(asked),
        *(one.label for one in named),
        *(book.label("event_types", one, language) for one in asked.types),
        *(book.label("verification_states", one, language) for one in asked.states),
        *([f"“{asked.text}”"] if asked.text else ()),
    ]
    return " · ".join(part for part in parts if part)


def _when(asked: IncidentFilter) -> str:
    if asked.first_day is None or asked.last_day is None:
        return ""
    return str(days_in_words(asked.first_day, asked.last_day))


def _named(asked: IncidentFilter, member: Membership) -> list[Place | Party | Source]:
    """Return the places, parties and sources that a filter names."""
    codes: list[tuple[Any, tuple[str, ...]]] = [
        (Place, (asked.place,) if asked.place else ()),
        (Party, asked.parties),
        (Source, asked.sources),
    ]
    return [
        one
        for model, wanted in codes
        if wanted
        for one in model.objects.visible_to(member).filter(code__in=wanted).order_by("pk")
    ]


def counted_by_mark(asked: IncidentFilter, member: Membership) -> dict[int, int]:
    """Return how many incidents a set over a filter counts, for each strictest mark it may have."""
    found = choose(asked, member, {"tlp"})["tlp"]
    marks = range(min(int(TLP.AMBER_STRICT), member.clearance) + 1)
    return {mark: int((found <= mark).sum()) for mark in marks}
