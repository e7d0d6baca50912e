"""What can be searched, and which way the words are kept on the database in use."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.db import connection
from django.db.backends.utils import CursorWrapper

from goodoffices.core.access import named_ids
from goodoffices.core.models import Membership
from goodoffices.methods.text import Query

KINDS = {
    "incident": "monitor.incident",
    "report": "monitor.report",
    "place": "core.place",
    "party": "core.party",
    "submission": "field.submission",
    "evidence": "core.evidence",
    "person": "rights.person",
    "group": "rights.group",
    "case": "rights.case",
    "act": "rights.act",
}
"""Each kind that is searched, with the name under which `NamedAccess` knows it."""

LONGEST = 250_000
"""Characters of folded text kept per record; what stands behind them is not searched."""

Row = tuple[int, int, int, str]
Statement = tuple[str, list[Any]]


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose eyes a search looks through: a programme, a clearance, records that name them."""

    programme: int
    clearance: int
    named: tuple[int, ...] = ()

    @classmethod
    def of(cls, member: Membership, kind: str) -> Scope:
        """Return what a member may see of one kind."""
        named = tuple(named_ids(member, KINDS[kind]))
        return cls(member.programme_id, member.clearance, named)


class Dialect(Protocol):
    """How one database keeps and finds words. ``table`` is always one of ours."""

    def write(self, cursor: CursorWrapper, table: str, rows: Iterable[Row]) -> None:
        """Add rows, replacing those whose id is there."""

    def rescope(
        self, cursor: CursorWrapper, table: str, rows: Iterable[tuple[int, int, int]]
    ) -> None:
        """Change programme and mark of rows that are there."""

    def remove(self, cursor: CursorWrapper, table: str, ids: Sequence[int]) -> None:
        """Take rows out."""

    def find(self, table: str, asked: Query, scope: Scope) -> Statement:
        """Return the query for the ids in scope that match."""

    def ranked(self, table: str, asked: Query, scope: Scope, limit: int) -> Statement:
        """Return the query for the best matching ids, best first."""

    def among(self, table: str, asked: Query, ids: Sequence[int]) -> Statement:
        """Return the query for those of the ids that match."""

    def estimate(
        self, cursor: CursorWrapper, table: str, asked: Query, scope: Scope, at_most: int
    ) -> int:
        """Return about how many match; never much slower than finding ``at_most`` of them."""


def table_of(kind: str) -> str:
    """Return the table of a kind; raises KeyError for a kind nobody declared."""
    if kind not in KINDS:
        raise KeyError(f"{kind} is not searched: {', '.join(KINDS)} are")
    return f"search_{kind}"


def dialect() -> Dialect:
    """Return the dialect of the database in use."""
    from goodoffices.core.search import postgresql, sqlite

    return postgresql.DIALECT if connection.vendor == "postgresql" else sqlite.DIALECT
