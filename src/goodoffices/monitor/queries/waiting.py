"""What changed since a member last looked, and what waits for a decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.utils import timezone

from goodoffices.core import evidence
from goodoffices.core.models import Membership, Office
from goodoffices.core.queries.protection import overdue
from goodoffices.monitor.models import Import, Incident, Report
from goodoffices.monitor.models.reports import WAITING
from goodoffices.monitor.queries.verification.resting import resting
from goodoffices.monitor.queries.verification.waiting import waiting_for
from goodoffices.monitor.queries.workload.assignments import open_assignments

SILENT_AFTER = timedelta(days=4)
SILENCE_LOOKED_FOR = timedelta(days=120)


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much waits: reports nobody has decided on, rejected rows, files found damaged, what
    needs a second person, one's own proposals that rest, one's own assignments."""

    reports: int
    new_reports: int
    new_incidents: int
    changed_incidents: int
    rejected_rows: int
    damaged_files: int
    since: datetime | None
    seconds: int = 0
    resting: int = 0
    assigned: int = 0
    overdue: int = 0
    statements: int = 0


@dataclass(frozen=True, slots=True)
class Silence:
    """An office that has not been heard of for longer than it usually takes."""

    office: Office
    days: int
    last_report: datetime


def waiting(member: Membership, since: datetime | None) -> Waiting:
    """Count what waits and what is new to the member; ``since`` None means a first visit."""
    reports = Report.objects.visible_to(member)
    moment = since or timezone.now()
    incidents = Incident.objects.visible_to(member).filter(updated_at__gt=moment)
    changed = incidents.aggregate(
        new=Count("pk", filter=Q(created_at__gt=moment)),
        changed=Count("pk", filter=Q(created_at__lte=moment)),
    )
    rejected = 0
    if member.may("monitor.import"):
        rejected = sum(
            Import.objects.filter(created_at__gt=moment).values_list("rejected", flat=True)
        )
    return Waiting(
        reports=reports.filter(WAITING).count(),
        new_reports=reports.filter(received_at__gt=moment).count(),
        new_incidents=changed["new"],
        changed_incidents=changed["changed"],
        rejected_rows=rejected,
        damaged_files=_damaged(member),
        since=since,
        seconds=waiting_for(member).count(),
        resting=len(resting(member)),
        statements=overdue(member),
        **_assigned(member),
    )


def _damaged(member: Membership) -> int:
    """Count stored files that are not as they were, for those who run the programme."""
    return evidence.damaged(member.programme).count() if member.may("core.settings") else 0


def _assigned(member: Membership) -> dict[str, int]:
    """Count the member's own assignments, and those whose day has passed."""
    mine = open_assignments(member).filter(to=member).order_by()
    overdue = Q(due__lt=timezone.localdate())
    found: dict[str, int] = mine.aggregate(
        assigned=Count("pk"), overdue=Count("pk", filter=overdue)
    )
    return found


def silent_offices(member: Membership) -> list[Silence]:
    """Return offices that reported lately but have now been silent for days.

    An office that never reported, or not for months, is not silent but absent: it is not listed.
    """
    now = timezone.now()
    theirs = Report.objects.visible_to(member).filter(office=OuterRef("pk"))
    last = theirs.order_by("-received_at").values("received_at")[:1]
    offices = Office.objects.annotate(heard=Subquery(last)).order_by("code")
    silent = offices.filter(heard__lt=now - SILENT_AFTER, heard__gt=now - SILENCE_LOOKED_FOR)
    return [Silence(office, (now - office.heard).days, office.heard) for office in silent]


def disagreements(member: Membership, first_day: int, last_day: int) -> list[Incident]:
    """Return incidents of a period whose sources give different tolls and nobody has decided.

    Of a period longer than a year its last year: older ones wait for nobody.
    """
    first_day = max(first_day, last_day - 365)
    rows = Incident.objects.visible_to(member).filter(
        first_day__gte=first_day,
        first_day__lte=last_day,
        sole_source__isnull=True,
        source_count__gt=1,
        killed_low__lt=F("killed_high"),
    )
    open_rows = rows.exclude(toll_rule="team").select_related("place")
    return list(open_rows.order_by("-updated_at")[:3])
