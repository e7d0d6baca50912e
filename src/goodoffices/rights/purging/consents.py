"""Consents that hold no more and whose time is over: deleted; one that holds never goes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from goodoffices.core.models import Membership, Programme, User
from goodoffices.core.retention.holding import held
from goodoffices.rights.models import Consent, Identity, Person
from goodoffices.rights.purging.keeping import Why, because, merged


def due(programme: Programme, before: datetime) -> QuerySet[Any]:
    """Return the consents that were withdrawn or expired before a moment."""
    day = timezone.localdate(before) if before.year > 1 else before.date()
    over = Q(withdrawn_at__lt=before) | Q(withdrawn_at=None, expires_on__lt=day)
    rows = Consent.objects.filter(over, person__programme=programme)
    return rows.select_related("person__programme").order_by("pk")


def visible(rows: QuerySet[Any], member: Membership) -> QuerySet[Any]:
    """Leave the consents of persons that a member may see."""
    return rows.filter(person__in=Person.objects.visible_to(member).values("pk"))


def why_not(rows: Sequence[Any], member: Membership | None) -> Why:
    """Say which consents are still needed: a hold on their person, a wish that is still open."""
    people = {row.pk: row.person_id for row in rows}
    holding = held(Person, set(people.values()), member)
    wishes = [row.person_id for row in rows if row.deletion_wished]
    written = set(Identity.objects.filter(person__in=wishes).values_list("person", flat=True))
    open_ones = {row.pk for row in rows if row.deletion_wished and row.person_id in written}
    return merged(
        because(
            {pk for pk, person in people.items() if person in holding},
            _("The person has a legal hold."),
        ),
        because(open_ones, _("The identity that it asks to delete is still kept.")),
    )


def go(rows: Sequence[Any], by: User | None) -> set[int]:
    """Delete consents; the audit log keeps that they were given and withdrawn."""
    Consent.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return set()
