"""Identities whose time is over, or whose person asks that they go: the code name stays.

The latest writing of somebody stands for all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from goodoffices.core.models import Membership, Programme, User
from goodoffices.core.retention.holding import held
from goodoffices.rights.models import Consent, Group, Identity, Person
from goodoffices.rights.purging import keeping


def due(programme: Programme, before: datetime) -> QuerySet[Any]:
    """Return the identities last written before a moment, and those whose person wishes it.

    A wish counts for what was written down before it.
    """
    of_same = Q(person=OuterRef("person")) | Q(group=OuterRef("group"))
    newer = Identity.objects.filter(of_same, number__gt=OuterRef("number"))
    wish = Consent.objects.filter(
        person=OuterRef("person"), deletion_wished=True, withdrawn_at__gte=OuterRef("at")
    )
    rows = Identity.objects.filter(~Exists(newer), programme=programme)
    rows = rows.filter(Q(at__lt=before) | Exists(wish))
    return rows.select_related("person__programme", "group__programme").order_by("pk")


def visible(rows: QuerySet[Any], member: Membership) -> QuerySet[Any]:
    """Leave the identities of persons and groups that a member may see."""
    people, groups = (model.objects.visible_to(member).values("pk") for model in (Person, Group))
    return rows.filter(Q(person__in=people) | Q(group__in=groups))


def whose(identity: Identity) -> Any:
    """Return the person or the group that an identity is of."""
    return identity.person or identity.group


def why_not(rows: Sequence[Any], member: Membership | None) -> dict[int, list[str]]:
    """Say which identities are still needed: by a hold, an open case, a wish to be kept."""
    people = {row.person_id: row.pk for row in rows if row.person_id}
    groups = {row.group_id: row.pk for row in rows if row.group_id}
    of_people = keeping.merged(
        keeping.because(held(Person, people, member), _("The person has a legal hold.")),
        keeping.cases("person", people, member, closed=False),
        keeping.because(
            keeping.asked_to_keep(people), _("The person asked that it is kept for now.")
        ),
    )
    of_groups = keeping.merged(
        keeping.because(held(Group, groups, member), _("The group has a legal hold.")),
        keeping.cases("group", groups, member, closed=False),
    )
    found = {people[pk]: said for pk, said in of_people.items()}
    return found | {groups[pk]: said for pk, said in of_groups.items()}


def go(rows: Sequence[Any], by: User | None) -> set[int]:
    """Delete every writing of these identities."""
    people = [row.person_id for row in rows if row.person_id]
    groups = [row.group_id for row in rows if row.group_id]
    Identity.objects.filter(Q(person__in=people) | Q(group__in=groups)).delete()
    return set()
