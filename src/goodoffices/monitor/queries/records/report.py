"""One report with everything its page shows: its versions, claims, files, incidents, history."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import NotFound
from goodoffices.core.access import visibility
from goodoffices.core.models import Evidence, Membership
from goodoffices.core.queries.addresses import Circle
from goodoffices.core.queries.history import Event, history
from goodoffices.core.reasons import ask_reason
from goodoffices.methods import geo
from goodoffices.monitor.models import Claim, Incident, Report, ReportLink, ReportVersion
from goodoffices.monitor.queries.circles import in_circle
from goodoffices.monitor.queries.outcomes import Difference, differences
from goodoffices.monitor.queries.records.holding import files_of
from goodoffices.monitor.queries.records.origin import Origin, origin_of

NEAR_KM, NEAR_DAYS, MOST_NEAR = 25.0, 3, 8


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a report: its words, its claims, and what differs from the one before."""

    words: ReportVersion
    claims: list[Claim]
    changed: list[Difference]
    is_current: bool


@dataclass(frozen=True, slots=True)
class Nearby:
    """An incident that may be the one a report tells of: how far away in days and kilometres."""

    incident: Incident
    days: int | None
    km: float | None


@dataclass(frozen=True, slots=True)
class ReportRecord:
    """A report, all versions newest first, and what the programme has done with it."""

    report: Report
    versions: list[Version]
    files: list[Evidence]
    links: list[ReportLink]
    events: list[Event]
    origin: Origin | None = None

    @property
    def current(self) -> Version:
        """The words as the source gives them now."""
        return next(one for one in self.versions if one.is_current)

    @property
    def set_aside(self) -> Event | None:
        """Who set it aside, and why."""
        done = (event for event in self.events if event.action == "monitor.report.set_aside")
        return next(done, None) if self.report.set_aside_at else None


def find_report(code: str, member: Membership) -> Report:
    """Return a report the member may see, by its code; raises `NotFound`."""
    rows = Report.objects.visible_to(member).select_related("source", "office", "by", "imported")
    found: Report | None = rows.filter(code=code[:16]).first()
    if found is None:
        raise NotFound(_("There is nothing at this address."))
    found.programme = member.programme
    ask_reason(found, member)
    return found


def report_record(code: str, member: Membership) -> ReportRecord:
    """Return a report with all its page shows; raises `NotFound`."""
    report = find_report(code, member)
    return ReportRecord(
        report=report,
        versions=versions_of(report),
        files=files_of([report.pk], member)[report.pk],
        links=incident_links(report, member),
        events=history(report, member),
        origin=origin_of(report, member),
    )


def versions_of(report: Report) -> list[Version]:
    """Return every version, newest first, each with its claims and what it changed."""
    words = list(report.versions.select_related("by", "imported").order_by("number"))
    claims: dict[int, list[Claim]] = defaultdict(list)
    rows = Claim.objects.filter(report=report).select_related("place", "party").order_by("pk")
    for claim in rows:
        claims[claim.version].append(claim)
    found = [
        Version(
            one,
            claims[one.number],
            differences(claims[one.number - 1], claims[one.number]) if one.number > 1 else [],
            one.number == report.current,
        )
        for one in words
    ]
    return found[::-1]


def incident_links(report: Report, member: Membership) -> list[ReportLink]:
    """Return the links to incidents the member may see, the standing ones first."""
    seen = ReportLink.objects.filter(visibility(Incident, member, "incident__"), report=report)
    rows = seen.select_related("incident__place", "by", "withdrawn_by").order_by("pk")
    # Asked for apart, each has its own small index; together they would read every link.
    standing = rows.filter(withdrawn_at__isnull=True)
    return [*standing, *rows.filter(withdrawn_at__isnull=False)]


def nearby(report: Report, claims: list[Claim], member: Membership) -> list[Nearby]:
    """Return incidents of about the same days and place, the closest first.

    A simple look around, no judgement: days within three, and the same place, a place under it or
    within 25 km.
    """
    if report.first_day is None:
        return []
    last = report.last_day or report.first_day
    places = [claim for claim in claims if claim.kind == Claim.Kind.PLACE]
    where = _where(places, report.programme_id)
    if not where:
        return []
    rows = Incident.objects.visible_to(member).filter(
        first_day__gte=report.first_day - NEAR_DAYS, first_day__lte=last + NEAR_DAYS
    )
    mine = ReportLink.objects.filter(report=report, withdrawn_at=None).values("incident")
    found = rows.filter(where).exclude(pk__in=mine).select_related("place")[: 5 * MOST_NEAR]
    near = [_near(one, report, places) for one in found]
    return sorted(near, key=lambda n: (n.days or 0, n.km if n.km is not None else 1e9))[:MOST_NEAR]


def _where(places: list[Claim], programme: int) -> Q:
    found = Q()
    for claim in places:
        if claim.place is not None:
            found |= Q(place__path__startswith=claim.place.path)
        if claim.latitude is not None and claim.longitude is not None:
            found |= in_circle(Circle(claim.latitude, claim.longitude, NEAR_KM), programme)
    return found


def _near(incident: Incident, report: Report, places: list[Claim]) -> Nearby:
    days = None
    if incident.first_day is not None and report.first_day is not None:
        days = abs(incident.first_day - report.first_day)
    return Nearby(incident, days, min(_distances(incident, places), default=None))


def _distances(incident: Incident, places: list[Claim]) -> Any:
    for claim in places:
        points = (claim.latitude, claim.longitude, incident.latitude, incident.longitude)
        if None not in points:
            yield geo.haversine_km(*points)  # type: ignore[arg-type]
