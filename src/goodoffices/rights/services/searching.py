"""Finding somebody by name: for those who may open identities, and on record each time.

Every identity that the member may see is opened and compared; none is ever stored open. What they
may not see is not looked at, so that neither the answer nor the time it takes tells of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import InvalidInput
from goodoffices.core import audit
from goodoffices.core.access import require
from goodoffices.core.models import Membership
from goodoffices.methods.names import Entry, compare_entries, person_name
from goodoffices.rights.identities import keys
from goodoffices.rights.identities.keys import IdentitiesClosed, Keyring
from goodoffices.rights.identities.sealing import unseal
from goodoffices.rights.models import Group, Identity, Person
from goodoffices.rights.services import identities

MOST = 30
_ORDER = {"strong": 0, "fair": 1, "weak": 2}


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody whose name is like what was typed: how like, and why; the name is not said."""

    whose: Person | Group
    grade: str
    reasons: tuple[tuple[str, int], ...]
    points: float


@dataclass(frozen=True, slots=True)
class Answer:
    """Who was found, the likeliest first, and how many identities could not be opened."""

    found: list[Found]
    closed: int


def find(*, name: str, member: Membership, reason: str) -> Answer:
    """Return who among those that the member may see may bear a name, in any of the scripts."""
    require(member, "rights.identity")
    asked = person_name(name[:200])
    if not asked:
        raise InvalidInput(_("Type a name."), code="no-name")
    if not reason.strip():
        raise InvalidInput(_("Say why you look for this name."), code="no-reason")
    ring = keys.keyring()
    with transaction.atomic():
        audit.record(
            "rights.identity.searched",
            by=member.user,
            programme=member.programme,
            reason=reason,
        )
    found: list[Found] = []
    closed = 0
    for whose, identity in _seen(member):
        best = _best(Entry(asked), identity, whose, ring)
        if best is None:
            closed += 1
        elif best.grade:
            found.append(best)
    found.sort(key=lambda one: (_ORDER[one.grade], -one.points, one.whose.code))
    return Answer(found[:MOST], closed)


def alike(*, person: Person, member: Membership, reason: str) -> list[Found]:
    """Return which other persons that the member may see bear a name like that of a person.

    Opens the identity of the person, on record with its reason; no name is returned.
    """
    details = identities.open_identity(whose=person, by=member.user, reason=reason)
    ring = keys.keyring()
    asked = [Entry(person_name(name)) for name in details.names]
    found: list[Found] = []
    for whose, identity in _seen(member):
        if whose == person or not isinstance(whose, Person):
            continue
        likely = [_best(entry, identity, whose, ring) for entry in asked if entry.name]
        graded = [one for one in likely if one is not None and one.grade]
        found += [max(graded, key=lambda one: one.points)] if graded else []
    found.sort(key=lambda one: (_ORDER[one.grade], -one.points, one.whose.code))
    return found[:MOST]


def _seen(member: Membership) -> Iterator[tuple[Person | Group, Identity]]:
    """Yield the latest identity of everybody the member may see."""
    for model, field in ((Person, "person"), (Group, "group")):
        seen = model.objects.visible_to(member)
        rows = Identity.objects.filter(**{f"{field}__in": seen}).select_related(field)
        latest: dict[int, Identity] = {}
        for identity in rows.order_by("number"):
            latest[getattr(identity, f"{field}_id")] = identity
        for identity in latest.values():
            yield getattr(identity, field), identity


def _best(asked: Entry, identity: Identity, whose: Person | Group, ring: Keyring) -> Found | None:
    """Return the likest of somebody's names; None where the identity cannot be opened."""
    try:
        names = unseal(identity, whose, ring).names
    except IdentitiesClosed:
        return None
    compared = (compare_entries(asked, Entry(person_name(name))) for name in names)
    best = max(compared, key=lambda one: one.points)
    return Found(whose, best.grade, best.likeness.reasons, best.points)
