"""What a programme says of each kind of record, and what of it has to be looked at again."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from goodoffices.core.models import Handling, Membership, Programme
from goodoffices.core.retention import Kind, kinds


@dataclass(frozen=True, slots=True)
class Accounted:
    """One kind of record with what is said of it, None where nothing is said yet."""

    kind: Kind
    said: Handling | None
    is_overdue: bool


def accounts(programme: Programme) -> list[Accounted]:
    """Return every kind of record with what the programme says of it."""
    rows = Handling.objects.filter(programme=programme).select_related("by")
    said = {one.kind: one for one in rows}
    return [Accounted(kind, said.get(kind.name), _due(said.get(kind.name))) for kind in _all()]


def overdue(member: Membership) -> int:
    """Count the statements whose day of review has come, for those who make them."""
    if not member.may("core.protection"):
        return 0
    today = timezone.localdate()
    return Handling.objects.filter(
        programme=member.programme, kind__in=kinds(), review_on__lte=today
    ).count()


def _all() -> list[Kind]:
    return list(kinds().values())


def _due(said: Handling | None) -> bool:
    day = said.review_on if said else None
    return day is not None and day <= timezone.localdate()
