"""`goodoffices audit ...`: the chain of what was done."""

from __future__ import annotations

from pathlib import Path

import typer

from goodoffices.cli.starting import start_django

commands = typer.Typer(
    help="Verify the audit chain, and print its head for safe keeping.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@commands.command()
def verify(
    head: Path | None = typer.Option(
        None, exists=True, dir_okay=False, help="Heads kept elsewhere, written by: audit head."
    ),
    chain: str | None = typer.Option(None, help="One programme's slug, or system; else all."),
) -> None:
    """Check that no entry was changed, removed or put in; ends with 1 where one was."""
    start_django()
    from goodoffices.core import audit
    from goodoffices.core.audit import guards

    kept: list[audit.Head] = []
    if head is not None:
        with head.open(encoding="utf-8") as file:
            kept = [one for one in audit.read_heads(file) if chain in (None, one.chain)]
    broken = False
    for checked in audit.verify(chain=chain, kept=kept):
        finding = checked.finding
        broken |= finding is not None
        said = finding.message if finding else f"{checked.entries} entries, unbroken."
        typer.echo(f"{checked.chain}: {said}")
    for name in guards.missing():
        broken = True
        typer.echo(f"The guard {name} is not up: somebody took it down. Run: goodoffices migrate")
    if broken:
        raise typer.Exit(1)


@commands.command()
def head() -> None:
    """Print the end of each chain, one line of JSON each, to be kept where nobody can change it."""
    start_django()
    from goodoffices.core import audit

    for one in audit.heads():
        typer.echo(one.line())
