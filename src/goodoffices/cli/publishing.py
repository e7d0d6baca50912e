"""`goodoffices publication ...`: what was published, against its hashes."""

from __future__ import annotations

import typer

from goodoffices.cli.starting import start_django

commands = typer.Typer(
    help="Look after what was published.", no_args_is_help=True, rich_markup_mode=None
)

SAID = {
    "hash": "the frozen content does not give its hash: somebody changed it.",
    "page": "the public reads something else than what was frozen.",
    "missing": "the public page is gone.",
    "unknown": "a public page that no edition stands behind.",
}


@commands.callback()
def _group() -> None:
    """Keep `verify` a command of its own, however few there are."""


@commands.command()
def verify(
    programme: str | None = typer.Option(None, help="One programme's slug; else all."),
) -> None:
    """Check every edition and every public page; ends with 1 where one was changed."""
    start_django()
    from django_scopes import scope

    from goodoffices.codebook.errors import NotFound
    from goodoffices.core.models import Programme
    from goodoffices.publish.flow import guards, verifying

    rows = Programme.objects.order_by("slug")
    asked = list(rows.filter(slug=programme) if programme else rows)
    if programme and not asked:
        raise NotFound(f"There is no programme {programme}.")
    broken = False
    for one in asked:
        with scope(programme=one):
            editions, faults = verifying.verify(one)
        broken |= bool(faults)
        for fault in faults:
            where = f"{fault.address} {fault.language}".strip()
            typer.echo(f"{one.slug}: {where}, edition {fault.number}: {SAID[fault.what]}")
        if not faults:
            typer.echo(f"{one.slug}: {editions} editions, as they were published.")
    for name in guards.missing():
        broken = True
        typer.echo(f"The guard {name} is not up: somebody took it down. Run: goodoffices migrate")
    if broken:
        raise typer.Exit(1)
