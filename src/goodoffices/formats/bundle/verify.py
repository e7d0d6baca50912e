#!/usr/bin/env python3
"""Check an evidence bundle of Good Offices: nothing but Python's standard library is needed.

    python3 verify.py [BUNDLE.zip or FOLDER] [--seal HEX]

Without a path it checks the folder it lies in. It reads every byte, follows the custody log of each
item from its first event to its last, and ends with 0 when all is as it was handed over, with 1
when anything is not. The seal is the hash of the manifest: compare it with the one that you were
told by another way, such as the telephone or a letter.

It needs no network and changes nothing.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import struct
import sys
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

FORMAT, VERSION = "goodoffices-evidence-bundle", 1
MANIFEST, SUMS = "manifest.json", "SHA256SUMS"
CHUNK = 1 << 20
FAILED, PURGED = "integrity-failed", "purged"
SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*){0,3}")


class Broken(Exception):
    """Something is not as it was handed over; the message says what."""


# -- the custody log -------------------------------------------------------------------------------


def compact(parts: Any) -> bytes:
    """Return JSON without a choice of how to write it: what hashes are taken over."""
    text = json.dumps(parts, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return text.encode()


def seal_of(salt: str, actor: str, reason: str) -> str:
    """Return what stands in the chain for a name and a reason, so that both can be withheld."""
    return hashlib.sha256(compact([salt, actor, reason])).hexdigest()


def event_hash(evidence: str, event: dict[str, Any]) -> str:
    """Return the SHA-256 (hex) of one event of an item's custody log, chained to the one before."""
    names = ("seq", "at", "event", "actor_id", "sha256", "data", "seal", "previous")
    return hashlib.sha256(compact([evidence, *(event[name] for name in names)])).hexdigest()


def check_chain(evidence: str, sha256: str, events: list[dict[str, Any]]) -> None:
    """Walk along an item's custody log; raises Broken at the first thing that is wrong."""
    previous, state = "", ""
    for number, event in enumerate(events, 1):
        said = f"Event {number} of the custody log of {evidence}"
        if event["seq"] != number:
            raise Broken(f"{said} is missing, or stands in the wrong place.")
        if event["previous"] != previous:
            raise Broken(f"{said} does not follow from the one before it.")
        if "salt" in event and event["seal"] != seal_of(
            event["salt"], event["actor"], event["reason"]
        ):
            raise Broken(f"{said} does not name whom, or give the reason, that it gave.")
        if event_hash(evidence, event) != event["hash"]:
            raise Broken(f"{said} does not say what it said when it was written.")
        if event["event"] != FAILED and event["sha256"] != sha256:
            raise Broken(f"{said} saw other bytes than those of this item.")
        previous = event["hash"]
        state = event["event"] if event["event"] in (FAILED, "re-hashed") else state
    if not events:
        raise Broken(f"The custody log of {evidence} is empty.")
    if state == FAILED:
        raise Broken(f"The custody log of {evidence} ends with changed bytes.")


# -- the archive: every byte of it is determined by names, sizes and content -----------------------

LIMIT, DAY = 0xFFFFFFFF, 0x0021
"""What 32 bits hold; 1 January 1980, the day every member is dated."""


def local_header(name: str, size: int, crc: int) -> bytes:
    """Return what stands before a member's bytes, which are stored as they are."""
    far = size >= LIMIT
    extra = struct.pack("<HHQQ", 1, 16, size, size) if far else b""
    short = LIMIT if far else size
    encoded = name.encode("ascii")
    head = struct.pack(
        "<IHHHHHIIIHH",
        *(0x04034B50, 45 if far else 20, 0, 0, 0, DAY, crc, short, short),
        *(len(encoded), len(extra)),
    )
    return head + encoded + extra


def directory(members: list[tuple[str, int, int]]) -> bytes:
    """Return what stands behind all members, given as (name, size, CRC-32)."""
    entries, offset = b"", 0
    for name, size, crc in members:
        entries += _entry(name, size, crc, offset)
        offset += len(local_header(name, size, crc)) + size
    count, end = len(members), b""
    if offset >= LIMIT or count >= 0xFFFF:
        end = struct.pack(
            "<IQHHIIQQQQ", 0x06064B50, 44, 45, 45, 0, 0, count, count, len(entries), offset
        )
        end += struct.pack("<IIQI", 0x07064B50, 0, offset + len(entries), 1)
    short = min(count, 0xFFFF)
    end += struct.pack(
        "<IHHHHIIH", 0x06054B50, 0, 0, short, short, len(entries), min(offset, LIMIT), 0
    )
    return entries + end


