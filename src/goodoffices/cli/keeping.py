"""`goodoffices backup` and `goodoffices restore`: the database and the files, in one archive."""

from __future__ import annotations

import sys
from pathlib import Path

import typer

from goodoffices.cli.starting import start_django


def backup(
    file: Path = typer.Argument(..., help="Archive to write; - writes to standard output."),
) -> None:
    """Write the database and all files to one archive, while the program runs."""
    start_django()
    from goodoffices.core.backup import write_archive

    if str(file) == "-":
        write_archive(sys.stdout.buffer)
        return
    count = _write_whole(file)
    size = file.stat().st_size / 2**20
    typer.echo(f"{file}: the database and {count} files, {size:.1f} MB. Keep it under lock.")


def _write_whole(file: Path) -> int:
    """Write beside the place and move at the end: a backup is whole or not there."""
    import os

    from goodoffices.core.backup import write_archive

    part = file.with_name(f".{file.name}.part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as target:
            count = write_archive(target)
            target.flush()
            os.fsync(target.fileno())
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
    return count


def restore(
    file: Path = typer.Argument(
        ..., exists=True, dir_okay=False, help="An archive made by backup."
    ),
) -> None:
    """Lay a backup into an empty data folder."""
    start_django()
    from django.db import connection

    from goodoffices.core.backup import POSTGRESQL_NAME, lay_archive

    with file.open("rb") as source:
        about = lay_archive(source)
    typer.echo(f"Restored the backup of {about['made']} (version {about['version']}).")
    if connection.vendor == "postgresql":
        typer.echo(f"Now fill the database: pg_restore --no-owner --dbname=NAME {POSTGRESQL_NAME}")
    typer.echo("Run goodoffices migrate, then goodoffices audit verify.")
