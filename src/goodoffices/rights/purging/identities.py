"""Identities whose time is over, or whose person asks that they go: the code name stays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import F, Max, Q, QuerySet
from django.utils.translation import gettext as _

from goodoffices.core.models import Membership, Programme, User
from goodoffices.core.retention.holding import held
from goodoffices.rights.models import Group, Identity, Person
from goodoffices.rights.purging import keeping


def due_of_people(programme: Programme, before: datetime) -> QuerySet[Person]:
    """Return the persons whose identity was last written before a moment, and those who wish it.

    A wish counts for what was written down before it.
    """
    wish = Max("consents__withdrawn_at", filter=Q(consents__deletion_wished=True))
    rows = Person.objects.filter(programme=programme).alias(
        written=Max("identities__at"), wished=wish
    )
    found: QuerySet[Person] = rows.filter(Q(written__lt=before) | Q(written__lte=F("wished")))
    return found.order_by("pk")


def due_of_groups(programme: Programme, before: datetime) -> QuerySet[Group]:
    """Return the groups whose identity was last written before a moment."""
    rows = Group.objects.filter(programme=programme).alias(written=Max("identities__at"))
    found: QuerySet[Group] = rows.filter(written__lt=before).order_by("pk")
    return found


def why_not_people(rows: Sequence[Any], member: Membership | None) -> dict[int, list[str]]:
    """Say which identities of persons are still needed."""
    ids = [row.pk for row in rows]
    return keeping.merged(
        keeping.because(held(Person, ids, member), _("The person has a legal hold.")),
        keeping.cases("person", ids, member, closed=False),
        keeping.because(keeping.asked_to_keep(ids), _("The person asked that it is kept for now.")),
    )


def why_not_groups(rows: Sequence[Any], member: Membership | None) -> dict[int, list[str]]:
    """Say which identities of groups are still needed."""
    ids = [row.pk for row in rows]
    return keeping.merged(
        keeping.because(held(Group, ids, member), _("The group has a legal hold.")),
        keeping.cases("group", ids, member, closed=False),
    )


def go_people(rows: Sequence[Any], by: User | None) -> set[int]:
    """Delete every writing of the identities of persons."""
    Identity.objects.filter(person__in=[row.pk for row in rows]).delete()
    return set()


def go_groups(rows: Sequence[Any], by: User | None) -> set[int]:
    """Delete every writing of the identities of groups."""
    Identity.objects.filter(group__in=[row.pk for row in rows]).delete()
    return set()
