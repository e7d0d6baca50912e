"""Identities: writing one down, and opening one for a stated reason."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from goodoffices.codebook.errors import InvalidInput, NotFound
from goodoffices.core import audit
from goodoffices.core.models import User
from goodoffices.monitor.services.permits import permitted
from goodoffices.rights.identities import keys
from goodoffices.rights.identities.details import Details
from goodoffices.rights.identities.keys import IdentitiesClosed, Keyring
from goodoffices.rights.identities.sealing import seal, unseal
from goodoffices.rights.models import Group, Identity, Person

IDENTITY = "rights.identity"


def write(*, whose: Person | Group, details: Details, by: User | None, reason: str) -> Identity:
    """Write down who a person or a group is, encrypted; what was written before is kept.

    The very first identity of an installation makes the key file, where none was given.
    """
    permitted(by, whose.programme, IDENTITY, whose)
    details.require_sound()
    with transaction.atomic():
        type(whose).objects.select_for_update().get(pk=whose.pk)
        key, sealed = seal(details, whose, ring_to_write())
        latest = whose.identities.aggregate(most=Max("number"))["most"] or 0
        identity = Identity.objects.create(
            programme=whose.programme,
            person=whose if isinstance(whose, Person) else None,
            group=whose if isinstance(whose, Group) else None,
            number=latest + 1,
            key=key,
            sealed=sealed,
            by=by,
        )
        _record("rights.identity.written", whose, by, reason)
    return identity


def open_identity(*, whose: Person | Group, by: User, reason: str) -> Details:
    """Open the latest identity of somebody: on record with its reason before anybody reads it."""
    permitted(by, whose.programme, IDENTITY, whose)
    if not reason.strip():
        raise InvalidInput(_("Say why you open it."), code="no-reason")
    identity = whose.identities.order_by("-number").first()
    if identity is None:
        raise NotFound(_("There is nothing at this address."))
    with transaction.atomic():
        details = unseal(identity, whose, keys.keyring())
        _record("rights.identity.opened", whose, by, reason)
    return details


def ring_to_write() -> Keyring:
    """Return the keys, made where this is the first identity and no key was ever given."""
    try:
        return keys.keyring()
    except IdentitiesClosed as closed:
        with scopes_disabled():
            if closed.code != "no-key" or Identity.objects.exists():
                raise
    keys.add_key()
    return keys.keyring()


def _record(action: str, whose: Person | Group, by: User | None, reason: str) -> None:
    audit.record(action, by=by, programme=whose.programme, record=whose, reason=reason)
