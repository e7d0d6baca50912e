"""Backups: whole or not there, taken while the program runs, laid only where nothing is."""

from __future__ import annotations

import io
import json
import sqlite3
import tarfile
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django_scopes import scopes_disabled

from goodoffices.codebook.errors import Conflict, InvalidInput
from goodoffices.core import backup
from goodoffices.core.models import AuditEntry
from tests.cast import Cast

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        "postgresql" in django_settings.DATABASES["default"]["ENGINE"], reason="SQLite"
    ),
]


@pytest.fixture
def archive(cast: Cast) -> bytes:
    """Return a backup of the cast with one file of evidence."""
    kept = Path(django_settings.EVIDENCE_ROOT) / "ab" / "abcd"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"seen")
    (kept.parent / ".half").write_bytes(b"being written")
    target = io.BytesIO()
    assert backup.write_archive(target) == 1
    return target.getvalue()


@pytest.fixture
def empty(archive: bytes, tmp_path: Path, settings, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Point the settings at an empty data folder."""
    data = tmp_path / "restored"
    settings.DATA = data
    for name in ("evidence", "snapshots", "media"):
        setattr(settings, f"{name.upper()}_ROOT", data / name)
    monkeypatch.setitem(connection.settings_dict, "NAME", str(data / "goodoffices.sqlite3"))
    return data


def test_what_was_kept_is_there_again(archive: bytes, empty: Path):
    about = backup.lay_archive(io.BytesIO(archive))
    assert about["database"] == "sqlite"
    assert (empty / "evidence" / "ab" / "abcd").read_bytes() == b"seen"
    assert not (empty / "evidence" / "ab" / ".half").exists()
    restored = sqlite3.connect(empty / "goodoffices.sqlite3")
    assert restored.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert restored.execute("SELECT count(*) FROM core_programme").fetchone() == (2,)
    restored.close()


def test_making_one_is_on_record(archive: bytes):
    with scopes_disabled():
        made = AuditEntry.objects.filter(action="core.backup.made", chain="system")
        assert made.count() == 1


def test_it_says_what_it_is(archive: bytes):
    with tarfile.open(fileobj=io.BytesIO(archive)) as opened:
        about = opened.extractfile("backup.json")
        assert about is not None
        said = json.load(about)
    assert said["format"] == backup.FORMAT
    assert any(head.startswith("system 1 ") for head in said["audit_heads"])


def test_nothing_is_laid_over_data(archive: bytes, empty: Path):
    backup.lay_archive(io.BytesIO(archive))
    with pytest.raises(Conflict, match="holds data already"):
        backup.lay_archive(io.BytesIO(archive))


@pytest.mark.parametrize("keep", [0.3, 0.9])
def test_a_cut_archive_leaves_nothing(archive: bytes, empty: Path, keep: float):
    with pytest.raises(InvalidInput):
        backup.lay_archive(io.BytesIO(archive[: int(len(archive) * keep)]))
    assert [path.name for path in empty.iterdir()] == []


def test_what_is_no_backup_is_refused(empty: Path):
    with pytest.raises(InvalidInput):
        backup.lay_archive(io.BytesIO(b"hello" * 1000))


def test_an_archive_cannot_write_outside(empty: Path):
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w") as made:
        entry = tarfile.TarInfo("../escaped")
        made.addfile(entry, io.BytesIO())
    with pytest.raises(InvalidInput):
        backup.lay_archive(io.BytesIO(target.getvalue()))
    assert not (empty.parent / "escaped").exists()


def test_another_kind_of_database_is_refused(archive: bytes, empty: Path):
    target = io.BytesIO()
    about = {"format": backup.FORMAT, "database": "postgresql"}
    with tarfile.open(fileobj=target, mode="w") as made:
        backup._add_bytes(made, "backup.json", json.dumps(about).encode())
    with pytest.raises(InvalidInput, match="postgresql"):
        backup.lay_archive(io.BytesIO(target.getvalue()))
