"""The keys of identities: in a file or in the environment, never in the database.

The file has one key a line, ``name base64``; the last line is the key that new identities are
encrypted with, the others only open what was encrypted before. Loaded keys are held in memory
until the file changes or until they are evicted.
"""

from __future__ import annotations

import base64
import binascii
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import Conflict

BYTES = 32


class IdentitiesClosed(Conflict):
    """No identity can be opened or written now; nothing is lost, and the message says why."""

    code = "identities-closed"


@dataclass(frozen=True, slots=True, repr=False)
class Keyring:
    """The keys at hand by name; ``current`` encrypts. Its ``repr`` shows no key."""

    keys: Mapping[str, bytes]
    current: str

    def __repr__(self) -> str:
        return f"Keyring({len(self.keys)} keys)"


_loaded: dict[str, tuple[object, Keyring]] = {}


def path() -> Path:
    """Return where the key file lies."""
    return Path(settings.IDENTITY_KEYRING)


def keyring() -> Keyring:
    """Return the keys; raises `IdentitiesClosed` where there are none or they were evicted."""
    if evicted():
        _loaded.clear()
        raise IdentitiesClosed(
            _("Identities are closed: the keys were taken out of use. Nothing is lost."),
            code="keys-evicted",
        )
    given = settings.IDENTITY_KEYS
    if given:
        return _held("environment", given, lambda: str(given))
    try:
        state = path().stat()
    except OSError:
        _loaded.clear()
        raise IdentitiesClosed(
            _(
                "The key of the identities is not here, so that none can be opened or written."
                " An administrator can put the key file back; nothing is lost."
            ),
            code="no-key",
        ) from None
    stamp = (str(path()), state.st_mtime_ns, state.st_size, state.st_ino)
    return _held("file", stamp, lambda: path().read_text(encoding="ascii", errors="replace"))


def _held(where: str, stamp: object, read: object) -> Keyring:
    kept = _loaded.get(where)
    if kept is None or kept[0] != stamp:
        assert callable(read)
        kept = _loaded[where] = (stamp, parse(read()))
    return kept[1]


def parse(text: str) -> Keyring:
    """Read the lines of a key file; raises `IdentitiesClosed`, without any part of what it read."""
    keys: dict[str, bytes] = {}
    for line in text.replace(",", "\n").splitlines():
        name, _space, written = line.strip().partition(" ")
        if not name or name.startswith("#"):
            continue
        try:
            key = base64.b64decode(written.strip(), validate=True)
        except (binascii.Error, ValueError):
            key = b""
        if len(key) != BYTES or len(name) > 40:
            raise _unreadable()
        keys[name] = key
    if not keys:
        raise _unreadable()
    return Keyring(keys, list(keys)[-1])


def _unreadable() -> IdentitiesClosed:
    return IdentitiesClosed(
        _(
            "The key file of the identities cannot be read: each line is a name, a space and a key."
            " An administrator can put back the file as it was."
        ),
        code="bad-key-file",
    )


def add_key() -> str:
    """Make a new key, put it into the file as the one in use, and return its name.

    Raises `IdentitiesClosed` where keys come from the environment: whoever sets it adds it there.
    """
    if settings.IDENTITY_KEYS:
        raise IdentitiesClosed(
            _("The keys come from the environment: add a new one there, as the last."),
            code="keys-from-environment",
        )
    name = f"{datetime.now(UTC):%Y%m%d}-{secrets.token_hex(3)}"
    line = f"{name} {base64.b64encode(secrets.token_bytes(BYTES)).decode()}\n"
    target = path()
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    before = target.read_text(encoding="ascii") if target.exists() else ""
    if before and not before.endswith("\n"):
        before += "\n"
    _replace(target, before + line)
    return name


def forget(names: set[str]) -> None:
    """Take keys out of the file: what they encrypted can never be opened again."""
    lines = path().read_text(encoding="ascii").splitlines(keepends=True)
    _replace(path(), "".join(line for line in lines if line.partition(" ")[0] not in names))


def _replace(target: Path, content: str) -> None:
    """Write a file whole or not at all, readable by its owner alone."""
    fresh = target.with_name(f"{target.name}.new")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(target)
    _loaded.clear()


def _marker() -> Path:
    return path().with_name(f"{path().name}.evicted")


def evicted() -> bool:
    """Say whether the keys were taken out of use."""
    return _marker().exists()


def forget_loaded(programme_id: int) -> None:
    """Forget what this process holds of the keys, as when a programme is closed for now.

    All programmes of an installation share the keys, so another one's next look loads them again.
    """
    _loaded.clear()


def evict(*, remove_file: bool = False) -> None:
    """Forget every loaded key at once, in every process of this machine, until `admit`.

    ``remove_file`` also deletes the key file: then identities open again only once the file is
    brought back from where else it is kept. Writes no audit entry: who calls this does.
    """
    _loaded.clear()
    _marker().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _marker().touch(mode=0o600)
    if remove_file:
        path().unlink(missing_ok=True)


def admit() -> None:
    """Let keys be loaded again after `evict`."""
    _marker().unlink(missing_ok=True)
