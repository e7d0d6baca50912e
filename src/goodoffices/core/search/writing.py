"""Keeping the words of records: called by the services that write them, in their transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.db import connection, transaction

from goodoffices.core.search.kinds import LONGEST, Row, dialect, table_of


def index(kind: str, rows: Iterable[Row]) -> None:
    """File records under their words: (id, programme id, TLP mark, `methods.text.index_text`).

    Replaces what was filed for an id before. Streams, so that an import may hand on a generator.
    """
    table = table_of(kind)
    # Never caught half-way: no savepoint of its own inside the transaction of whoever writes.
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        dialect().write(cursor, table, _cut(rows))


def rescope(kind: str, rows: Iterable[tuple[int, int, int]]) -> None:
    """Say anew who may find records whose mark changed: (id, programme id, TLP mark)."""
    with transaction.atomic(), connection.cursor() as cursor:
        dialect().rescope(cursor, table_of(kind), rows)


def remove(kind: str, ids: Iterable[int]) -> None:
    """Take records out of the search."""
    gone: Sequence[int] = list(ids)
    if gone:
        with connection.cursor() as cursor:
            dialect().remove(cursor, table_of(kind), gone)


def _cut(rows: Iterable[Row]) -> Iterator[Row]:
    for row in rows:
        if len(row[3]) > LONGEST:
            row = (*row[:3], row[3][:LONGEST])
        yield row
