"""Backups: the database and all files in one archive, made while the program runs.

An archive is a plain tar: ``backup.json`` (what it is), the database (SQLite's own online copy,
or ``pg_dump``'s custom format), then the files under ``evidence/``, ``snapshots/``, ``media/``.
The database is copied first and no file is removed meanwhile, so that the archive holds every
file the database speaks of.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from goodoffices import __version__
from goodoffices.codebook.errors import Conflict, InvalidInput, MissingExtra
from goodoffices.core import audit
from goodoffices.core.evidence.purging import bytes_stay
from goodoffices.core.models import AuditHead

FORMAT = 1
SQLITE_NAME = "goodoffices.sqlite3"
POSTGRESQL_NAME = "goodoffices.pgdump"
COPY_PAGES = 4096


def roots() -> dict[str, Path]:
    """Return the folders of files by the name they have in an archive."""
    return {
        "evidence": Path(settings.EVIDENCE_ROOT),
        "snapshots": Path(settings.SNAPSHOT_ROOT),
        "media": Path(settings.MEDIA_ROOT),
    }


def write_archive(target: BinaryIO) -> int:
    """Write a backup as a stream; return the number of files beside the database."""
    with transaction.atomic():
        audit.record("core.backup.made", by=None, programme=None)
    with (
        bytes_stay(),
        tempfile.TemporaryDirectory(prefix="goodoffices-backup-") as folder,
        tarfile.open(fileobj=target, mode="w|") as archive,
    ):
        copy = _database_copy(Path(folder))
        _add_bytes(archive, "backup.json", json.dumps(_about(), indent=2).encode())
        archive.add(copy, arcname=copy.name)
        count = 0
        for name, root in roots().items():
            for path in _files(root):
                archive.add(path, arcname=f"{name}/{path.relative_to(root)}", recursive=False)
                count += 1
    return count


def _about() -> dict[str, Any]:
    heads = AuditHead.objects.order_by("pk").values_list("pk", "seq", "hash")
    return {
        "format": FORMAT,
        "version": __version__,
        "made": timezone.now().isoformat(timespec="seconds"),
        "database": connection.vendor,
        "audit_heads": [f"{chain} {seq} {digest}" for chain, seq, digest in heads],
    }


def _add_bytes(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode, entry.mtime = len(content), 0o600, int(timezone.now().timestamp())
    archive.addfile(entry, BytesIO(content))


def _files(root: Path) -> Iterator[Path]:
    """Yield the finished files of a folder (not those just being written, which start with .)."""
    for folder, _folders, names in os.walk(root):
        yield from (Path(folder) / name for name in sorted(names) if not name.startswith("."))


def _database_copy(folder: Path) -> Path:
    """Return a consistent copy of the database, made while others write."""
    if connection.vendor == "sqlite":
        target = folder / SQLITE_NAME
        with closing(sqlite3.connect(target)) as copy:
            connection.ensure_connection()
            connection.connection.backup(copy, pages=COPY_PAGES)
        return target
    return _dump(folder / POSTGRESQL_NAME)


def _dump(target: Path) -> Path:
    if shutil.which("pg_dump") is None:
        raise MissingExtra("A backup needs pg_dump. On Debian: apt-get install postgresql-client")
    done = subprocess.run(  # noqa: S603
        ["pg_dump", "--format=custom", "--no-owner", f"--file={target}"],  # noqa: S607
        env=os.environ | _postgresql_environment(),
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise InvalidInput(f"pg_dump could not copy the database: {done.stderr.strip()}")
    return target


def _postgresql_environment() -> dict[str, str]:
    """Return libpq's variables, so that no password stands in a list of processes."""
    held = connection.settings_dict
    given = {f"PG{name}": str(held[name]) for name in ("HOST", "PORT", "USER", "PASSWORD")}
    return {name: value for name, value in given.items() if value} | {"PGDATABASE": held["NAME"]}


def lay_archive(source: BinaryIO) -> dict[str, Any]:
    """Lay a backup into an empty data folder; return what the archive says of itself.

    Everything is laid beside its place first and moved at the end, so that a broken archive
    leaves nothing. On PostgreSQL the dump is left in the data folder for ``pg_restore``.
    Raises Conflict where there are data already, InvalidInput for what is no backup.
    """
    data = Path(settings.DATA)
    _require_empty(data)
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _waiting_room(data) as room:
        try:
            with tarfile.open(fileobj=source, mode="r|*") as archive:
                archive.extractall(room, filter="data")
            about: dict[str, Any] = json.loads((room / "backup.json").read_text(encoding="utf-8"))
        except (tarfile.TarError, OSError, ValueError) as error:
            raise InvalidInput(f"This is no whole backup of Good Offices: {error}") from error
        _require_fitting(about, room)
        _move_in(room, data)
    return about


def _require_empty(data: Path) -> None:
    places = [data / SQLITE_NAME, *roots().values()]
    if connection.vendor == "sqlite":
        places.append(Path(connection.settings_dict["NAME"]))
    for place in places:
        if place.is_file() or (place.is_dir() and any(place.iterdir())):
            raise Conflict(f"{place} holds data already. Restore into an empty data folder.")


@contextmanager
def _waiting_room(data: Path) -> Iterator[Path]:
    room = data / ".restoring"
    shutil.rmtree(room, ignore_errors=True)
    room.mkdir(mode=0o700)
    try:
        yield room
    finally:
        shutil.rmtree(room, ignore_errors=True)


def _require_fitting(about: dict[str, Any], room: Path) -> None:
    if about.get("format") != FORMAT:
        raise InvalidInput("This backup was made by another version. Restore it with that one.")
    if about.get("database") != connection.vendor:
        raise InvalidInput(
            f"This backup holds a {about.get('database')} database, and GOODOFFICES_DATABASE "
            f"names {connection.vendor}. Restore it with the same kind."
        )
    name = SQLITE_NAME if connection.vendor == "sqlite" else POSTGRESQL_NAME
    if not (room / name).is_file():
        raise InvalidInput("This backup holds no database.")


def _move_in(room: Path, data: Path) -> None:
    for name, root in roots().items():
        if (room / name).is_dir():
            root.parent.mkdir(parents=True, exist_ok=True)
            if root.is_dir():
                root.rmdir()
            shutil.move(room / name, root)
    if connection.vendor == "sqlite":
        shutil.move(room / SQLITE_NAME, connection.settings_dict["NAME"])
    else:
        shutil.move(room / POSTGRESQL_NAME, data / POSTGRESQL_NAME)
