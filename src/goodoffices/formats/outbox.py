"""An outbox that was carried by hand: the file that the web form writes, plain or sealed.

A zip whose entries are stored, not packed, with a manifest that names each of them with its size
and SHA-256; or the same sealed by a passphrase, in pieces. Anybody may have written the file, so
nothing is taken from it before it was measured: see docs/reference/outbox-file.md.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import struct
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from goodoffices.codebook.errors import InvalidInput

FORMAT = "goodoffices-outbox"
SEALED = f"{FORMAT}-sealed"
VERSION = 1
MOST_ENTRIES = 50_000
MOST_MANIFEST = 32 * 2**20
MOST_XML = 16 * 2**20
MOST_ROUNDS = 5_000_000
LEAST_ROUNDS = 100_000
MOST_PIECE = 8 * 2**20
TAG = 16
CHUNK = 1 << 20

_XML_PATH = re.compile(r"records/\d{1,6}/submission\.xml")
_FILE_PATH = re.compile(r"records/\d{1,6}/files/\d{1,6}")


class Damaged(InvalidInput):
    """A record of the file is not whole: its bytes are not those that its manifest announces."""

    code = "damaged"


@dataclass(frozen=True, slots=True)
class Part:
    """Bytes in the file, as its manifest announces them."""

    path: str
    size: int
    sha256: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class CarriedReport:
    """A report that waited to be sent."""

    instance_id: str
    form_id: str
    version: str
    saved_at: str
    xml: Part
    files: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class CarriedAnswer:
    """An officer's answer to a question of the office."""

    instance_id: str
    question: int
    text: str
    saved_at: str


Carried = CarriedReport | CarriedAnswer


@dataclass(slots=True)
class Outbox:
    """What a file holds. The bytes stay in it until they are asked for, and are checked then."""

    programme: str
    device: str
    made_at: str
    shell: str
    records: list[Carried]
    _manifest: bytes = field(repr=False)
    _proof: str = field(repr=False)
    _archive: zipfile.ZipFile = field(repr=False)

    def is_proved_by(self, digest: str) -> bool:
        """Say whether the device made the manifest whose secret has this SHA-256 (hex)."""
        made = hmac.new(digest.encode(), self._manifest, hashlib.sha256).hexdigest()
        return hmac.compare_digest(made, self._proof)

    def xml(self, report: CarriedReport) -> bytes:
        """Return a report's XML. Raises `Damaged`."""
        return b"".join(self.chunks(report.xml))

    def chunks(self, part: Part) -> Iterator[bytes]:
        """Yield the bytes of a part. Raises `Damaged` at the end where they are not the right ones,
        so use what came only once all of it has."""
        digest = hashlib.sha256()
        try:
            with self._archive.open(part.path) as stream:
                while chunk := stream.read(CHUNK):
                    digest.update(chunk)
                    yield chunk
        except (zipfile.BadZipFile, EOFError, OSError, struct.error) as error:
            raise Damaged("A part of the file cannot be read.") from error
        if digest.hexdigest() != part.sha256:
            raise Damaged("A part of the file is not what it was when the file was made.")


def is_sealed(stream: BinaryIO) -> bool:
    """Say whether a file is sealed; the stream is at its beginning afterwards."""
    stream.seek(0)
    start = stream.read(1)
    stream.seek(0)
    return start == b"{"


def unseal(sealed: BinaryIO, passphrase: str, plain: BinaryIO) -> None:
    """Write what a sealed file holds to ``plain``, and wind that back.

    Raises `InvalidInput`: ``wrong-passphrase``, or ``not-an-outbox`` for what is none.
    """
    sealed.seek(0)
    line = sealed.readline(2000)
    head = _head(line)
    key = AESGCM(_key(passphrase, head))
    start, size = bytes.fromhex(head["start"]), head["piece"] + TAG
    piece, index = sealed.read(size), 0
    while piece:
        following = sealed.read(size)
        nonce = start + index.to_bytes(4, "big") + (b"\x00" if following else b"\x01")
        try:
            plain.write(key.decrypt(nonce, piece, line))
        except InvalidTag:
            raise InvalidInput(
                "The passphrase does not open this file, or the file was changed or cut off.",
                code="wrong-passphrase",
            ) from None
        piece, index = following, index + 1
    plain.seek(0)


