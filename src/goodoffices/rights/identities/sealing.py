"""Encrypting and opening one identity: AES-256-GCM, bound to whose identity it is."""

from __future__ import annotations

import secrets

from django.utils.translation import gettext as _

from goodoffices.rights.identities.details import Details
from goodoffices.rights.identities.keys import IdentitiesClosed, Keyring
from goodoffices.rights.models import Group, Identity, ListRow, Person

NONCE = 12

Whose = Person | Group | ListRow
"""Who has an identity: somebody of the room, or a row of a list."""


def seal(details: Details, whose: Whose, ring: Keyring) -> tuple[str, bytes]:
    """Return the name of the key used, and nonce with ciphertext."""
    return ring.current, encrypt(details.to_bytes(), _bound(whose), ring)


def unseal(identity: Identity, whose: Whose, ring: Keyring) -> Details:
    """Open one identity; raises `IdentitiesClosed` where its key is missing or another one."""
    return Details.from_bytes(decrypt(identity.key, identity.sealed, _bound(whose), ring))


def encrypt(plain: bytes, bound: bytes, ring: Keyring) -> bytes:
    """Return nonce and ciphertext under the key in use; ``bound`` ties it to its place."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(ring.keys[ring.current]).encrypt(nonce, plain, bound)


def decrypt(name: str, sealed: bytes | memoryview, bound: bytes, ring: Keyring) -> bytes:
    """Open what `encrypt` made with the key of this name; raises `IdentitiesClosed`."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    key, sealed = ring.keys.get(name), bytes(sealed)
    if key is None:
        raise IdentitiesClosed(
            _(
                "This identity cannot be opened: the key it was encrypted with is not in the key"
                " file. An administrator can put it back; nothing is lost."
            ),
            code="key-missing",
        )
    try:
        return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], bound)
    except (InvalidTag, ValueError):
        raise IdentitiesClosed(
            _(
                "This identity cannot be opened: the key at hand is not the one it was encrypted"
                " with, or the record was changed in the database."
            ),
            code="key-wrong",
        ) from None


def _bound(whose: Whose) -> bytes:
    """Return what ties a ciphertext to its record: moved to another, it does not open."""
    kinds = {Person: "person", Group: "group", ListRow: "row"}
    kind = kinds[type(whose)]
    return f"goodoffices identity 1 {whose.programme_id} {kind} {whose.code}".encode()
