"""`goodoffices data ...`: files of open data."""

from __future__ import annotations

import hashlib
from pathlib import Path

import typer

from goodoffices.cli.starting import start_django

commands = typer.Typer(
    help="Check files of open data.", no_args_is_help=True, rich_markup_mode=None
)


@commands.callback()
def _group() -> None:
    """Check files of open data."""


@commands.command()
def verify(
    file: Path = typer.Argument(
        ..., exists=True, dir_okay=False, help="A file that was published."
    ),
) -> None:
    """Say of which published version a file is; ends with 1 for none, and for one withdrawn."""
    with file.open("rb") as handle:
        digest = hashlib.file_digest(handle, "sha256").hexdigest()
    start_django()
    from goodoffices.publish.data.queries import published_with

    found = published_with(digest)
    if found is None:
        typer.echo("No published version holds this file: it is not ours, or it was changed.")
        raise typer.Exit(1)
    version = found.version
    name = f"{version.release.programme.slug}/{version.release.address}, version {version.number}"
    typer.echo(f"{found.name} of {name}, published {version.published_at:%Y-%m-%d}.")
    if version.state == version.State.WITHDRAWN:
        typer.echo("That version was withdrawn.")
        raise typer.Exit(1)
