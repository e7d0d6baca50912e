"""Messages passed on: the same words with the same day, place and toll are one message, weighed
once however often it comes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from .records import Record
from .sharing import words_of

if TYPE_CHECKING:
    from .table import Table, Whole

COPIED = 6
"""A text of so many words or more, the same to the word, is one message passed on."""


def passed_on(record: Record) -> Record:
    """Return what all copies of one message of one source have in common; they are equal in it.

    A record with too few words is only itself.
    """
    words = words_of(record.text) if record.text else ()
    if len(words) < COPIED:
        return record
    return replace(record, id="", received=None, text=" ".join(words))


def first_of_each(records: Sequence[Record]) -> list[int]:
    """Return for each record the position of the first that is the same message of the same
    source, itself where none is."""
    seen: dict[Record, int] = {}
    return [seen.setdefault(passed_on(record), at) for at, record in enumerate(records)]


def copies(table: Table, decided: set[int]) -> Whole:
    """Return for each row the first that is the same message, whoever sent it.

    A thousand copies are weighed once. A record somebody kept apart from another is no copy.
    """
    import numpy as np

    found = np.arange(len(table), dtype=np.int64)
    seen: dict[Any, int] = {}
    for at, text in enumerate(table.texts or ()):
        words = words_of(text) if text else ()
        if len(words) >= COPIED and at not in decided:
            rest = (
                *_point(table, at),
                *table.killed[:, at].tolist(),
                *table.injured[:, at].tolist(),
            )
            found[at] = seen.setdefault((words, *map(str, rest)), at)
    return found


def _point(table: Table, at: int) -> tuple[float, ...]:
    return (
        int(table.first[at]),
        int(table.last[at]),
        float(table.lat[at]),
        float(table.lon[at]),
    )
