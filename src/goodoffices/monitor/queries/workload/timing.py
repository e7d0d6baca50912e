"""How long decisions take: from report to decision, by office and by month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Min
from django.utils import timezone

from goodoffices.core.access import visibility
from goodoffices.core.models import Membership, Office
from goodoffices.methods.workload import Durations, durations
from goodoffices.monitor.models import Incident, Report, ReportLink
from goodoffices.monitor.models.reports import WAITING

HOUR = 3600
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Decided:
    """One report that somebody decided on: its office, when it came, how many hours it took."""

    office: int | None
    received: datetime
    hours: float


@dataclass(frozen=True, slots=True)
class OfficeTiming:
    """How long decisions on the reports of one office took (None: of no office)."""

    office: Office | None
    waiting: int
    took: Durations


@dataclass(frozen=True, slots=True)
class MonthTiming:
    """How long decisions on the reports that came in one month took."""

    month: date
    took: Durations


def decided(member: Membership, since: datetime) -> list[Decided]:
    """Return the reports received since a moment that a person decided on, in two queries.

    The decision is the first link to an incident that the member sees, or setting aside. Reports
    from files and those that opened their incident by themselves are left out: nobody waited.
    """
    links = ReportLink.objects.filter(
        visibility(Report, member, "report__"),
        visibility(Incident, member, "incident__"),
        by__isnull=False,
        report__imported=None,
        report__received_at__gte=since,
    )
    linked = links.order_by().values_list("report_id", "report__office_id", "report__received_at")
    first = {pk: (office, came, at) for pk, office, came, at in linked.annotate(Min("at"))}
    aside = Report.objects.visible_to(member).filter(
        imported=None, received_at__gte=since, set_aside_at__isnull=False
    )
    rows = aside.values_list("pk", "office_id", "received_at", "set_aside_at")
    for pk, office, came, at in rows:
        known = first.get(pk)
        first[pk] = (office, came, min(at, known[2]) if known else at)
    return [
        Decided(office, came, (at - came).total_seconds() / HOUR)
        for office, came, at in first.values()
        if at > came
    ]


def by_office(found: Iterable[Decided], member: Membership) -> list[OfficeTiming]:
    """Return how long it took per office, in the order of the offices' codes, none last."""
    took = _grouped((one.office, one.hours) for one in found)
    waiting = dict(
        Report.objects.visible_to(member)
        .filter(WAITING, imported=None)
        .order_by()
        .values_list("office")
        .annotate(Count("pk"))
    )
    offices: list[Office | None] = [*Office.objects.order_by("code"), None]
    rows = []
    for office in offices:
        pk = office.pk if office else None
        if office is not None or took.get(pk) or waiting.get(pk):
            rows.append(OfficeTiming(office, waiting.get(pk, 0), durations(took.get(pk, []))))
    return rows


def by_month(found: Iterable[Decided], last: date) -> list[MonthTiming]:
    """Return how long it took per month in which the reports came in, the last months first."""
    took = _grouped((_month(one.received), one.hours) for one in found)
    return [MonthTiming(month, durations(took.get(month, []))) for month in months(last)]


def months(last: date) -> list[date]:
    """Return the first days of the last twelve months, the latest first."""
    number = last.year * 12 + last.month - 1
    return [date(n // 12, n % 12 + 1, 1) for n in range(number, number - MONTHS, -1)]


def _month(moment: datetime) -> date:
    return timezone.localtime(moment).date().replace(day=1)


def _grouped(pairs: Iterable[tuple[Hashable, float]]) -> dict[Hashable, list[float]]:
    found: dict[Hashable, list[float]] = defaultdict(list)
    for key, hours in pairs:
        found[key].append(hours)
    return found