def _head(line: bytes) -> dict[str, Any]:
    try:
        head = json.loads(line)
        right = (
            head["format"] == SEALED
            and head["version"] == VERSION
            and head["kdf"] == "PBKDF2-SHA256"
            and LEAST_ROUNDS <= int(head["rounds"]) <= MOST_ROUNDS
            and 1024 <= int(head["piece"]) <= MOST_PIECE
            and len(bytes.fromhex(head["start"])) == 7
            and 16 <= len(bytes.fromhex(head["salt"])) <= 64
        )
    except (ValueError, KeyError, TypeError, RecursionError):
        right = False
    if not right:
        raise _no_outbox()
    return dict(head)


def _key(passphrase: str, head: Mapping[str, Any]) -> bytes:
    phrase = unicodedata.normalize("NFKC", passphrase).encode()
    return hashlib.pbkdf2_hmac("sha256", phrase, bytes.fromhex(head["salt"]), int(head["rounds"]))


def read_outbox(stream: BinaryIO) -> Outbox:
    """Read what a plain file holds, without its bytes. Raises `InvalidInput` (not-an-outbox)."""
    try:
        archive = zipfile.ZipFile(stream)
        _measure(archive, stream)
        manifest = _bytes(archive, "manifest.json", MOST_MANIFEST)
        proof = _bytes(archive, "proof.txt", 200).decode("ascii", "replace").strip()
        said = json.loads(manifest)
        if said["format"] != FORMAT or said["version"] != VERSION:
            raise _no_outbox()
        return Outbox(
            programme=str(said["programme"]),
            device=str(said["device"]),
            made_at=str(said["made_at"]),
            shell=str(said.get("shell", "")),
            records=[_record(one, archive) for one in said["records"]],
            _manifest=manifest,
            _proof=proof,
            _archive=archive,
        )
    except _UNREADABLE as error:
        raise _no_outbox() from error


_UNREADABLE = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, EOFError),
    *(KeyError, ValueError, TypeError, AttributeError, RecursionError, struct.error, OSError),
)
"""What reading a file that is none of ours may raise."""


def _no_outbox() -> InvalidInput:
    return InvalidInput(
        "This is not an outbox file of the web form, or it is not whole.", code="not-an-outbox"
    )


def _measure(archive: zipfile.ZipFile, stream: BinaryIO) -> None:
    """Refuse what unpacks to more than it is: packed entries, too many, or the same bytes twice."""
    stream.seek(0, 2)
    whole, entries = stream.tell(), archive.infolist()
    names = {entry.filename for entry in entries}
    fits = (
        len(entries) <= MOST_ENTRIES
        and len(names) == len(entries)
        and all(entry.compress_type == zipfile.ZIP_STORED for entry in entries)
        and all(entry.file_size == entry.compress_size for entry in entries)
        and sum(entry.file_size for entry in entries) <= whole
    )
    if not fits:
        raise _no_outbox()


def _bytes(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    if archive.getinfo(name).file_size > most:
        raise _no_outbox()
    return archive.read(name)


def _record(said: Any, archive: zipfile.ZipFile) -> Carried:
    own = str(said["instanceID"])[:1000]
    saved = str(said.get("saved_at", ""))[:40]
    if said["kind"] == "answer":
        return CarriedAnswer(own, int(said["question"]), str(said["text"])[:20_000], saved)
    if said["kind"] != "report":
        raise _no_outbox()
    xml = _part(said["xml"], archive, _XML_PATH)
    if xml.size > MOST_XML:
        raise _no_outbox()
    files = tuple(_part(one, archive, _FILE_PATH) for one in said["files"])
    return CarriedReport(own, str(said["formID"]), str(said["version"]), saved, xml, files)


def _part(said: Any, archive: zipfile.ZipFile, allowed: re.Pattern[str]) -> Part:
    path = str(said["path"])
    part = Part(path, int(said["size"]), str(said["sha256"]), str(said.get("name", ""))[:1000])
    if not allowed.fullmatch(path) or archive.getinfo(path).file_size != part.size:
        raise _no_outbox()
    return part
