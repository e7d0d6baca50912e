"""The outbox of the web form as one file, carried by hand: plain, or sealed by a passphrase.

See docs/reference/outbox-file.md. The file comes from a stranger's hands: entries are stored and
not packed (so nothing can swell), every part is checked against its hash, and nothing is believed
before the proof in it was checked against the device's own.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import struct
import tempfile
import unicodedata
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO, Any, BinaryIO

from goodoffices.codebook.errors import InvalidInput

FORMAT, VERSION = "goodoffices-outbox", 1
MOST_RECORDS = 5000
MOST_ROUNDS = 5_000_000
LONGEST_HEAD = 10_000
LARGEST_MANIFEST = 32 * 2**20
LARGEST_XML = 16 * 2**20
_STORED = zipfile.ZIP_STORED


@dataclass(frozen=True, slots=True)
class CarriedFile:
    """A file of a report: its exact name, where it lies in the container, its size and hash."""

    name: str
    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class CarriedRecord:
    """A report (``xml`` is set) or an answer to a question (``question`` and ``text`` are)."""

    kind: str
    instance_id: str
    xml: CarriedFile | None = None
    files: tuple[CarriedFile, ...] = ()
    question: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Outbox:
    """An opened container: who says to have made it, and what it holds."""

    programme: str
    device: str
    records: tuple[CarriedRecord, ...]
    manifest: bytes
    proof: str
    container: zipfile.ZipFile = field(repr=False)

    def is_proved(self, digest: str) -> bool:
        """Say whether the device made it whose secret has this SHA-256 (hex)."""
        made = hmac.new(digest.encode(), self.manifest, hashlib.sha256).hexdigest()
        return hmac.compare_digest(made, self.proof)

    def open(self, part: CarriedFile) -> IO[bytes]:
        """Open a part for reading."""
        return self.container.open(part.path)

    def xml(self, record: CarriedRecord) -> bytes:
        """Return a report's XML. Raises `InvalidInput` where it is not what the manifest says."""
        part = record.xml
        if part is None or part.size > LARGEST_XML:
            raise _damaged()
        with self.open(part) as stream:
            data = stream.read(LARGEST_XML + 1)
        if hashlib.sha256(data).hexdigest() != part.sha256:
            raise _damaged()
        return data


def is_sealed(stream: BinaryIO) -> bool:
    """Say whether a file is sealed by a passphrase."""
    stream.seek(0)
    begins = stream.read(1)
    stream.seek(0)
    return begins == b"{"


@contextmanager
def opened(stream: BinaryIO, passphrase: str = "") -> Iterator[Outbox]:
    """Open an outbox file. Raises `InvalidInput` for a wrong passphrase and anything else."""
    with tempfile.TemporaryFile() as plain:
        source: BinaryIO = stream
        if is_sealed(stream):
            _unseal(stream, plain, passphrase)
            source = plain
        try:
            with zipfile.ZipFile(source) as container:
                yield _read(container)
        except (zipfile.BadZipFile, KeyError, UnicodeDecodeError, RecursionError) as error:
            raise _damaged() from error


def _read(container: zipfile.ZipFile) -> Outbox:
    entries = container.infolist()
    if len(entries) > 50 * MOST_RECORDS or any(e.compress_type != _STORED for e in entries):
        raise _damaged()
    if container.getinfo("manifest.json").file_size > LARGEST_MANIFEST:
        raise _damaged()
    manifest = container.read("manifest.json")
    proof = container.read("proof.txt")[:200].decode("ascii", "replace").strip()
    try:
        said = json.loads(manifest)
        records = tuple(_record(one, container) for one in said["records"][:MOST_RECORDS])
        known = said["format"] == FORMAT and said["version"] == VERSION
        programme, device = str(said["programme"]), str(said["device"])
    except (ValueError, TypeError, KeyError) as error:
        raise _damaged() from error
    if not known:
        raise InvalidInput("This is not an outbox of a kind that is read here.", code="no-outbox")
    return Outbox(programme, device, records, manifest, proof, container)


def _record(said: dict[str, Any], container: zipfile.ZipFile) -> CarriedRecord:
    kind, own = str(said["kind"]), str(said["instanceID"])
    if kind == "answer":
        question, text = str(said.get("question", "")), str(said.get("text", ""))
        return CarriedRecord(kind, own, question=question, text=text)
    files = tuple(_part(one, container) for one in said["files"])
    return CarriedRecord(kind, own, _part(said["xml"], container), files)


def _part(said: dict[str, Any], container: zipfile.ZipFile) -> CarriedFile:
    path = str(said["path"])
    size = container.getinfo(path).file_size
    return CarriedFile(str(said.get("name", "")), path, size, str(said["sha256"]))


def _unseal(stream: BinaryIO, plain: IO[bytes], passphrase: str) -> None:
    """Write what is under the seal; pieces that were moved, left out or cut off are noticed."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    line = stream.readline(LONGEST_HEAD)
    try:
        head = json.loads(line)
        start, piece = bytes.fromhex(head["start"]), int(head["piece"])
        key = AESGCM(_key(passphrase, bytes.fromhex(head["salt"]), int(head["rounds"])))
    except (ValueError, TypeError, KeyError) as error:
        raise _damaged() from error
    if not 0 < piece <= 64 * 2**20 or len(start) != 7:
        raise _damaged()
    block, index = stream.read(piece + 16), 0
    while block:
        following = stream.read(piece + 16)
        iv = start + struct.pack(">IB", index, 0 if following else 1)
        try:
            plain.write(key.decrypt(iv, block, line))
        except InvalidTag:
            raise InvalidInput(
                "The passphrase is not the one this outbox was sealed by, or it was changed since.",
                code="wrong-passphrase",
            ) from None
        block, index = following, index + 1
    plain.seek(0)


def _key(passphrase: str, salt: bytes, rounds: int) -> bytes:
    if not 0 < rounds <= MOST_ROUNDS:
        raise ValueError("rounds")
    said = unicodedata.normalize("NFKC", passphrase).encode()
    return hashlib.pbkdf2_hmac("sha256", said, salt, rounds, 32)


def _damaged() -> InvalidInput:
    return InvalidInput(
        "This is not an outbox of the web form, or it was damaged on its way. Export it again.",
        code="damaged-outbox",
    )
