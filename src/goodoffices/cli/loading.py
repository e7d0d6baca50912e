"""`goodoffices load ...`: what comes in from files."""

from __future__ import annotations

import typer

from goodoffices.cli import grounds, importing, questionnaires

commands = typer.Typer(
    help="Load events, places, boundaries and forms.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

commands.command("ucdp-ged")(importing.ucdp_ged)
commands.command("acled")(importing.acled)
commands.command("table")(importing.table)
commands.command("gazetteer")(grounds.gazetteer)
commands.command("boundaries")(grounds.boundaries)
commands.command("forms")(questionnaires.forms)
