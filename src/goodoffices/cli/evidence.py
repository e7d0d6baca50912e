"""`goodoffices evidence ...`: the files that were handed in."""

from __future__ import annotations

import typer

from goodoffices.cli.starting import start_django

commands = typer.Typer(help="Check the stored files.", no_args_is_help=True, rich_markup_mode=None)


@commands.callback()
def _group() -> None:
    """Keep `check` a command of its own, however few there are."""


@commands.command()
def check() -> None:
    """Read every stored file again and compare it with its hash; ends with 1 where one differs."""
    start_django()
    from goodoffices.core import evidence

    said = {
        "missing": "its bytes are missing; restore them from a backup",
        "changed": "its bytes are not those that were stored; restore them from a backup",
        "stray": "no record speaks of it; harmless, left by a stop in the middle of storing",
    }
    broken = 0
    for damage in evidence.check():
        broken += damage.kind != "stray"
        typer.echo(f"{damage.programme} {damage.sha256}: {said[damage.kind]}")
    typer.echo(f"{broken} files are not as they were stored." if broken else "All files are whole.")
    if broken:
        raise typer.Exit(1)
