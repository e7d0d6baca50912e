"""All names that a member may open, for looking whether a text says one of them.

Opens identities, on record with a reason; nothing of what is opened is kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import InvalidInput
from goodoffices.core import audit
from goodoffices.core.access import require
from goodoffices.core.models import Membership, Protected
from goodoffices.rights.identities import keys
from goodoffices.rights.identities.keys import IdentitiesClosed
from goodoffices.rights.identities.sealing import Whose, unseal
from goodoffices.rights.models import CasualtyList, Group, Identity, Person


@dataclass(frozen=True, slots=True, repr=False)
class Names:
    """Names beside whose they are, and how many identities could not be opened."""

    said: list[str]
    whose: list[Whose]
    closed: int

    def __repr__(self) -> str:
        return f"Names({len(self.said)})"


def open_names(*, of: Protected, member: Membership, reason: str) -> Names:
    """Return the names of all people, groups and rows of lists that a member may see.

    ``of`` is the record whose text is looked at; the log speaks of it. Raises `NotPermitted`
    without the right to open identities, `IdentitiesClosed` without a key; a programme that never
    wrote an identity down needs none.
    """
    require(member, "rights.identity")
    if not reason.strip():
        raise InvalidInput(_("Say why you look for names."), code="no-reason")
    # Of the whole programme, seen or not: whether a key is asked for must not depend on the looker.
    kept = Identity.objects.filter(programme=member.programme).exists()
    ring = keys.keyring() if kept else None
    with transaction.atomic():
        audit.record(
            "rights.identity.searched",
            by=member.user,
            programme=member.programme,
            record=of,
            reason=reason,
        )
    names, closed = Names([], [], 0), 0
    if ring is None:
        return names
    for whose, identity in _seen(member):
        try:
            details = unseal(identity, whose, ring)
        except IdentitiesClosed:
            closed += 1
            continue
        names.said.extend(details.names)
        names.whose.extend([whose] * len(details.names))
    return Names(names.said, names.whose, closed)


def aliases(member: Membership) -> Names:
    """Return the code names that teams gave to people and groups whom a member may see."""
    found: Names = Names([], [], 0)
    if not member.may("rights.view"):
        return found
    for model in (Person, Group):
        for one in model.objects.visible_to(member).exclude(alias=""):
            found.said.append(one.alias)
            found.whose.append(one)
    return found


def _seen(member: Membership) -> Iterator[tuple[Whose, Identity]]:
    """Yield the latest identity of everybody the member may see."""
    people = Person.objects.visible_to(member)
    groups = Group.objects.visible_to(member)
    lists = CasualtyList.objects.visible_to(member)
    wanted = (("person", {"person__in": people}), ("group", {"group__in": groups}))
    for field, chosen in (*wanted, ("row", {"row__casualty_list__in": lists})):
        latest: dict[int, Identity] = {}
        for identity in Identity.objects.filter(**chosen).select_related(field).order_by("number"):
            latest[getattr(identity, f"{field}_id")] = identity
        for identity in latest.values():
            yield getattr(identity, field), identity
