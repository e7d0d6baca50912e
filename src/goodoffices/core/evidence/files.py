"""Bytes on disk: ``<EVIDENCE_ROOT>/<programme id>/ab/cd/<sha256>``.

A file is written beside its place under a temporary name, flushed to the disk, and only then
renamed: whatever happens in between, a file under its hash is whole.
"""

from __future__ import annotations

import builtins
import errno
import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from django.conf import settings
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import GoodOfficesError, InvalidInput
from goodoffices.core.models import StoredFile

CHUNK = 1 << 20
"""Bytes read at a time: what storing a file of any size costs in memory."""

HEAD = 1 << 16
"""Bytes from the beginning that the type is judged by."""

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class DiskFull(GoodOfficesError):
    """There is no room for the file: nothing of it was kept."""

    code = "disk-full"
    status = 507
    exit_code = 7


class Readable(Protocol):
    """Anything bytes can be read from in parts."""

    def read(self, size: int, /) -> bytes:
        """Return at most ``size`` bytes, none at the end."""


@dataclass(frozen=True, slots=True)
class Received:
    """A file that arrived whole under a temporary name."""

    temporary: Path
    sha256: str
    size: int
    head: bytes


def folder(programme_id: int) -> Path:
    """Return the folder of one programme's files."""
    return Path(settings.EVIDENCE_ROOT) / str(programme_id)


def place(programme_id: int, sha256: str) -> Path:
    """Return where the bytes of a hash lie."""
    return folder(programme_id) / sha256[:2] / sha256[2:4] / sha256


def path(file: StoredFile) -> Path:
    """Return where a stored file lies on this machine."""
    return place(file.programme_id, file.sha256)


def open(file: StoredFile) -> BinaryIO:
    """Open a stored file for reading; says so when its bytes are missing."""
    try:
        return builtins.open(path(file), "rb")
    except FileNotFoundError:
        raise GoodOfficesError(
            "The bytes of this file are missing on the server. Restore them from a backup.",
            code="file-missing",
        ) from None


@contextmanager
def receiving(stream: Readable, *, programme_id: int, limit: int) -> Iterator[Received]:
    """Write a stream to disk under a temporary name, gone at the end unless it was kept.

    Raises InvalidInput when it is larger than ``limit`` bytes, DiskFull when there is no room.
    """
    home = folder(programme_id)
    temporary = home / f".incoming-{secrets.token_hex(8)}"
    try:
        with _room():
            home.mkdir(parents=True, exist_ok=True)
            yield _written(stream, temporary, limit)
    finally:
        temporary.unlink(missing_ok=True)


def keep(received: Received, programme_id: int) -> None:
    """Move a received file to its place for good (the same bytes again: nothing changes)."""
    target = place(programme_id, received.sha256)
    with _room():
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(received.temporary, target)
        for above in (target.parent, target.parent.parent, folder(programme_id)):
            _flush(above)


def _written(stream: Readable, temporary: Path, limit: int) -> Received:
    digest, size, head = hashlib.sha256(), 0, b""
    with builtins.open(temporary, "xb", buffering=0, opener=_private) as file:
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if size > limit:
                raise _too_large(limit)
            digest.update(chunk)
            if len(head) < HEAD:
                head += chunk[: HEAD - len(head)]
            _write_all(file.fileno(), chunk)
        os.fsync(file.fileno())
    return Received(temporary, digest.hexdigest(), size, head)


def _write_all(file: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(file, rest) :]


def _too_large(limit: int) -> InvalidInput:
    return InvalidInput(
        _(
            "This file is larger than the %(limit)s MB taken here. Send a smaller one, or"
            " ask an administrator to raise the limit."
        )
        % {"limit": f"{limit / 2**20:,.0f}"},
        code="file-too-large",
    )


def _private(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)


def _flush(directory: Path) -> None:
    """Make a renaming survive a power cut."""
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _room() -> Iterator[None]:
    """Turn the system's "no space" into our own error."""
    try:
        yield
    except OSError as error:
        if error.errno not in _FULL:
            raise
        raise DiskFull(
            "There is no room left on the server's disk, so the file was not stored. Tell an"
            " administrator; what was stored before is safe."
        ) from error
