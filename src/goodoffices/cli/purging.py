"""`goodoffices purge`: what would go because its time is over, and letting it go."""

from __future__ import annotations

import typer

from goodoffices.cli.programmes import acting, in_programme


def purge(
    programme: str = typer.Option("", help="Address of the programme; else the only one."),
    dry_run: bool = typer.Option(
        False, "--dry-run", help="Say what would go and what may not; change nothing."
    ),
    by: str = typer.Option("", help="E-mail address of the member who purges."),
) -> None:
    """Purge records whose time is over, as the programme says on its data-protection page."""
    with in_programme(programme) as chosen:
        from goodoffices.core.services import retention

        for planned in retention.plan(chosen):
            typer.echo(f"{planned.kind.name}: {planned.way} {planned.goes}, keep {planned.kept}")
            for code, reasons in planned.shown:
                typer.echo(f"  {code}: {' '.join(reasons)}")
        if dry_run:
            return
        done = retention.purge(chosen, by=acting(chosen, by))
    typer.echo(f"Purged {done}.")
