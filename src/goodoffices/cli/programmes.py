"""Setting up: the database, a programme, its first administrator."""

from __future__ import annotations


def init() -> None:
    """Set up the database, a programme and its administrator."""


def migrate() -> None:
    """Bring the database up to this version of the program."""
