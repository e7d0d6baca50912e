"""The keys of identities: changing them, trying them, closing and opening all identities at once.

Only the program itself and the command line call these; the pages of duty of care add who did it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction
from django_scopes import scopes_disabled

from goodoffices.core import audit
from goodoffices.core.models import User
from goodoffices.rights.identities import keys
from goodoffices.rights.identities.keys import IdentitiesClosed, Keyring
from goodoffices.rights.identities.sealing import Whose, seal, unseal
from goodoffices.rights.models import Identity, ListUpload

BATCH = 200


@dataclass(frozen=True, slots=True)
class Rotated:
    """What a change of keys did: identities encrypted anew, and those that could not be opened."""

    key: str
    done: int
    unreadable: int
    unused: frozenset[str]


def rotate(*, new_key: bool = True, tell: Callable[[int], object] | None = None) -> Rotated:
    """Encrypt every identity with a new key; can be run again after a stop in the middle.

    ``new_key`` False goes on with the last key of the file. What cannot be opened stays as it is
    and is counted. Old keys stay in the file, for backups: ``unused`` names those no identity
    needs any more.
    """
    keys.keyring()
    if new_key:
        keys.add_key()
    ring = keys.keyring()
    done = unreadable = 0
    with scopes_disabled():
        for batch in _batches(ring.current):
            opened, closed = _reseal(batch, ring)
            done, unreadable = done + opened, unreadable + closed
            if tell:
                tell(done)
        needed = _needed()
    _record("rights.identity.rotated", None, {"identities": done, "unreadable": unreadable})
    unused = frozenset(set(ring.keys) - needed - {ring.current})
    return Rotated(ring.current, done, unreadable, unused)


def _batches(current: str) -> Iterator[list[int]]:
    ids = list(Identity.objects.exclude(key=current).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), BATCH):
        yield ids[start : start + BATCH]


def _reseal(ids: list[int], ring: Keyring) -> tuple[int, int]:
    done = unreadable = 0
    with transaction.atomic():
        rows = Identity.objects.select_for_update(of=("self",)).filter(pk__in=ids)
        for identity in rows.select_related("person", "group", "row").order_by("pk"):
            whose = _whose(identity)
            try:
                details = unseal(identity, whose, ring)
            except IdentitiesClosed:
                unreadable += 1
                continue
            identity.key, identity.sealed = seal(details, whose, ring)
            identity.save(update_fields=["key", "sealed"])
            done += 1
    return done, unreadable


def _needed() -> set[str]:
    """Return the keys that something is under: identities, and files that wait to be loaded."""
    held = set(Identity.objects.values_list("key", flat=True).distinct())
    return held | set(ListUpload.objects.values_list("key", flat=True).distinct())


def forget(names: Iterable[str]) -> None:
    """Take keys out of the file that no identity needs any more."""
    gone = set(names)
    with scopes_disabled():
        needed = _needed()
    keys.forget(gone - needed)


@dataclass(frozen=True, slots=True)
class Checked:
    """How many identities open with the keys at hand, how many do not, which keys lack."""

    whole: int
    closed: int
    missing: frozenset[str]


def check() -> Checked:
    """Try to open every identity, keeping none."""
    ring = keys.keyring()
    whole = closed = 0
    missing = set()
    with scopes_disabled():
        for identity in (
            Identity.objects.select_related("person", "group", "row").order_by("pk").iterator()
        ):
            try:
                unseal(identity, _whose(identity), ring)
            except IdentitiesClosed:
                closed += 1
                missing |= {identity.key} - set(ring.keys)
            else:
                whole += 1
    return Checked(whole, closed, frozenset(missing))


def evict(*, remove_file: bool = False, by: User | None = None) -> None:
    """Close all identities at once, and put it on record; the keys go first."""
    keys.evict(remove_file=remove_file)
    _record("rights.identity.keys_evicted", by, {"file_removed": remove_file})


def admit(*, by: User | None = None) -> None:
    """Let identities be opened again, and put it on record."""
    with transaction.atomic():
        _record("rights.identity.keys_admitted", by, {})
        keys.admit()


def _record(action: str, by: User | None, data: dict[str, object]) -> None:
    with scopes_disabled(), transaction.atomic():
        audit.record(action, by=by, programme=None, data=data)


def _whose(identity: Identity) -> Whose:
    whose: Whose | None = identity.person or identity.group or identity.row
    assert whose is not None, "the database holds one of the three"
    return whose
