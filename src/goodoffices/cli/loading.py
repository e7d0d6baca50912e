"""`goodoffices load ...`: what comes in from files."""

from __future__ import annotations

import typer

commands = typer.Typer(
    help="Load events, places and boundaries from files.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
