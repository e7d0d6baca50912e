"""The written leaves of a programme, held in memory by each process until they are written anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from django.db import connection

from goodoffices.methods.columns import Columns, unpack
from goodoffices.methods.columns.packing import Packed
from goodoffices.monitor.ledger.leaves import empty
from goodoffices.monitor.ledger.triggers import LEAVES, STATE

if TYPE_CHECKING:
    from goodoffices.methods.columns.packing import Column

# ruff: noqa: S608 - every name in the SQL is ours

MOST_BYTES = 256 * 2**20
"""What a process holds in all: 60 MB are the columns of a million incidents."""

Stretches = dict[str, dict[int, Packed]]
"""The packed stretches of each column, by their numbers."""


@dataclass(frozen=True, slots=True)
class _Held:
    token: str
    columns: Columns

    @property
    def size(self) -> int:
        return sum(column.nbytes for column in self.columns.by_name.values())


_by_programme: dict[int, _Held] = {}


def held(programme: int, names: Sequence[str]) -> tuple[Columns, set[int]]:
    """Return columns of all written leaves, and the leaves that lack one of them.

    ``id`` must be among the names. Those leaves are in none of the columns: an older version of
    the program wrote them. Columns that are not in memory, or are no longer those of the database,
    are read by one statement, so that all are of one moment.
    """
    known = _by_programme.get(programme)
    if known and known.token == _token(programme) and known.columns.by_name.keys() >= {*names}:
        return known.columns, set()
    token, stretches = _read(programme, names)
    lacking = _incomplete(stretches, names)
    columns = Columns({name: _whole(name, stretches, lacking) for name in names})
    if token and not lacking:
        _hold(programme, _Held(token, columns))
    return columns, lacking


def _token(programme: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT token FROM {STATE} WHERE programme_id = %s", [programme])
        found = cursor.fetchone()
    return str(found[0]) if found else ""


def _read(programme: int, names: Sequence[str]) -> tuple[str, Stretches]:
    marks = ", ".join(["%s"] * len(names))
    column = connection.ops.quote_name("column")
    sql = (
        f"SELECT s.token, l.{column}, l.number, l.form, l.data FROM {LEAVES} AS l"
        f" JOIN {STATE} AS s ON s.programme_id = l.programme_id"
        f" WHERE l.programme_id = %s AND l.{column} IN ({marks}) ORDER BY l.{column}, l.number"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [programme, *names])
        rows = cursor.fetchall()
    stretches = {
        name: {number: (form, bytes(data)) for _token, _name, number, form, data in found}
        for name, found in groupby(rows, key=itemgetter(1))
    }
    return (rows[0][0] if rows else ""), stretches


def _incomplete(stretches: Stretches, names: Sequence[str]) -> set[int]:
    numbers = [stretches.get(name, {}).keys() for name in names]
    everywhere = set(numbers[0]).intersection(*numbers)
    return set(numbers[0]).union(*numbers) - everywhere


def _whole(name: str, stretches: Stretches, lacking: set[int]) -> Column:
    found = stretches.get(name, {})
    parts = [packed for number, packed in found.items() if number not in lacking]
    return unpack(parts) if parts else empty(name)


def _hold(programme: int, read: _Held) -> None:
    """Keep columns, beside those of the same writing that were kept before; the oldest go."""
    before = _by_programme.pop(programme, None)
    if before and before.token == read.token:
        read = _Held(read.token, Columns({**before.columns.by_name, **read.columns.by_name}))
    _by_programme[programme] = read
    while sum(one.size for one in list(_by_programme.values())) > MOST_BYTES:
        _by_programme.pop(next(iter(_by_programme)), None)
