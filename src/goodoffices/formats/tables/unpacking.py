"""Unpack gzip and zip while they stream, with a stop for bombs and a word for broken ones."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, BinaryIO

from goodoffices.codebook.errors import InvalidInput
from goodoffices.formats.tables.limits import Limits, size_of

BROKEN = (EOFError, gzip.BadGzipFile, zipfile.BadZipFile, zlib.error)
DIRECTORY_BYTES = 16 * 2**20
TABLE_NAMES = (".csv", ".tsv", ".txt", ".tab")


class Unpacked(io.RawIOBase):
    """The content of a packed file as a stream that ends with an error when it grows absurd."""

    def __init__(self, inner: IO[bytes] | gzip.GzipFile, packed_bytes: int, limits: Limits) -> None:
        self._inner, self._out = inner, 0
        by_ratio = max(limits.ratio_from, packed_bytes * limits.ratio)
        self._most = min(by_ratio, limits.unpacked_bytes)

    def readable(self) -> bool:
        """A packed file is read, never written."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill the buffer. Raises `InvalidInput` for a bomb or a broken or cut-off file."""
        try:
            data = self._inner.read(len(buffer))
        except BROKEN:
            raise InvalidInput(
                "The packed file is damaged or cut off: fetch it again, nothing was loaded."
            ) from None
        self._out += len(data)
        if self._out > self._most:
            raise InvalidInput(
                f"The packed file unpacks to more than {self._most / 1e6:,.0f} MB, far more than "
                "a table of its size would: it was refused unread."
            )
        buffer[: len(data)] = data
        return len(data)


@contextmanager
def gunzipped(handle: BinaryIO, limits: Limits) -> Iterator[BinaryIO]:
    """Stream the content of a gzip file."""
    with gzip.GzipFile(fileobj=handle, mode="rb") as inner:
        yield io.BufferedReader(Unpacked(inner, size_of(handle), limits), 2**18)


@contextmanager
def unzipped(handle: BinaryIO, limits: Limits) -> Iterator[BinaryIO]:
    """Stream the one table of a zip file. Raises `InvalidInput` when there is none or several."""
    with opened_zip(handle) as archive:
        member = the_one_table(archive)
        try:
            inner = archive.open(member)
        except (NotImplementedError, RuntimeError, *BROKEN):
            raise InvalidInput(
                "The zip file cannot be opened here: unpack it and load the table in it."
            ) from None
        with inner:
            yield io.BufferedReader(Unpacked(inner, size_of(handle), limits), 2**18)


@contextmanager
def opened_zip(handle: BinaryIO) -> Iterator[zipfile.ZipFile]:
    """Open a zip file whose list of contents is of a sane size. Raises `InvalidInput`."""
    _refuse_large_directory(handle)
    try:
        archive = zipfile.ZipFile(handle)
    except (*BROKEN, ValueError, NotImplementedError, struct.error):
        raise InvalidInput(
            "The zip file is damaged or cut off: fetch it again, nothing was loaded."
        ) from None
    with archive:
        yield archive


def _refuse_large_directory(handle: BinaryIO) -> None:
    size = size_of(handle)
    handle.seek(max(0, size - 65_557))
    tail = handle.read()
    handle.seek(0)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < 22:
        raise InvalidInput(
            "The zip file is damaged or cut off: fetch it again, nothing was loaded."
        )
    if struct.unpack_from("<I", tail, at + 12)[0] > DIRECTORY_BYTES:
        raise InvalidInput("The zip file holds too many files: pack only the one table.")


def the_one_table(archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    """Return the only table of a zip file, whatever readme files lie beside it."""
    members = [
        info
        for info in archive.infolist()
        if info.filename.lower().endswith(TABLE_NAMES)
        and not info.filename.startswith("__MACOSX/")
        and not info.filename.rsplit("/", 1)[-1].lower().startswith(("readme", "."))
    ]
    if len(members) != 1:
        raise InvalidInput(
            f"The zip file holds {len(members)} tables (CSV or TSV) where one is needed: "
            "unpack it and load the one you mean."
        )
    if members[0].flag_bits & 1:
        raise InvalidInput("The zip file is locked with a password: unpack it first.")
    return members[0]
