"""What a command says when it cannot go on: one sentence that says what to do next."""

from __future__ import annotations


def sentence(error: Exception) -> str | None:
    """Return what to tell the person, or None for a fault of ours (shown with its trace)."""
    from goodoffices.codebook.errors import GoodOfficesError
    from goodoffices.web.environment import BadSetting

    if isinstance(error, GoodOfficesError):
        return error.message
    if isinstance(error, BadSetting):
        return str(error)
    if _no_tables(error):
        return "The database is not set up yet. Run: goodoffices init"
    return None


def exit_code(error: Exception) -> int:
    """Return the exit code of the error's kind: 2 bad input, 3 not permitted, 4 not found, ..."""
    return int(getattr(error, "exit_code", 2))


def _no_tables(error: Exception) -> bool:
    from django.db.utils import OperationalError, ProgrammingError

    text = str(error)
    return isinstance(error, OperationalError | ProgrammingError) and (
        "no such table" in text or ("relation" in text and "does not exist" in text)
    )
