"""`goodoffices backup` and `goodoffices restore`: the database and the files, in one archive."""

from __future__ import annotations

from pathlib import Path


def backup(file: Path) -> None:
    """Write the database and all files to one archive, while the program runs."""


def restore(file: Path) -> None:
    """Lay an archive made by `backup` into an empty data folder."""
