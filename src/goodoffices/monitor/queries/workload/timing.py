"""How long decisions take: from report to decision, by office and by month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count
from django.utils import timezone

from goodoffices.core.access import visibility
from goodoffices.core.models import Membership, Office
from goodoffices.methods.workload import Durations, durations
from goodoffices.monitor.models import Incident, Report, ReportLink
from goodoffices.monitor.models.reports import WAITING
from goodoffices.monitor.services.intake.words import batches

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
    """Return the reports received since a moment that a person decided on.

    The decision is the first link to an incident that the member sees, or setting aside. Reports
    from files and those that opened their incident by themselves are left out: nobody waited.
    """
    rows = Report.objects.visible_to(member).filter(imported=None, received_at__gte=since)
    # Reports first, then their links by report: joined at once, SQLite goes through all incidents.
    reports = list(rows.values_list("pk", "office", "received_at", "set_aside_at"))
    first = _first_links([pk for pk, *_more in reports], member)
    found = []
    for pk, office, came, aside in reports:
        moments = [at for at in (aside, first.get(pk)) if at is not None]
        if moments and min(moments) > came:
            found.append(Decided(office, came, (min(moments) - came).total_seconds() / HOUR))
    return found


def _first_links(report_ids: Sequence[int], member: Membership) -> dict[int, datetime]:
    """Return when a person first linked each report to an incident that the member sees."""
    first: dict[int, datetime] = {}
    seen = ReportLink.objects.filter(visibility(Incident, member, "incident__"), by__isnull=False)
    for part in batches(report_ids):
        for standing in (True, False):
            # Asked for apart, standing links and those taken back have an index each.
            links = seen.filter(report_id__in=part, withdrawn_at__isnull=standing)
            for pk, at in links.values_list("report_id", "at"):
                first[pk] = min(at, first.get(pk, at))
    return first


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