def _entry(name: str, size: int, crc: int, offset: int) -> bytes:
    far_size, far = size >= LIMIT, offset >= LIMIT
    wide = ([size, size] if far_size else []) + ([offset] if far else [])
    extra = struct.pack(f"<HH{len(wide)}Q", 1, 8 * len(wide), *wide) if wide else b""
    short = LIMIT if far_size else size
    version, encoded = 45 if wide else 20, name.encode("ascii")
    head = struct.pack(
        "<IHHHHHHIIIHHHHHII",
        *(0x02014B50, 0x0300 | version, version, 0, 0, 0, DAY, crc, short, short),
        *(len(encoded), len(extra), 0, 0, 0, 0o600 << 16, min(offset, LIMIT)),
    )
    return head + encoded + extra


# -- reading a bundle, packed or unpacked ----------------------------------------------------------

Found = dict[str, tuple[int, str]]
"""What lies in a bundle: size and SHA-256 by name."""


class Bundle:
    """An unpacked bundle: the files of a folder."""

    def __init__(self, place: Path) -> None:
        self.place = place

    def small(self, name: str) -> bytes:
        """Return the bytes of one of the bundle's own files."""
        try:
            return (self.place / name).read_bytes()
        except OSError:
            raise Broken(f"{name} is missing.") from None

    def everything(self) -> Found:
        """Read every file; return its size and hash by its name."""
        found = {}
        for path in sorted(self.place.rglob("*")):
            if "__pycache__" in path.parts or path.is_dir():
                continue
            if path.is_symlink():
                raise Broken(f"{path.name} is no file but points elsewhere.")
            with path.open("rb") as stream:
                size, digest, _crc = digested(stream)
            found[path.relative_to(self.place).as_posix()] = (size, digest)
        return found


class Packed(Bundle):
    """A bundle as it was handed over: one archive, of which every byte counts."""

    def small(self, name: str) -> bytes:
        """Return the bytes of one of the bundle's own files."""
        try:
            with zipfile.ZipFile(self.place) as archive:
                return archive.read(name)
        except KeyError:
            raise Broken(f"{name} is missing.") from None
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError) as why:
            raise Broken(f"The archive cannot be read: {why}") from None

    def everything(self) -> Found:
        """Read the whole archive and compare what frames the files with what has to stand there."""
        members, found = self._members(), {}
        with self.place.open("rb") as stream:
            for name, size, crc in members:
                header = local_header(name, size, crc)
                if stream.read(len(header)) != header:
                    raise Broken(f"The archive was changed before {name}.")
                read, digest, seen = digested(stream, size)
                if read != size or seen != crc:
                    raise Broken(f"{name} was changed.")
                found[name] = (size, digest)
            if stream.read() != directory(members):
                raise Broken("The archive was changed behind its files.")
        return found

    def _members(self) -> list[tuple[str, int, int]]:
        try:
            with zipfile.ZipFile(self.place) as archive:
                listed = archive.infolist()
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as why:
            raise Broken(f"The archive cannot be read: {why}") from None
        names = [one.filename for one in listed]
        if len(set(names)) < len(names) or not all(SAFE.fullmatch(name) for name in names):
            raise Broken("The archive holds a name that was never given to it.")
        return [(one.filename, one.file_size, one.CRC) for one in listed]


def digested(stream: BinaryIO, size: int | None = None) -> tuple[int, str, int]:
    """Read so many bytes, or all; return how many there were, their SHA-256 and their CRC-32."""
    digest, crc, read = hashlib.sha256(), 0, 0
    while size is None or read < size:
        chunk = stream.read(CHUNK if size is None else min(CHUNK, size - read))
        if not chunk:
            break
        digest.update(chunk)
        crc = zlib.crc32(chunk, crc)
        read += len(chunk)
    return read, digest.hexdigest(), crc


