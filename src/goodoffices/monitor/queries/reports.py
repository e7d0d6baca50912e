"""The list of reports: its filters as the address holds them, one page of it, and the excerpts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import islice
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.db.models import F, Q, QuerySet

from goodoffices.core import search
from goodoffices.core.models import Membership
from goodoffices.core.queries.addresses import AddressReader, iso, midnight
from goodoffices.methods.text import excerpt, query
from goodoffices.monitor.models import Report, ReportVersion, Source
from goodoffices.monitor.models.reports import WAITING
from goodoffices.monitor.queries.listing import PAGE
from goodoffices.monitor.queries.sought import BATCH, COMMON

DECISIONS = ("waits", "linked", "set-aside", "withdrawn")
LANGUAGES = ("en", "ar", "he")
WIDTH = 200
"""Characters of a report's text that the list shows around the words found."""


@dataclass(frozen=True, slots=True)
class ReportFilter:
    """What a reader asked for. Days are those of receipt, proleptic Gregorian ordinals.

    None or empty means: all. ``sources`` and ``offices`` are codes; ``problems`` has one sentence
    for each part of the address that could not be understood.
    """

    decision: str = ""
    sources: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    first_day: int | None = None
    last_day: int | None = None
    text: str = ""
    problems: tuple[str, ...] = field(default=(), compare=False)

    @property
    def is_narrow(self) -> bool:
        """Say whether anything is asked for."""
        return self != ReportFilter()

    def address(self, **changes: Any) -> str:
        """Return the query string of this filter with some of its fields changed."""
        asked = replace(self, **changes) if changes else self
        single = {
            "decision": asked.decision,
            "from": iso(asked.first_day),
            "to": iso(asked.last_day),
            "q": asked.text,
        }
        several = {"source": asked.sources, "office": asked.offices, "language": asked.languages}
        pairs = [(name, value) for name, value in single.items() if value]
        pairs += [(name, value) for name, values in several.items() for value in values]
        return urlencode(pairs)


def parse(asked: Mapping[str, Any]) -> ReportFilter:
    """Read a query string."""
    reader = AddressReader(asked)
    first, last = reader.period()
    return ReportFilter(
        decision=reader.choice("decision", ("", *DECISIONS)),
        sources=reader.codes("source"),
        offices=reader.slugs("office"),
        languages=reader.known("language", set(LANGUAGES)),
        first_day=first,
        last_day=last,
        text=reader.text("q"),
        problems=tuple(reader.problems),
    )


def select(asked: ReportFilter, member: Membership) -> QuerySet[Report]:
    """Return the reports a member asked for and may see, the text left aside."""
    rows: QuerySet[Report] = Report.objects.visible_to(member)
    found = _decided(asked.decision) & _received(asked, member)
    if asked.sources:
        known = Source.objects.visible_to(member).filter(code__in=asked.sources)
        found &= Q(source__in=list(known.values_list("pk", flat=True)))
    if asked.offices:
        found &= Q(office__code__in=asked.offices)
    if asked.languages:
        found &= Q(language__in=asked.languages)
    return rows.filter(found)


def _decided(decision: str) -> Q:
    if decision == "waits":
        return WAITING
    if decision == "linked":
        return Q(is_linked=True)
    if decision == "set-aside":
        return Q(set_aside_at__isnull=False)
    return Q(withdrawn_at__isnull=False) if decision == "withdrawn" else Q()


def _received(asked: ReportFilter, member: Membership) -> Q:
    found, zone = Q(), ZoneInfo(member.programme.time_zone)
    if asked.first_day is not None:
        found &= Q(received_at__gte=midnight(asked.first_day, zone))
    if asked.last_day is not None:
        found &= Q(received_at__lt=midnight(asked.last_day, zone) + timedelta(days=1))
    return found


def matching(asked: ReportFilter, member: Membership) -> QuerySet[Report]:
    """Return the selection with its text, as the query that reads least."""
    rows = select(asked, member)
    if not asked.text:
        return rows
    if search.estimate("report", asked.text, member) >= COMMON:
        ids = list(rows.values_list("pk", flat=True)[: COMMON + 1])
        if len(ids) <= COMMON:
            return Report.objects.visible_to(member).filter(pk__in=_among(asked.text, ids))
    condition = search.matching("report", asked.text, member)
    return rows if condition is None else rows.filter(condition)


def _among(text: str, ids: list[int]) -> list[int]:
    found: list[int] = []
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        hits = search.among("report", text, batch)
        found += [one for one in batch if one in hits]
    return found


@dataclass(frozen=True, slots=True)
class ReportPage:
    """One page of reports, newest first; ``number`` counts from 1."""

    rows: list[Report]
    total: int
    number: int
    size: int = PAGE


def page(asked: ReportFilter, member: Membership, number: int = 1) -> ReportPage:
    """Return one page of the selection, with the number of all and excerpts of what was found."""
    if _is_common_alone(asked, member):
        total = search.count("report", asked.text, member)
        number = _within(number, total)
        ids = list(islice(_walk(asked, member), (number - 1) * PAGE, number * PAGE))
    else:
        rows = matching(asked, member)
        total = rows.count()
        number = _within(number, total)
        ordered = rows.order_by("-received_at", "-pk").values_list("pk", flat=True)
        ids = list(ordered[(number - 1) * PAGE : number * PAGE])
    return ReportPage(_in_order(ids, asked.text), total, number)


def _within(number: int, total: int) -> int:
    return min(max(1, number), max(1, -(-total // PAGE)))


def _is_common_alone(asked: ReportFilter, member: Membership) -> bool:
    """Say whether a common text is all that is asked for: then the newest are walked and tested."""
    if not asked.text or asked != ReportFilter(text=asked.text):
        return False
    return search.estimate("report", asked.text, member) >= COMMON


def _walk(asked: ReportFilter, member: Membership) -> Iterator[int]:
    ordered = Report.objects.visible_to(member).order_by("-received_at", "-pk")
    ids = ordered.values_list("pk", flat=True).iterator(chunk_size=BATCH)
    while batch := list(islice(ids, BATCH)):
        yield from _among(asked.text, batch)


def _in_order(ids: list[int], text: str) -> list[Report]:
    found = Report.objects.select_related("source", "office").in_bulk(ids)
    rows = [found[one] for one in ids if one in found]
    if text:
        _mark_found(rows, text)
    return rows


def _mark_found(rows: list[Report], text: str) -> None:
    """Give each row ``found``: its text around the words, cut into (piece, is it a found word)."""
    versions = ReportVersion.objects.filter(report__in=rows, number=F("report__current"))
    words, asked = dict(versions.values_list("report_id", "text")), query(text)
    for row in rows:
        cut = excerpt(words.get(row.pk, ""), asked, WIDTH)
        row.found = cut.parts()  # type: ignore[attr-defined]
        row.goes_on = cut.after  # type: ignore[attr-defined]
