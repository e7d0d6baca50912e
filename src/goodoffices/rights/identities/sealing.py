"""Encrypting and opening one identity: AES-256-GCM, bound to whose identity it is."""

from __future__ import annotations

import secrets

from django.utils.translation import gettext as _

from goodoffices.rights.identities.details import Details
from goodoffices.rights.identities.keys import IdentitiesClosed, Keyring
from goodoffices.rights.models import Group, Identity, Person

NONCE = 12


def seal(details: Details, whose: Person | Group, ring: Keyring) -> tuple[str, bytes]:
    """Return the name of the key used, and nonce with ciphertext."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = secrets.token_bytes(NONCE)
    cipher = AESGCM(ring.keys[ring.current])
    return ring.current, nonce + cipher.encrypt(nonce, details.to_bytes(), _bound(whose))


def unseal(identity: Identity, whose: Person | Group, ring: Keyring) -> Details:
    """Open one identity; raises `IdentitiesClosed` where its key is missing or another one."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    key, sealed = ring.keys.get(identity.key), bytes(identity.sealed)
    if key is None:
        raise IdentitiesClosed(
            _(
                "This identity cannot be opened: the key it was encrypted with is not in the key"
                " file. An administrator can put it back; nothing is lost."
            ),
            code="key-missing",
        )
    try:
        plain = AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], _bound(whose))
    except (InvalidTag, ValueError):
        raise IdentitiesClosed(
            _(
                "This identity cannot be opened: the key at hand is not the one it was encrypted"
                " with, or the record was changed in the database."
            ),
            code="key-wrong",
        ) from None
    return Details.from_bytes(plain)


def _bound(whose: Person | Group) -> bytes:
    """Return what ties a ciphertext to its record: moved to another, it does not open."""
    kind = "person" if isinstance(whose, Person) else "group"
    return f"goodoffices identity 1 {whose.programme_id} {kind} {whose.code}".encode()
