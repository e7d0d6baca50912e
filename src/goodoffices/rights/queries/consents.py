"""Reading consent and the files a person is in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from goodoffices.core.models import Evidence, Membership
from goodoffices.rights.models import Consent, EvidencePerson, Person
from goodoffices.rights.models.consents import SCOPES


@dataclass(frozen=True, slots=True)
class Held:
    """One consent as a page shows it: what it allows, and whether it holds today."""

    row: Consent
    scopes: list[str]
    holds: bool
    expired: bool


def consents(person: Person) -> list[Held]:
    """Return the consents of a person, those that hold first."""
    today = timezone.localdate()
    rows = (
        Consent.objects.filter(person=person)
        .select_related("by", "withdrawn_by")
        .order_by("-given_on", "-pk")
    )
    return sorted((_held(row, today) for row in rows), key=lambda one: not one.holds)


def _held(row: Consent, today: date) -> Held:
    scopes = [scope for scope in SCOPES if getattr(row, scope)]
    expired = row.expires_on is not None and row.expires_on < today
    return Held(row, scopes, not expired and row.withdrawn_at is None, expired)


def allowed(found: list[Held]) -> list[tuple[str, bool]]:
    """Return each scope with whether it is allowed today."""
    holding = {scope for one in found if one.holds for scope in one.scopes}
    return [(scope, scope in holding) for scope in SCOPES]


def files(person: Person, member: Membership) -> list[tuple[EvidencePerson, Any]]:
    """Return the files a person is in or gave, as far as the member may see them."""
    ties = EvidencePerson.objects.filter(person=person, withdrawn_at=None).order_by("pk")
    seen = Evidence.objects.visible_to(member).in_bulk([tie.evidence_id for tie in ties])
    return [(tie, seen[tie.evidence_id]) for tie in ties if tie.evidence_id in seen]
