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
    """Open a stored file for reading; says so when its bytes are missing, or were removed."""
    if file.purged_at is not None:
        raise GoodOfficesError(
            "The bytes of this file were removed because the time it is kept was over.",
            code="file-purged",
        )
    try:
        return builtins.open(path(file), "rb")
    except FileNotFoundError:
        raise GoodOfficesError(
            "The bytes of this file are missing on the server. Restore them from a backup.",
            code="file-missing",
        ) from None


class Spool:
    """A file that is coming in: bytes go to the disk as they arrive, and are hashed on the way.

    A context manager; at its end the temporary file is gone unless it was kept. Raises
    InvalidInput past ``limit`` bytes, DiskFull when there is no room.
    """

    def __init__(self, programme_id: int, *, limit: int) -> None:
        self._home, self._limit = folder(programme_id), limit
        self._temporary = self._home / f".incoming-{secrets.token_hex(8)}"
        self._digest, self._size, self._head = hashlib.sha256(), 0, b""
        self._file: int | None = None

    def __enter__(self) -> Spool:
        """Begin the temporary file."""
        with _room():
            self._home.mkdir(parents=True, exist_ok=True)
            self._file = os.open(self._temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        return self

    def __exit__(self, *_: object) -> None:
        """Take the temporary file away, unless it was moved to its place."""
        self._close()
        self._temporary.unlink(missing_ok=True)

    def write(self, data: bytes) -> None:
        """Take the next bytes."""
        self._size += len(data)
        if self._size > self._limit:
            raise _too_large(self._limit)
        self._digest.update(data)
        if len(self._head) < HEAD:
            self._head += data[: HEAD - len(self._head)]
        assert self._file is not None, "the spool is open"
        with _room():
            _write_all(self._file, data)

    def finished(self) -> Received:
        """Return the file once all of it has come and lies on the disk."""
        assert self._file is not None, "the spool is open"
        with _room():
            os.fsync(self._file)
        self._close()
        return Received(self._temporary, self._digest.hexdigest(), self._size, self._head)

    def _close(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None


@contextmanager
def receiving(stream: Readable, *, programme_id: int, limit: int) -> Iterator[Received]:
    """Write a stream to disk under a temporary name, gone at the end unless it was kept.

    Raises InvalidInput when it is larger than ``limit`` bytes, DiskFull when there is no room.
    """
    with Spool(programme_id, limit=limit) as spool:
        while chunk := stream.read(CHUNK):
            spool.write(chunk)
        yield spool.finished()


def keep(received: Received, programme_id: int) -> None:
    """Move a received file to its place for good; one that was moved already stays there."""
    target = place(programme_id, received.sha256)
    home = folder(programme_id)
    if target.exists() and not received.temporary.exists():
        return
    with _room():
        new = [above for above in (target.parent, target.parent.parent) if not above.is_dir()]
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(received.temporary, target)
        for changed in (target.parent, *(above.parent for above in new if above != home)):
            _flush(changed)


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
