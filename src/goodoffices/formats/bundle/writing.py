"""Writing an evidence bundle: an archive of which every byte follows from its content.

Files lie in it as they are, without packing: the script that checks it (`verify`) knows every byte
that frames them, so that not one can be changed unseen.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from goodoffices.formats.bundle import verify

README = """\
This is an evidence bundle made by Good Offices.

  files/         the files as they were stored, byte for byte
  custody/       what happened to each of them, every event tied to the one before it
  proofs/        time stamps of an authority, where there are any (RFC 3161)
  manifest.json  what is in this bundle
  SHA256SUMS     the hash of every file; common tools check it: sha256sum -c SHA256SUMS
  verify.py      checks everything; it needs Python 3.9 or newer, no network and nothing else

To check it, keep the archive as it came, take verify.py out of it and run

  python3 verify.py BUNDLE.zip --seal SEAL

SEAL is the number the sender tells you by another way than this bundle: by telephone, in person, in
a letter. It is the SHA-256 of manifest.json. Without it you learn that the bundle is whole in
itself, not that it is the one that was sent to you.
"""


@dataclass(frozen=True, slots=True)
class Member:
    """One file of a bundle: its name there, and how its bytes are read."""

    name: str
    size: int
    sha256: str
    crc: int
    pieces: Callable[[], Iterable[bytes]]


def of_bytes(name: str, content: bytes) -> Member:
    """Return a member of some bytes."""
    digest = hashlib.sha256(content).hexdigest()
    return Member(name, len(content), digest, zlib.crc32(content), lambda: [content])


def of_json(name: str, content: Any) -> Member:
    """Return a member that holds a value as JSON a person can read as well."""
    return of_bytes(name, f"{json.dumps(content, ensure_ascii=False, indent=1)}\n".encode())


def of_file(name: str, path: Path) -> Member:
    """Return a member of a file on disk, read through once."""
    with path.open("rb") as stream:
        size, digest, crc = verify.digested(stream)
    return Member(name, size, digest, crc, lambda: _pieces(path))


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while piece := stream.read(verify.CHUNK):
            yield piece


def archive(about: dict[str, Any], members: Sequence[Member]) -> tuple[str, Iterator[bytes]]:
    """Return the seal of a bundle, and its bytes in pieces.

    ``about`` is what the manifest says beside the list of files: code, made_at, tlp, items. Raises
    ValueError while writing when a file is no longer the one that was read first.
    """
    own = [
        of_bytes("README.txt", README.encode()),
        of_bytes("verify.py", Path(verify.__file__).read_bytes()),
        *members,
    ]
    listed = [{"path": one.name, "size": one.size, "sha256": one.sha256} for one in own]
    head = {"format": verify.FORMAT, "version": verify.VERSION}
    manifest = of_json(verify.MANIFEST, head | about | {"files": listed})
    found = {one.name: (one.size, one.sha256) for one in (manifest, *own)}
    sums = of_bytes(verify.SUMS, verify.sums(found))
    return manifest.sha256, _written([own[0], manifest, sums, *own[1:]])


def _written(members: Sequence[Member]) -> Iterator[bytes]:
    for one in members:
        yield verify.local_header(one.name, one.size, one.crc)
        digest = hashlib.sha256()
        for piece in one.pieces():
            digest.update(piece)
            yield piece
        if digest.hexdigest() != one.sha256:
            raise ValueError(f"{one.name} changed while it was written")
    yield verify.directory([(one.name, one.size, one.crc) for one in members])
