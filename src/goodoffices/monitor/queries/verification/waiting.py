"""Which assessments wait for a second person."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from goodoffices.core.access import kind_of, named_ids
from goodoffices.core.models import Membership
from goodoffices.monitor.models import Assessment, Incident
from goodoffices.monitor.models.verification import WAITS
from goodoffices.monitor.queries.following import of_standing


def waiting_assessments(member: Membership) -> QuerySet[Assessment]:
    """Return the assessments that wait and that the member sees, oldest first."""
    named = named_ids(member, kind_of(Incident))
    readable = Q(tlp__lte=member.clearance) | Q(incident__in=named)
    rows = Assessment.objects.filter(WAITS, readable, of_standing(member))
    return rows.order_by("at", "pk")


def waiting_for(member: Membership) -> QuerySet[Assessment]:
    """Return those that the member can confirm or decline: made by others."""
    if not member.may("monitor.assess"):
        return Assessment.objects.none()
    others = Q(by__isnull=True) | ~Q(by=member.user)
    return waiting_assessments(member).filter(others)
