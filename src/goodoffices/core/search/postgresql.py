"""Words in PostgreSQL: one table per kind with a ``tsvector`` and a GIN index."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.backends.utils import CursorWrapper

from goodoffices.core.search.kinds import Row, Scope, Statement
from goodoffices.methods.text import Query, tsquery

# ruff: noqa: S608 - every table name is one of `kinds.KINDS`; what people type is a parameter

ANALYSED = 10_000
"""From this many rows written at once the planner's statistics are renewed."""

_IN_SCOPE = "programme_id = %s AND (tlp <= %s OR id = ANY(%s))"
_MATCH = "tokens @@ to_tsquery('simple', %s)"


class PostgreSQL:
    """``tsvector`` of the configuration ``simple``: tokens arrive folded and stemmed."""

    def write(self, cursor: CursorWrapper, table: str, rows: Iterable[Row]) -> None:
        """Add rows by COPY, replacing those whose id is there."""
        incoming = f"incoming_{table}"
        cursor.execute(
            f"CREATE TEMPORARY TABLE {incoming} (n bigserial, id bigint, programme_id bigint,"
            " tlp smallint, tokens text) ON COMMIT DROP"
        )
        written = 0
        with cursor.copy(f"COPY {incoming} (id, programme_id, tlp, tokens) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
                written += 1
        cursor.execute(
            f"INSERT INTO {table} (id, programme_id, tlp, tokens)"
            " SELECT DISTINCT ON (id) id, programme_id, tlp, to_tsvector('simple', tokens)"
            f" FROM {incoming} ORDER BY id, n DESC"
            " ON CONFLICT (id) DO UPDATE SET programme_id = excluded.programme_id,"
            " tlp = excluded.tlp, tokens = excluded.tokens"
        )
        cursor.execute(f"DROP TABLE {incoming}")
        if written >= ANALYSED:
            cursor.execute(f"ANALYZE {table}")

    def rescope(
        self, cursor: CursorWrapper, table: str, rows: Iterable[tuple[int, int, int]]
    ) -> None:
        """Change programme and mark of rows that are there."""
        cursor.executemany(
            f"UPDATE {table} SET programme_id = %s, tlp = %s WHERE id = %s",
            [(programme, tlp, pk) for pk, programme, tlp in rows],
        )

    def remove(self, cursor: CursorWrapper, table: str, ids: Sequence[int]) -> None:
        """Take rows out."""
        cursor.execute(f"DELETE FROM {table} WHERE id = ANY(%s)", [list(ids)])

    def find(self, table: str, asked: Query, scope: Scope) -> Statement:
        """Return the query for the ids in scope that match."""
        sql = f"SELECT id FROM {table} WHERE {_MATCH} AND {_IN_SCOPE}"
        return sql, [tsquery(asked), *_scope(scope)]

    def ranked(self, table: str, asked: Query, scope: Scope, limit: int) -> Statement:
        """Return the query for the best matching ids, best first."""
        rank = "ts_rank(tokens, to_tsquery('simple', %s)) DESC, id"
        sql = f"SELECT id FROM {table} WHERE {_MATCH} AND {_IN_SCOPE} ORDER BY {rank} LIMIT %s"
        return sql, [tsquery(asked), *_scope(scope), tsquery(asked), limit]

    def among(self, table: str, asked: Query, ids: Sequence[int]) -> Statement:
        """Return the query for those of the ids that match."""
        return f"SELECT id FROM {table} WHERE {_MATCH} AND id = ANY(%s)", [
            tsquery(asked),
            list(ids),
        ]

    def estimate(
        self, cursor: CursorWrapper, table: str, asked: Query, scope: Scope, at_most: int
    ) -> int:
        """Return the planner's guess, made from its statistics; counted where it is small."""
        sql, params = self.find(table, asked, scope)
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
        plan: Any = cursor.fetchone()[0]
        plan = json.loads(plan) if isinstance(plan, str) else plan
        guess = int(plan[0]["Plan"]["Plan Rows"])
        if guess >= at_most:
            return at_most
        cursor.execute(f"SELECT count(*) FROM ({sql} LIMIT %s) AS found", [*params, at_most])
        return int(cursor.fetchone()[0])


def _scope(scope: Scope) -> list[Any]:
    return [scope.programme, scope.clearance, list(scope.named)]


DIALECT = PostgreSQL()
