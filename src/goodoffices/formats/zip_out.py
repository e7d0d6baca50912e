"""A ZIP archive handed on while it is being written: no temporary copy, constant memory."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime

CHUNK = 65_536


class ZipStream:
    """Collects what `zipfile` writes and hands it on in pieces.

    ``for piece in stream.add(name, pieces): ...`` for each member in turn, then ``stream.end()``.
    Members are always deflated: many programs cannot read a stored one whose size was not known
    when it began.
    """

    def __init__(self, made_at: datetime) -> None:
        self._sink = _Sink()
        self._zip = zipfile.ZipFile(self._sink, "w", zipfile.ZIP_DEFLATED, allowZip64=True)  # type: ignore[call-overload]
        self._made_at = made_at.timetuple()[:6]

    def add(self, name: str, pieces: Iterable[bytes], *, level: int = 6) -> Iterator[bytes]:
        """Write one member from its pieces; ``level`` 1 for what is packed already."""
        info = zipfile.ZipInfo(name, self._made_at)
        info.compress_type, info._compresslevel = zipfile.ZIP_DEFLATED, level  # type: ignore[attr-defined]
        info.external_attr = 0o600 << 16
        with self._zip.open(info, "w", force_zip64=True) as member:
            for piece in pieces:
                member.write(piece)
                yield from self._sink.taken(CHUNK)
        yield from self._sink.taken(CHUNK)

    def end(self) -> Iterator[bytes]:
        """Write the directory of the archive."""
        self._zip.close()
        yield from self._sink.taken(0)


class _Sink:
    """A file that can only be written to, and is emptied as it fills."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._size = 0

    def write(self, data: bytes) -> int:
        self._parts.append(bytes(data))
        self._size += len(data)
        return len(data)

    def flush(self) -> None:
        """Nothing is kept back."""

    def taken(self, least: int) -> Iterator[bytes]:
        """Yield what has come together once it is at least so much."""
        if self._parts and self._size >= least:
            piece = b"".join(self._parts)
            self._parts.clear()
            self._size = 0
            yield piece
