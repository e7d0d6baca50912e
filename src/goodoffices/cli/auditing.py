"""`goodoffices audit ...`: the chain of what was done."""

from __future__ import annotations

import typer

commands = typer.Typer(
    help="Verify the audit chain, and print its head for safe keeping.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
