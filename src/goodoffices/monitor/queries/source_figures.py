"""What the reports of a source amount to: how many, over time, how many linked, last heard."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max, Q

from goodoffices.core.models import Membership
from goodoffices.monitor.models import Report, Source

MONTHS = 24
"""How many months the timeline of a source shows."""


@dataclass(frozen=True, slots=True)
class SourceFigures:
    """Counts over the reports of one source that the member may see."""

    reports: int = 0
    linked: int = 0
    last_heard: datetime | None = None

    @property
    def share_linked(self) -> int | None:
        """How many of a hundred reports an incident holds; None without any report."""
        return round(100 * self.linked / self.reports) if self.reports else None


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source as the list shows it."""

    source: Source
    figures: SourceFigures


def rows(member: Membership) -> list[SourceRow]:
    """Return the sources a member may see, by name, each with its figures: two queries."""
    found = figures(member)
    sources = Source.objects.visible_to(member).select_related("office").order_by("name")
    return [SourceRow(one, found.get(one.pk, SourceFigures())) for one in sources]


def figures(member: Membership, source: Source | None = None) -> dict[int, SourceFigures]:
    """Count the visible reports of every source, or of one, in a single pass."""
    reports = Report.objects.visible_to(member)
    if source is not None:
        reports = reports.filter(source=source)
    counted = (
        reports.order_by()
        .values("source")
        .annotate(
            reports=Count("pk"),
            linked=Count("pk", filter=Q(is_linked=True)),
            last=Max("received_at"),
        )
        .values_list("source", "reports", "linked", "last")
    )
    return {pk: SourceFigures(*counts) for pk, *counts in counted}


def withdrawn(source: Source, member: Membership) -> int:
    """Count the reports of a source that it has withdrawn."""
    reports = Report.objects.visible_to(member).filter(source=source)
    return reports.filter(withdrawn_at__isnull=False).count()


def months(source: Source, member: Membership) -> list[tuple[date, int]]:
    """Count the reports of a source by the month they speak of, up to its latest; oldest first.

    Months without a report stand there with 0: the source was silent.
    """
    reports = Report.objects.visible_to(member).filter(source=source, first_day__isnull=False)
    latest = reports.aggregate(last=Max("first_day"))["last"]
    if latest is None:
        return []
    firsts = _first_days(date.fromordinal(latest))
    counted = (
        reports.filter(first_day__gte=firsts[0].toordinal())
        .order_by()
        .values("first_day")
        .annotate(count=Count("pk"))
        .values_list("first_day", "count")
    )
    found = dict.fromkeys(firsts, 0)
    for day, count in counted:
        if day is not None:
            found[date.fromordinal(day).replace(day=1)] += count
    return list(found.items())


def _first_days(last: date) -> list[date]:
    """Return the first days of the last `MONTHS` months, oldest first."""
    number = last.year * 12 + last.month - 1
    return [date(n // 12, n % 12 + 1, 1) for n in range(number - MONTHS + 1, number + 1)]
