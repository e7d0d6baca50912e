"""Words in SQLite: one FTS5 table per kind; ``scope`` holds ``p<programme>t<mark>``.

The scope is a word like any other, so that the full-text index itself leaves out what a member
may not see (measured: 800,000 hits of a million counted in 41 ms).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.backends.utils import CursorWrapper

from goodoffices.core.search.kinds import Row, Scope, Statement
from goodoffices.methods.text import Query, fts5

# ruff: noqa: S608 - every table name is one of `kinds.KINDS`; what people type is a parameter


class Sqlite:
    """FTS5. Tokens arrive folded; the tokenizer only cuts at spaces."""

    def write(self, cursor: CursorWrapper, table: str, rows: Iterable[Row]) -> None:
        """Add rows, replacing those whose id is there."""
        filed: Any = ((pk, _scope(programme, tlp), text) for pk, programme, tlp, text in rows)
        cursor.executemany(
            f"INSERT OR REPLACE INTO {table} (rowid, scope, tokens) VALUES (%s, %s, %s)", filed
        )

    def rescope(
        self, cursor: CursorWrapper, table: str, rows: Iterable[tuple[int, int, int]]
    ) -> None:
        """Change programme and mark of rows that are there."""
        marks: Any = ((_scope(programme, tlp), pk) for pk, programme, tlp in rows)
        cursor.executemany(f"UPDATE {table} SET scope = %s WHERE rowid = %s", marks)

    def remove(self, cursor: CursorWrapper, table: str, ids: Sequence[int]) -> None:
        """Take rows out."""
        cursor.executemany(f"DELETE FROM {table} WHERE rowid = %s", [(pk,) for pk in ids])

    def find(self, table: str, asked: Query, scope: Scope) -> Statement:
        """Return the query for the ids in scope that match."""
        sql = f"SELECT rowid AS id FROM {table} WHERE {table} MATCH %s"
        params: list[Any] = [_expression(asked, scope)]
        if scope.named:
            marks = ", ".join(["%s"] * len(scope.named))
            sql += f" UNION SELECT rowid FROM {table} WHERE {table} MATCH %s AND rowid IN ({marks})"
            params += [_words(asked), *scope.named]
        return sql, params

    def ranked(self, table: str, asked: Query, scope: Scope, limit: int) -> Statement:
        """Return the query for the best matching ids (BM25), best first."""
        sql = f"SELECT rowid FROM {table} WHERE {table} MATCH %s ORDER BY rank, rowid LIMIT %s"
        if scope.named:
            found, params = self.find(table, asked, scope)
            sql = (
                f"SELECT rowid FROM {table} WHERE {table} MATCH %s AND rowid IN ({found})"
                " ORDER BY rank, rowid LIMIT %s"
            )
            return sql, [_words(asked), *params, limit]
        return sql, [_expression(asked, scope), limit]

    def among(self, table: str, asked: Query, ids: Sequence[int]) -> Statement:
        """Return the query for those of the ids that match."""
        marks = ", ".join(["%s"] * len(ids))
        sql = f"SELECT rowid FROM {table} WHERE {table} MATCH %s AND rowid IN ({marks})"
        return sql, [_words(asked), *ids]

    def estimate(
        self, cursor: CursorWrapper, table: str, asked: Query, scope: Scope, at_most: int
    ) -> int:
        """Count the matches, stopping at ``at_most``."""
        found, params = self.find(table, asked, scope)
        cursor.execute(
            f"SELECT count(*) FROM (SELECT 1 FROM ({found}) LIMIT %s)", [*params, at_most]
        )
        return int(cursor.fetchone()[0])


def _scope(programme: int, tlp: int) -> str:
    return f"p{programme:d}t{tlp:d}"


def _words(asked: Query) -> str:
    expression = fts5(asked, "tokens")
    assert expression is not None, "callers answer queries that only exclude themselves"
    return expression


def _expression(asked: Query, scope: Scope) -> str:
    marks = " OR ".join(_scope(scope.programme, tlp) for tlp in range(scope.clearance + 1))
    return f"(scope : ({marks})) AND ({_words(asked)})"


DIALECT = Sqlite()
