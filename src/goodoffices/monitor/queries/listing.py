"""One page of incidents, and how many there are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from django.db.models import F, QuerySet
from django.db.models.expressions import Combinable

from goodoffices.core import search
from goodoffices.core.access import named_ids
from goodoffices.monitor.models import Incident
from goodoffices.monitor.queries.selection import Selection
from goodoffices.monitor.queries.sought import (
    BATCH,
    COMMON,
    MOST_TESTED,
    is_common,
    matching_among,
    narrowed,
    sought,
)

__all__ = ["BATCH", "COMMON", "ORDERS", "PAGE", "Listing", "in_order", "narrowed", "page"]

PAGE = 50
WIDE = 100_000
"""From so many incidents on, a common word is looked for from its own end."""

ORDERS: dict[str, tuple[str | Combinable, ...]] = {
    "newest": (F("first_day").desc(nulls_last=True), "-pk"),
    "oldest": (F("first_day").asc(nulls_last=True), "pk"),
    "killed": (F("killed_best").desc(nulls_last=True), "-pk"),
    "changed": ("-updated_at", "-pk"),
}


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of incidents in order; ``number`` counts from 1."""

    rows: list[Incident]
    total: int
    number: int
    size: int

    @property
    def pages(self) -> int:
        """How many pages there are; at least one."""
        return max(1, -(-self.total // self.size))

    @property
    def first(self) -> int:
        """The place in the order of the first row shown, counted from 1; 0 when there is none."""
        return (self.number - 1) * self.size + 1 if self.rows else 0

    @property
    def last(self) -> int:
        """The place in the order of the last row shown."""
        return (self.number - 1) * self.size + len(self.rows)


def page(selection: Selection, number: int = 1, size: int = PAGE) -> Listing:
    """Return one page of the selection, with the number of all."""
    asked, member = selection.asked, selection.member
    if is_common(asked, member) and asked.sort == "newest" and _is_wide(selection):
        return _walked(selection, number, size)
    with sought(asked, member) as found:
        rows = selection.with_text(found).rows
        total = rows.count()
        number = _within(number, total, size)
        return Listing(in_order(_ids(rows, asked.sort, number, size)), total, number, size)


def _walked(selection: Selection, number: int, size: int) -> Listing:
    """Return a page of what a common word finds: one count, then the newest tested in order."""
    total = _total(selection)
    number = _within(number, total, size)
    ids = list(islice(_walk(selection), (number - 1) * size, number * size))
    if len(ids) < min(size, total - (number - 1) * size):
        ids = _ids(selection.rows, "newest", number, size)
    return Listing(in_order(ids), total, number, size)


def _total(selection: Selection) -> int:
    asked, member = selection.asked, selection.member
    if asked.is_text_alone and not named_ids(member, "monitor.incident"):
        return search.count("incident", asked.text, member)
    return search.count_joined("incident", asked.text, member, selection.without_text)


def _ids(rows: QuerySet[Incident], sort: str, number: int, size: int) -> list[int]:
    ordered = rows.order_by(*ORDERS[sort]).values_list("pk", flat=True)
    return list(ordered[(number - 1) * size : number * size])


def in_order(ids: list[int]) -> list[Incident]:
    """Fetch incidents with what a list shows of them, in the order of the ids."""
    rows = Incident.objects.select_related("place", "office", "sole_source").defer("summary")
    found = rows.in_bulk(ids)
    return [found[one] for one in ids if one in found]


def _within(number: int, total: int, size: int) -> int:
    return min(max(1, number), max(1, -(-total // size)))


def _is_wide(selection: Selection) -> bool:
    """Say whether everything but the text leaves so many that testing each would take long."""
    few = selection.without_text.order_by().values_list("pk", flat=True)[:WIDE]
    return few.count() == WIDE


def _walk(selection: Selection) -> Iterator[int]:
    """Yield ids that match the text, newest first, from the first `MOST_TESTED` incidents."""
    ordered = selection.without_text.order_by(*ORDERS["newest"]).values_list("pk", flat=True)
    batch: list[int] = []
    for one in ordered[:MOST_TESTED].iterator(chunk_size=BATCH):
        batch.append(one)
        if len(batch) == BATCH:
            yield from matching_among(selection, batch)
            batch = []
    yield from matching_among(selection, batch)
