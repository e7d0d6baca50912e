"""Proposals that rest because their incident was merged away: who proposed them is told."""

from __future__ import annotations

from dataclasses import dataclass

from goodoffices.core.models import Membership
from goodoffices.monitor.models import Assessment, Incident
from goodoffices.monitor.models.verification import WAITS
from goodoffices.monitor.queries.following import of_followed
from goodoffices.monitor.queries.records.regroupings import standing
from goodoffices.monitor.queries.verification.aspects import Judged, judged


@dataclass(frozen=True, slots=True)
class Resting:
    """One proposal that nobody can answer, the incident it was about, and where that one is now."""

    judged: Judged
    incident: Incident
    into: Incident


def resting(member: Membership) -> list[Resting]:
    """Return the member's own proposals that rest, until the aspect is judged where they went.

    Each is kept as it was, and waits again once the merge is taken back.
    """
    if not member.may("monitor.assess"):
        return []
    rows = Assessment.objects.filter(
        WAITS, of_followed(member), by=member.user, incident__stands=False
    ).select_related("incident__place", "policy", "by", "second_by", "withdrawn_by")
    found = []
    for row in rows.order_by("at", "pk"):
        into = standing(row.incident)
        if not _judged_since(row, into):
            found.append(Resting(judged(row, member), row.incident, into))
    return found


def _judged_since(row: Assessment, into: Incident) -> bool:
    """Say whether somebody has judged the aspect since the merge (then the one away changed)."""
    rows = Assessment.objects.filter(incident=into, aspect=row.aspect)
    return bool(rows.filter(at__gt=row.incident.updated_at).exists())
