"""A bundle is whole, or says what is not: every byte of it counts."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import zipfile
from pathlib import Path
from random import Random
from typing import Any

import pytest

from goodoffices.formats.bundle import verify
from goodoffices.formats.bundle.writing import archive, of_bytes, of_file, of_json

Content = dict[str, bytes]
CODE, WORDS = "k7p2m4xq00", b"What was seen at the bridge.\n" * 9


def log(sha256: str, names: bool = True) -> list[dict[str, Any]]:
    """Return a custody log of three events."""
    events: list[dict[str, Any]] = []
    for number, event in enumerate(("received", "hashed", "transferred"), 1):
        salt, actor, reason = f"{number:032x}", "Ana Lyst", "why"
        made = {
            "seq": number,
            "at": f"2026-01-0{number}T00:00:00.000000+00:00",
            "event": event,
            "actor_id": 7,
            "sha256": sha256,
            "data": {},
            "seal": verify.seal_of(salt, actor, reason),
            "previous": events[-1]["hash"] if events else "",
        }
        made["hash"] = verify.event_hash(CODE, made)
        events.append(made | ({"salt": salt, "actor": actor, "reason": reason} if names else {}))
    return events


def bundle(folder: Path, events: Any = None, *, names: bool = True) -> tuple[Path, str]:
    """Write a bundle of one item; return where it lies, and its seal."""
    (folder / "stored").write_bytes(WORDS)
    stored = of_file(f"files/{CODE}.txt", folder / "stored")
    given = log(stored.sha256, names) if events is None else events
    item = {
        "code": CODE,
        "path": stored.name,
        "sha256": stored.sha256,
        "custody": f"custody/{CODE}.json",
        "proofs": [],
    }
    about = {"code": "b", "made_at": "2026-01-05", "tlp": "TLP:AMBER", "items": [item]}
    custody = of_json(f"custody/{CODE}.json", {"evidence": CODE, "events": given})
    seal, pieces = archive(about, [stored, custody])
    place = folder / "bundle.zip"
    place.write_bytes(b"".join(pieces))
    return place, seal


def fault(place: Path, seal: str = "") -> str:
    """Return what is wrong with a bundle; empty when it is whole."""
    try:
        list(verify.verify(place, seal))
    except (verify.Broken, KeyError, TypeError, ValueError, AttributeError) as why:
        return str(why) or "?"
    return ""


def unpacked(place: Path, folder: Path) -> Path:
    with zipfile.ZipFile(place) as packed:
        packed.extractall(folder)
    return folder


def test_a_bundle_is_an_ordinary_archive(tmp_path: Path) -> None:
    place, seal = bundle(tmp_path)
    assert fault(place, seal) == ""
    with zipfile.ZipFile(place) as packed:
        assert packed.testzip() is None
        assert packed.read(f"files/{CODE}.txt") == WORDS
    if shutil.which("unzip"):
        done = subprocess.run(["unzip", "-tq", str(place)], capture_output=True)
        assert done.returncode == 0
    folder = unpacked(place, tmp_path / "u")
    assert fault(folder, seal) == ""
    done = subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=folder, capture_output=True)
    assert done.returncode == 0


def test_not_one_byte_of_an_archive_can_be_changed(tmp_path: Path) -> None:
    """Also not one that frames the files: a date, a flag, a comment."""
    place, _seal = bundle(tmp_path)
    raw = place.read_bytes()
    directory = raw.rindex(b"PK\x01\x02", 0, raw.index(b"PK\x01\x02") + 5)
    chance = Random(3)
    places = {*range(90), *range(directory, len(raw)), *chance.sample(range(len(raw)), 200)}
    for at in sorted(places):
        changed = bytearray(raw)
        changed[at] ^= 1 << chance.randrange(8)
        place.write_bytes(changed)
        assert fault(place), f"byte {at} of {len(raw)}"


@pytest.mark.parametrize("more", [b"x", b"\0" * 40])
def test_nothing_can_be_put_before_or_behind_an_archive(tmp_path: Path, more: bytes) -> None:
    place, _seal = bundle(tmp_path)
    raw = place.read_bytes()
    for content in (raw + more, more + raw, raw[:-1]):
        place.write_bytes(content)
        assert fault(place)


def test_not_one_byte_of_an_unpacked_bundle_can_be_changed(tmp_path: Path) -> None:
    folder = unpacked(bundle(tmp_path)[0], tmp_path / "u")
    chance = Random(4)
    for path in sorted(one for one in folder.rglob("*") if one.is_file()):
        raw = path.read_bytes()
        for at in {0, len(raw) // 2, len(raw) - 1, chance.randrange(len(raw))}:
            changed = bytearray(raw)
            changed[at] ^= 1
            path.write_bytes(changed)
            assert fault(folder), f"{path.name} byte {at}"
        path.write_bytes(raw)
    assert fault(folder) == ""


def test_a_file_added_or_taken_away_is_named(tmp_path: Path) -> None:
    folder = unpacked(bundle(tmp_path)[0], tmp_path / "u")
    (folder / "files" / "more.txt").write_text("x")
    assert "more.txt" in fault(folder)
    (folder / "files" / "more.txt").unlink()
    (folder / "files" / f"{CODE}.txt").unlink()
    assert fault(folder)


def test_who_makes_everything_anew_does_not_have_the_seal(tmp_path: Path) -> None:
    _place, seal = bundle(tmp_path)
    forged = log(of_bytes("x", WORDS).sha256)[:2]
    place, other = bundle(tmp_path, forged)
    assert fault(place) == "", "whole in itself"
    assert seal != other
    assert "not the one that you were told" in fault(place, seal)


def test_a_log_without_names_is_checked_all_the_same(tmp_path: Path) -> None:
    place, seal = bundle(tmp_path, names=False)
    assert b"Ana Lyst" not in place.read_bytes()
    assert fault(place, seal) == ""


def edited(number: int, /, **more: Any) -> list[dict[str, Any]]:
    events = log(of_bytes("x", WORDS).sha256)
    events[number] |= more
    return events


@pytest.mark.parametrize(
    ("events", "said"),
    [
        (edited(0, actor="Somebody Else"), "name whom"),
        (edited(1, reason="other"), "name whom"),
        (edited(1, at="2020-01-01T00:00:00.000000+00:00"), "what it said"),
        (edited(2, data={"more": 1}), "what it said"),
        (edited(2, sha256="0" * 64), "what it said"),
        (edited(2, previous="0" * 64), "follow"),
        (log("0" * 64), "other bytes"),
        (log(of_bytes("x", WORDS).sha256)[1:], "missing"),
        ([], "empty"),
        ("nonsense", ""),
    ],
)
def test_a_doctored_log_is_found_though_all_hashes_fit(
    tmp_path: Path, events: Any, said: str
) -> None:
    place, _seal = bundle(tmp_path, events)
    assert said in fault(place)
    assert fault(place)


def test_a_time_stamp_of_another_file_is_found(tmp_path: Path) -> None:
    place, _seal = bundle(tmp_path)
    with zipfile.ZipFile(place) as packed:
        manifest = json.loads(packed.read("manifest.json"))
    item = manifest["items"][0] | {"proofs": ["proofs/a.tsr"]}
    about = {name: manifest[name] for name in ("code", "made_at", "tlp")} | {"items": [item]}
    with zipfile.ZipFile(place) as packed:
        rest = [of_bytes(name, packed.read(name)) for name in packed.namelist() if "/" in name]
    for content, whole in ((bytes.fromhex(item["sha256"]), True), (b"other", False)):
        _seal, pieces = archive(about, [*rest, of_bytes("proofs/a.tsr", content)])
        place.write_bytes(b"".join(pieces))
        assert (fault(place) == "") == whole


@pytest.mark.parametrize("content", [b"", b"PK", b"no archive", bytes(1000)])
def test_what_is_no_bundle_says_so(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.zip").write_bytes(content)
    assert fault(tmp_path / "a.zip")
    assert verify.main([str(tmp_path / "a.zip")]) == 1
    assert verify.main([str(tmp_path / "absent.zip")]) == 1


def test_names_that_climb_out_are_refused(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        made.writestr("manifest.json", json.dumps({"format": verify.FORMAT, "version": 1}))
        made.writestr("../../evil", "x")
    (tmp_path / "a.zip").write_bytes(packed.getvalue())
    assert "never given" in fault(tmp_path / "a.zip")


def test_large_files_are_framed_as_archives_of_more_than_four_gigabytes() -> None:
    size, crc = 5 << 30, 1
    head = verify.local_header("files/a.bin", size, crc)
    rest = verify.directory([("files/a.bin", size, crc), ("files/b.bin", 3, 2)])
    sparse = _Sparse({0: head, len(head) + size: verify.local_header("files/b.bin", 3, 2) + b"abc"})
    sparse.end = max(at + len(part) for at, part in sparse.parts.items())
    sparse.parts[sparse.end] = rest
    sparse.end += len(rest)
    with zipfile.ZipFile(sparse) as packed:  # type: ignore[call-overload]
        first, second = packed.infolist()
        assert (first.file_size, second.header_offset) == (size, len(head) + size)


class _Sparse(io.RawIOBase):
    """A large file of which only some parts are there; all else are zeros."""

    def __init__(self, parts: dict[int, bytes]) -> None:
        self.parts, self.end, self.at = parts, 0, 0

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        self.at = offset + {0: 0, 1: self.at, 2: self.end}[whence]
        return self.at

    def tell(self) -> int:
        return self.at

    def read(self, size: int = -1) -> bytes:
        size = self.end - self.at if size < 0 else min(size, self.end - self.at)
        found = bytearray(size)
        for start, part in self.parts.items():
            for at in range(max(start, self.at), min(start + len(part), self.at + size)):
                found[at - self.at] = part[at - start]
        self.at += size
        return bytes(found)
