"""A waiting report and what it may be the same as, their figures side by side: two queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from goodoffices.core.access import may_see, visibility
from goodoffices.core.models import Membership, Party
from goodoffices.monitor.models import Claim, Incident, IncidentParty, Report
from goodoffices.monitor.queries.suggestions import Offered

Toll = tuple[int | None, int | None, int | None]
NONE: Toll = (None, None, None)


@dataclass(slots=True)
class Beside:
    """What one side says: a report by its claims, an incident by its derived values.

    ``place`` is what the template tag ``place_name`` takes; None or "" is "not known".
    """

    edtf: str = ""
    place: Any = None
    event_type: str = ""
    parties: list[str] = field(default_factory=list)
    killed: Toll = NONE
    injured: Toll = NONE
    latitude: float | None = None
    longitude: float | None = None
    radius_m: int | None = None


def beside(
    report: Report, found: Sequence[Offered], member: Membership
) -> tuple[Beside, list[Beside]]:
    """Return what the report says, and what each of those offered says, in their order."""
    waiting = [one.other.pk for one in found if one.incident is None]
    said = _said([report.pk, *waiting], member)
    parties = _parties([one.incident.pk for one in found if one.incident], member)
    sides = [
        _of_incident(one.incident, parties[one.incident.pk]) if one.incident else said[one.other.pk]
        for one in found
    ]
    return said[report.pk], sides


def _said(report_ids: Iterable[int], member: Membership) -> dict[int, Beside]:
    found: dict[int, Beside] = defaultdict(Beside)
    rows = Claim.of_reports(report_ids).filter(is_current=True).select_related("place", "party")
    for claim in rows.order_by("pk"):
        _hear(found[claim.report_id], claim, member)
    return found


def _hear(side: Beside, claim: Claim, member: Membership) -> None:
    if claim.kind == Claim.Kind.DATE:
        side.edtf = side.edtf or claim.edtf
    elif claim.kind == Claim.Kind.PLACE and side.place is None:
        side.place = claim
        side.latitude, side.longitude = claim.latitude, claim.longitude
        side.radius_m = claim.radius_m
    elif claim.kind == Claim.Kind.TYPE:
        side.event_type = side.event_type or claim.event_type
    elif claim.kind == Claim.Kind.PARTY:
        side.parties.append(_named(claim, member))
    elif claim.kind == Claim.Kind.TOLL and claim.category == "all":
        figures = claim.low, claim.best, claim.high
        if claim.measure == "killed" and side.killed == NONE:
            side.killed = figures
        elif claim.measure == "injured" and side.injured == NONE:
            side.injured = figures


def _named(claim: Claim, member: Membership) -> str:
    party = claim.party
    return party.label if party is not None and may_see(party, member) else claim.party_text


def _parties(incident_ids: Sequence[int], member: Membership) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    if not incident_ids:
        return found
    rows = IncidentParty.objects.filter(
        visibility(Party, member, "party__"), incident__in=incident_ids
    )
    for one in rows.select_related("party").order_by("pk"):
        if one.party.label not in found[one.incident_id]:
            found[one.incident_id].append(one.party.label)
    return found


def _of_incident(incident: Incident, parties: list[str]) -> Beside:
    return Beside(
        edtf=incident.edtf,
        place=incident,
        event_type=incident.event_type,
        parties=parties,
        killed=(incident.killed_low, incident.killed_best, incident.killed_high),
        injured=_injured(incident),
        latitude=incident.latitude,
        longitude=incident.longitude,
        radius_m=incident.radius_m,
    )


def _injured(incident: Incident) -> Toll:
    for one in incident.tolls:
        if one.get("measure") == "injured" and one.get("category") == "all":
            return one.get("low"), one.get("best"), one.get("high")
    return NONE
