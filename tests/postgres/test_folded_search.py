"""The same queries over the same texts find the same rows on PostgreSQL as on SQLite."""

from __future__ import annotations

import pytest
from django.db import connection

from goodoffices.methods.text import index_text, query, tsquery
from tests.methods.text.test_search import ASKED, HOSTILE, TEXTS

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]


def find(typed: str) -> set[int]:
    expression = tsquery(query(typed))
    if expression is None:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM folded WHERE words @@ to_tsquery('simple', %s)", [expression]
        )
        return {row[0] for row in cursor.fetchall()}


@pytest.fixture
def _folded() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL; run by make postgres")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE folded (id int, words tsvector) ON COMMIT DROP")
        cursor.executemany(
            "INSERT INTO folded VALUES (%s, to_tsvector('simple', %s))",
            [(key, index_text(text)) for key, text in TEXTS.items()],
        )


@pytest.mark.usefixtures("_folded")
def test_every_query_finds_what_sqlite_finds() -> None:
    assert {typed: find(typed) for typed, _ in ASKED} == dict(ASKED)


@pytest.mark.usefixtures("_folded")
def test_syntax_in_the_box_is_harmless() -> None:
    for typed in HOSTILE:
        assert find(typed) <= set(TEXTS)
