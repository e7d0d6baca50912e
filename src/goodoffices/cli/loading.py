"""`goodoffices load ...`: what comes in from files."""

from __future__ import annotations

import typer

from goodoffices.cli import grounds, importing

commands = typer.Typer(
    help="Load events, places and boundaries from files.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

commands.command("ucdp-ged")(importing.ucdp_ged)
commands.command("acled")(importing.acled)
commands.command("table")(importing.table)
commands.command("gazetteer")(grounds.gazetteer)
commands.command("boundaries")(grounds.boundaries)
