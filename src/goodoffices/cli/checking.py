"""`goodoffices check`: is this installation fit to hold what people trusted it with?"""

from __future__ import annotations

import typer

from goodoffices.cli.starting import start_django


def check() -> None:
    """Say what this installation lacks, in words, and how to mend it."""
    start_django()
    from django.conf import settings

    from goodoffices.web.checks import Level, findings

    found = findings(settings)
    for finding in found:
        typer.echo(f"{finding.level.upper()}: {finding.what}\n  {finding.mend}")
    dangers = sum(finding.level == Level.DANGER for finding in found)
    typer.echo(f"{dangers} dangers, {len(found) - dangers} warnings.")
    if dangers:
        raise typer.Exit(1)
