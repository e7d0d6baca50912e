"""What is suggested for a waiting report, as one member may see it.

Both ends of a suggestion must be theirs to see: the report it compares with, and the incident that
holds that report. What is not, is not counted, and changes neither order nor number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from goodoffices.core.access import kind_of, named_ids, visibility
from goodoffices.core.models import Membership
from goodoffices.core.tlp import STAFF_CLEARANCE, TLP
from goodoffices.methods.linkage import Reason
from goodoffices.monitor.models import Incident, Report, ReportLink, Suggestion

MOST = 5
"""Incidents the queue offers: as many as have a key."""

AS_GOOD = 0.5
"""A rival is another one with at least this share of the probability."""


@dataclass(frozen=True, slots=True)
class Offered:
    """One incident, or one other waiting report, that a report may be the same as.

    ``other`` is the report it was compared with; ``incident`` the one that holds that, None while
    it waits too. ``rivals`` counts the others offered that fit about as well.
    """

    number: int
    other: Report
    incident: Incident | None
    probability: float
    band: str
    reasons: tuple[Reason, ...]
    model: int
    rivals: int = 0

    @property
    def tlp(self) -> int:
        """The stricter mark of the two ends."""
        return max(self.other.tlp, self.incident.tlp if self.incident else 0)

    def noted(self) -> dict[str, Any]:
        """Return what a decision remembers of it."""
        return {
            "report": self.other.pk,
            "incident": self.incident.pk if self.incident else None,
            "probability": round(self.probability, 4),
            "band": self.band,
            "model": self.model,
            "tlp": self.tlp,
        }


def offered(report: Report, member: Membership, most: int = MOST) -> list[Offered]:
    """Return what is suggested for a report, the most likely first: two queries."""
    rows = list(_seen(report, member))
    held = _held_by([row.other_id for row in rows], member)
    best: dict[tuple[str, int], tuple[Suggestion, Incident | None]] = {}
    for row in rows:
        for incident in held.get(row.other_id, [None] if not row.other.is_linked else []):
            key = ("incident", incident.pk) if incident else ("report", row.other_id)
            best.setdefault(key, (row, incident))
    chances = [row.probability for row, _incident in best.values()]
    return [
        Offered(
            number,
            row.other,
            incident,
            row.probability,
            row.band,
            tuple(Reason(code, values) for code, values in row.reasons),
            row.model,
            sum(one >= AS_GOOD * row.probability for one in chances) - 1,
        )
        for number, (row, incident) in enumerate(list(best.values())[:most], 1)
    ]


def _seen(report: Report, member: Membership) -> QuerySet[Suggestion]:
    """Return the suggestions ranked for the member's clearance, and of reports that name them."""
    clearance = min(member.clearance, int(STAFF_CLEARANCE))
    ranked = Q(seen_from__lte=clearance, seen_to__gte=clearance)
    named = named_ids(member, kind_of(Report))
    if named:
        ranked |= Q(seen_from=TLP.RED, other__in=named)
    return (
        Suggestion.of_reports([report.pk])
        .filter(ranked)
        .filter(visibility(Report, member, "other__"))
        .filter(other__withdrawn_at=None, other__set_aside_at=None)
        .select_related("other__source")
        .order_by("-probability", "other_id")
    )


def _held_by(report_ids: Iterable[int], member: Membership) -> dict[int, list[Incident | None]]:
    found: dict[int, list[Incident | None]] = defaultdict(list)
    links = ReportLink.standing_of(report_ids).filter(
        visibility(Incident, member, "incident__"), incident__stands=True
    )
    for link in links.select_related("incident__place").order_by("pk"):
        found[link.report_id].append(link.incident)
    return found


def noted(found: Sequence[Offered]) -> list[dict[str, Any]]:
    """Return what a decision remembers of all that was offered."""
    return [one.noted() for one in found]
