"""Who may see a record: programme scope and TLP, as one SQL condition.

A member sees a record when its mark is within their clearance, or when they are named on it
(`NamedAccess`). Nothing else widens or narrows it; rooms build on this and never on their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import Closed, NotFound, NotPermitted
from goodoffices.core.shutting import Shut

if TYPE_CHECKING:
    from goodoffices.core.models import Membership, Protected, User


def kind_of(model: type[models.Model] | models.Model) -> str:
    """Return the stable name of a kind of record, such as ``monitor.incident``."""
    return str(model._meta.label_lower)


def visibility(model: type[models.Model], member: Membership | None, prefix: str = "") -> Q:
    """Return the condition that leaves only what the member may see.

    ``prefix`` (such as ``"incident__"``) applies it through a relation to ``model``.
    """
    if member is None or not member.active or member.shut == Shut.NO_ACCESS:
        return Q(pk__in=[])
    within = Q(**{f"{prefix}programme_id": member.programme_id})
    cleared = Q(**{f"{prefix}tlp__lte": member.clearance})
    named = named_ids(member, kind_of(model))
    if named:
        cleared |= Q(**{f"{prefix}pk__in": named})
    return within & cleared


def named_ids(member: Membership, kind: str) -> list[int]:
    """Return the ids of records of one kind that name the member (read once per request)."""
    kept: dict[str, list[int]] | None = getattr(member, "_named_ids", None)
    if kept is None:
        kept = {}
        for name, object_id in member.named.values_list("kind", "object_id"):
            kept.setdefault(name, []).append(object_id)
        member._named_ids = kept  # type: ignore[attr-defined]
    return kept.get(kind, [])


def with_names(members: QuerySet[Membership]) -> QuerySet[Membership]:
    """Have members come with whether any record names them: most are named on none."""
    from goodoffices.core.models import NamedAccess

    # Not scoped: members are looked for before anybody has entered a programme.
    named = NamedAccess._base_manager.filter(membership=OuterRef("pk"))
    return members.annotate(is_named=Exists(named))


def known_names(member: Membership) -> None:
    """Ask no more for the records that name a member of `with_names` where there are none."""
    if getattr(member, "is_named", True) is False:
        member._named_ids = {}  # type: ignore[attr-defined]


def may_see(record: Protected, member: Membership | None) -> bool:
    """Say whether the member may see this one record."""
    if member is None or not member.active or record.programme_id != member.programme_id:
        return False
    if member.shut == Shut.NO_ACCESS:
        return False
    return record.tlp <= member.clearance or record.pk in named_ids(member, kind_of(record))


def require(member: Membership | None, permission: str) -> Membership:
    """Return the member, or raise: NotFound for strangers, NotPermitted without the right.

    Raises `Closed` where the programme or the member's office is closed for now, and where it is
    read-only and the permission takes records out.
    """
    if member is None or not member.may("core.view"):
        raise NotFound(_("There is nothing at this address."))
    if member.shut == Shut.NO_ACCESS or (member.shut and permission in TAKES_OUT):
        raise closed(member.shut)
    if not member.may(permission):
        raise NotPermitted(_("Your role does not allow this. An administrator can change roles."))
    return member


TAKES_OUT = frozenset({"core.export", "core.bundle", "rights.export"})
"""Permissions that take many records out at once: they rest while a programme is read-only."""


def closed(mode: str) -> Closed:
    """Return the refusal for a way of being closed; it says nothing of who, where or why."""
    if mode == Shut.NO_ACCESS:
        return Closed(_("Closed for now. Nothing was lost. Come back later."))
    return Closed(
        _("Read-only for now: nothing was changed. Keep what you have and send it later."),
        code="read-only",
    )


def name_on(record: Protected, members: list[Membership], *, by: User | None) -> None:
    """Name members on a record, so that they see it whatever its mark."""
    from goodoffices.core.models import NamedAccess

    NamedAccess.objects.bulk_create(
        [
            NamedAccess(
                programme_id=record.programme_id,
                membership=member,
                kind=kind_of(record),
                object_id=record.pk,
                by=by,
            )
            for member in members
        ],
        ignore_conflicts=True,
    )
    for member in members:
        member.__dict__.pop("_named_ids", None)


def named_on(record: Protected) -> list[Membership]:
    """Return the members who are named on a record."""
    from goodoffices.core.models import NamedAccess

    named = NamedAccess.objects.filter(kind=kind_of(record), object_id=record.pk)
    return [one.membership for one in named.select_related("membership")]
