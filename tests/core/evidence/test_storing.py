"""The evidence store: whole or not at all, once, under the hash of the bytes."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import resource
import subprocess
import tempfile
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django_scopes import scopes_disabled

from goodoffices.codebook.errors import GoodOfficesError, InvalidInput
from goodoffices.core import evidence
from goodoffices.core.models import AuditEntry, Evidence, StoredFile
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def files_on_disk() -> list[Path]:
    return [p for p in Path(django_settings.EVIDENCE_ROOT).rglob("*") if p.is_file()]


def test_bytes_are_kept_under_their_hash(in_programme: Cast) -> None:
    file = evidence.store_file(io.BytesIO(b"%PDF-1.7 seen"), programme=in_programme.programme)
    assert file.sha256 == hashlib.sha256(b"%PDF-1.7 seen").hexdigest()
    assert (file.size, file.media_type) == (13, "application/pdf")
    assert evidence.path(file).parts[-3:-1] == (file.sha256[:2], file.sha256[2:4])
    assert evidence.path(file).stat().st_mode & 0o077 == 0
    with evidence.open(file) as stream:
        assert stream.read() == b"%PDF-1.7 seen"


def test_the_same_bytes_are_kept_once_and_each_giver_is_on_record(in_programme: Cast) -> None:
    cast = in_programme
    first, second = (
        evidence.store(
            io.BytesIO(b"same"), programme=cast.programme, name=name, by=cast.director.user, tlp=2
        )
        for name in ("a.txt", "b.txt")
    )
    assert first.file == second.file
    assert len(files_on_disk()) == 1
    assert Evidence.objects.count() == 2
    assert set(AuditEntry.objects.values_list("object_code", flat=True)) == {
        first.code,
        second.code,
    }


def test_another_programme_keeps_its_own(in_programme: Cast) -> None:
    evidence.store_file(io.BytesIO(b"same"), programme=in_programme.programme)
    with scopes_disabled():
        evidence.store_file(io.BytesIO(b"same"), programme=in_programme.other_programme)
    assert len(files_on_disk()) == 2


class Endless:
    """A stream of a given length that exists nowhere in memory."""

    def __init__(self, size: int) -> None:
        self.left = size

    def read(self, size: int) -> bytes:
        size = min(size, self.left)
        self.left -= size
        return b"\x01" * size


def test_a_large_file_costs_no_more_memory_than_a_small_one(in_programme: Cast) -> None:
    tracemalloc.start()
    try:
        file = evidence.store_file(Endless(200 << 20), programme=in_programme.programme)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert file.size == 200 << 20
    assert peak < 8 << 20


def test_what_is_too_large_is_refused_while_it_streams(in_programme: Cast) -> None:
    stream = Endless(1 << 40)
    with pytest.raises(InvalidInput) as refused:
        evidence.store_file(stream, programme=in_programme.programme, limit=3 << 20)
    assert refused.value.code == "file-too-large"
    assert stream.left > (1 << 40) - (5 << 20)
    assert files_on_disk() == []
    assert StoredFile.objects.count() == 0


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_ends_with_one_clear_error(
    in_programme: Cast, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    real, written = os.write, []

    def write(file: int, data: Any) -> int:
        written.append(len(data))
        if sum(written) > 2 << 20:
            raise OSError(number, os.strerror(number))
        return real(file, data)

    monkeypatch.setattr(os, "write", write)
    with pytest.raises(evidence.DiskFull) as refused:
        evidence.store_file(Endless(5 << 20), programme=in_programme.programme)
    assert (refused.value.code, refused.value.status) == ("disk-full", 507)
    assert files_on_disk() == []
    assert StoredFile.objects.count() == 0


def test_a_real_limit_of_the_system_is_a_full_disk_too(in_programme: Cast) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4 << 20, before[1]))
    try:
        with pytest.raises(evidence.DiskFull):
            evidence.store_file(Endless(9 << 20), programme=in_programme.programme)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert files_on_disk() == []


def test_a_disk_that_is_really_full(in_programme: Cast, settings: Any) -> None:
    with tempfile.TemporaryDirectory() as folder:
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", folder],
            capture_output=True,
            check=False,
        )
        if mounted.returncode:
            pytest.skip("a small disk can only be mounted by root outside a container")
        try:
            settings.EVIDENCE_ROOT = Path(folder) / "evidence"
            kept = evidence.store_file(Endless(1 << 20), programme=in_programme.programme)
            with pytest.raises(evidence.DiskFull):
                evidence.store_file(Endless(3 << 20), programme=in_programme.programme)
            assert files_on_disk() == [evidence.path(kept)]
        finally:
            subprocess.run(["umount", folder], check=True)


def test_a_sender_who_breaks_off_leaves_nothing(in_programme: Cast) -> None:
    class Broken(Endless):
        def read(self, size: int) -> bytes:
            if self.left < 1 << 20:
                raise ConnectionResetError
            return super().read(size)

    with pytest.raises(ConnectionResetError):
        evidence.store_file(Broken(4 << 20), programme=in_programme.programme)
    assert files_on_disk() == []


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"%PDF-1.4", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "image/png"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", "image/jpeg"),
        (b"<!DOCTYPE html><script>", "text/html"),
        (b"\xef\xbb\xbf  <html>", "text/html"),
        (b"<svg onload='x'>", "image/svg+xml"),
        ("تقرير ميداني".encode(), "text/plain"),
        ("דוח".encode() * 3 + b"\xd7", "text/plain"),
        (b"id,year\n1,2020\n", "text/plain"),
        (b"PAR1\x15\x04", "application/vnd.apache.parquet"),
        (b"PK\x03\x04" + b"\0" * 26 + b"notes.txt", "application/zip"),
        (
            b"PK\x03\x04" + b"\0" * 26 + b"[Content_Types].xml ... xl/workbook.xml",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        (
            b"PK\x03\x04" + b"\0" * 26 + b"mimetypeapplication/vnd.oasis.opendocument.textPK",
            "application/vnd.oasis.opendocument.text",
        ),
        (b"\x00\x01\x02\x03" * 30, "application/octet-stream"),
        (b"", "application/x-empty"),
    ],
)
def test_the_type_is_read_from_the_bytes(head: bytes, expected: str) -> None:
    assert evidence.media_type(head) == expected


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\mona\\report.pdf", "report.pdf"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("a\r\nX-Header: b.txt", "aX-Header: b.txt"),
        ("تقرير.pdf", "تقرير.pdf"),
        ("..", "file"),
        ("", "file"),
    ],
)
def test_names_keep_their_words_and_lose_their_tricks(given: str, kept: str) -> None:
    assert evidence.clean_name(given) == kept


def test_check_finds_what_is_missing_changed_or_stray(in_programme: Cast) -> None:
    good, changed, missing = (
        evidence.store_file(io.BytesIO(text), programme=in_programme.programme)
        for text in (b"good", b"changed", b"missing")
    )
    assert list(evidence.check()) == []
    evidence.path(changed).write_bytes(b"doctored")
    evidence.path(missing).unlink()
    stray = evidence.path(good).with_name("f" * 64)
    stray.write_bytes(b"?")
    assert {(d.sha256, d.kind) for d in evidence.check()} == {
        (changed.sha256, "changed"),
        (missing.sha256, "missing"),
        ("f" * 64, "stray"),
    }
    with pytest.raises(GoodOfficesError) as refused:
        evidence.open(missing)
    assert refused.value.code == "file-missing"


def test_a_damaged_file_is_healed_by_storing_it_again(in_programme: Cast) -> None:
    file = evidence.store_file(io.BytesIO(b"good"), programme=in_programme.programme)
    evidence.path(file).write_bytes(b"bad")
    evidence.store_file(io.BytesIO(b"good"), programme=in_programme.programme)
    assert list(evidence.check()) == []
