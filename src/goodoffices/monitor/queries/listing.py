"""One page of incidents, and how many there are."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F
from django.db.models.expressions import Combinable

from goodoffices.core.models import Membership
from goodoffices.methods.columns import first_of
from goodoffices.monitor.models import Incident
from goodoffices.monitor.queries.chosen import choose
from goodoffices.monitor.queries.filters import IncidentFilter

PAGE = 50

ORDERS: dict[str, tuple[str | Combinable, ...]] = {
    "newest": (F("first_day").desc(nulls_last=True), "-pk"),
    "oldest": (F("first_day").asc(nulls_last=True), "pk"),
    "killed": (F("killed_best").desc(nulls_last=True), "-pk"),
    "changed": ("-updated_at", "-pk"),
}

SORTED = {
    "newest": ("first_day", False),
    "oldest": ("first_day", True),
    "killed": ("killed_best", False),
    "changed": ("updated_at", False),
}
"""The same orders over columns: which one, and whether the smallest comes first."""


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


def page(asked: IncidentFilter, member: Membership, number: int = 1, size: int = PAGE) -> Listing:
    """Return one page of the incidents a member asked for, with the number of all."""
    column, rising = SORTED[asked.sort]
    found = choose(asked, member, {column})
    total = len(found)
    number = _within(number, total, size)
    shown = first_of(found[column], (number - 1) * size, number * size, rising=rising)
    return Listing(in_order(found["id"][shown].tolist()), total, number, size)


def in_order(ids: list[int]) -> list[Incident]:
    """Fetch incidents with what a list shows of them, in the order of the ids."""
    rows = Incident.objects.select_related("place", "office", "sole_source").defer("summary")
    found = rows.in_bulk(ids)
    return [found[one] for one in ids if one in found]


def _within(number: int, total: int, size: int) -> int:
    return min(max(1, number), max(1, -(-total // size)))
