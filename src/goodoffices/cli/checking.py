"""`goodoffices check`: is this installation fit to hold what people trusted it with?"""

from __future__ import annotations


def check() -> None:
    """Say what this installation lacks, in words, and how to mend it."""
    from goodoffices.cli.starting import start_django

    start_django()
