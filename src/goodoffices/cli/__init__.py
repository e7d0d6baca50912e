"""`goodoffices`: the program at the command line.

One module a group of commands, listed in `app` below. The modules import only the standard
library and typer when they are read, so that ``goodoffices --help`` answers at once; Django and
all that is heavy is imported inside the commands, after `starting.start_django`.
"""

from __future__ import annotations

import os
import sys

import typer

from goodoffices import __version__
from goodoffices.cli import (
    accounts,
    auditing,
    checking,
    emergency,
    estimating,
    evidence,
    exporting,
    identities,
    keeping,
    linking,
    listing,
    loading,
    mailing,
    opening,
    programmes,
    publishing,
    purging,
    running,
    wording,
)

app = typer.Typer(
    name="goodoffices",
    help="One workspace for peace programmes: reports, incidents, and what is known about them.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

app.command()(programmes.init)
app.command()(programmes.migrate)
app.command()(running.demo)
app.command()(running.serve)
app.command()(running.worker)
app.command()(exporting.export)
app.command()(linking.link)
app.command()(checking.check)
app.command()(keeping.backup)
app.command()(keeping.restore)
app.command()(purging.purge)
app.add_typer(loading.commands, name="load")
app.add_typer(auditing.commands, name="audit")
app.add_typer(evidence.commands, name="evidence")
app.add_typer(identities.commands, name="identities")
app.add_typer(listing.commands, name="lists")
app.add_typer(estimating.commands, name="estimate")
app.add_typer(opening.commands, name="data")
app.add_typer(wording.commands, name="wording")
app.add_typer(mailing.commands, name="mail")
app.add_typer(accounts.commands, name="account")
app.add_typer(emergency.commands, name="programme")
app.add_typer(publishing.commands, name="publication")


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"goodoffices {__version__}")
        raise typer.Exit


@app.callback()
def _program(
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Show the version and stop."
    ),
) -> None:
    """One workspace for peace programmes: reports, incidents, and what is known about them."""


def main() -> None:
    """Run one command; our own errors become one sentence and an exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goodoffices.web.settings")
    try:
        app()
    except Exception as error:
        from goodoffices.cli.failing import exit_code, sentence

        said = sentence(error)
        if said is None:
            raise
        typer.echo(said, err=True)
        sys.exit(exit_code(error))