# -- the whole -------------------------------------------------------------------------------------


def sums(found: Found) -> bytes:
    """Return the list of hashes as the common tools read it (``sha256sum -c SHA256SUMS``)."""
    lines = (f"{found[name][1]}  {name}\n" for name in sorted(found) if name != SUMS)
    return "".join(lines).encode()


def verify(place: Path, seal: str = "") -> Iterator[str]:
    """Check a bundle; yields what was found in order, raises Broken at the first fault."""
    bundle = Bundle(place) if place.is_dir() else Packed(place)
    raw = bundle.small(MANIFEST)
    manifest = _json(raw, MANIFEST)
    if manifest.get("format") != FORMAT or manifest.get("version") != VERSION:
        raise Broken("This is no evidence bundle of a kind that this script knows.")
    found = bundle.everything()
    if bundle.small(SUMS) != sums(found):
        raise Broken(f"{SUMS} does not fit: {_first_misfit(bundle.small(SUMS), found)}")
    _check_list(manifest, found)
    yield f"Bundle {manifest['code']} of {manifest['made_at']}, {manifest['tlp']}."
    for item in manifest["items"]:
        yield _check_item(bundle, item, found)
    digest = hashlib.sha256(raw).hexdigest()
    if seal and seal.strip().lower() != digest:
        raise Broken(f"The seal is {digest}, not the one that you were told.")
    yield f"Seal: {digest}"
    yield "It is the one that you were told." if seal else "Compare it with the one you were told."


def _json(raw: bytes, name: str) -> Any:
    try:
        return json.loads(raw)
    except ValueError:
        raise Broken(f"{name} was changed: it cannot be read.") from None


def _check_list(manifest: dict[str, Any], found: Found) -> None:
    """Compare what the manifest lists with what is there: nothing less, nothing more."""
    wanted = {one["path"]: (one["size"], one["sha256"]) for one in manifest["files"]}
    for name in sorted(set(found) | set(wanted)):
        if name in (MANIFEST, SUMS):
            continue
        if name not in found:
            raise Broken(f"{name} is missing.")
        if name not in wanted:
            raise Broken(f"{name} was added: the manifest does not know it.")
        if wanted[name] != found[name]:
            raise Broken(f"{name} was changed.")


def _first_misfit(listed: bytes, found: Found) -> str:
    said = {line[66:]: line[:64] for line in listed.decode("utf-8", "replace").splitlines()}
    for name in sorted(set(found) - {SUMS}):
        if said.get(name) != found[name][1]:
            return f"{name} was changed or added."
    return "it was changed itself, or a file is missing."


def _check_item(bundle: Bundle, item: dict[str, Any], found: Found) -> str:
    code, sha256 = item["code"], item["sha256"]
    if found.get(item["path"], (0, ""))[1] != sha256:
        raise Broken(f"{item['path']} is not the file of item {code}.")
    log = _json(bundle.small(item["custody"]), item["custody"])
    check_chain(code, sha256, log["events"])
    for proof in item["proofs"]:
        if bytes.fromhex(sha256) not in bundle.small(proof):
            raise Broken(f"{proof} is a time stamp of another file.")
    many = len(log["events"])
    stamps = f", {len(item['proofs'])} time stamps" if item["proofs"] else ""
    return f"{code}: {item['path']} is whole; custody log of {many} events{stamps}."


def main(arguments: list[str] | None = None) -> int:
    """Check the bundle that is named, or the one this script lies in."""
    asked = argparse.ArgumentParser(description=__doc__.split("\n\n")[0] if __doc__ else "")
    asked.add_argument("bundle", nargs="?", default=Path(__file__).resolve().parent, type=Path)
    asked.add_argument("--seal", default="", help="the seal that you were told")
    given = asked.parse_args(arguments)
    try:
        for line in verify(given.bundle, given.seal):
            print(line)
    except Broken as why:
        print(f"NOT WHOLE: {why}", file=sys.stderr)
        return 1
    except (KeyError, TypeError, AttributeError, UnicodeError, ValueError) as why:
        print(f"NOT WHOLE: a part of it cannot be understood ({why!r}).", file=sys.stderr)
        return 1
    print("WHOLE: every byte is as it was handed over.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
