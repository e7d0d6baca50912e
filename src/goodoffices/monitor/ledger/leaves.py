"""What a leaf holds: the columns of a stretch of incidents, read from their rows."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.db import connection

from goodoffices.methods.columns import pack, pack_floats, unpack
from goodoffices.methods.columns.packing import Packed
from goodoffices.monitor.models import Incident
from goodoffices.monitor.models.ledger import LEAF

if TYPE_CHECKING:
    from goodoffices.methods.columns.packing import Column

# ruff: noqa: S608 - every name in the SQL is ours

Leaf = dict[str, Packed]
"""The packed columns of one stretch, by name."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


@lru_cache(maxsize=4_096)
def word(text: str) -> int:
    """Return the number that stands for a short text, such as an event type, in a column.

    63 bits of its digest: that two of the few hundred words of a codebook share one is less
    likely than that the disk errs.
    """
    digest = hashlib.blake2b(text.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "little", signed=True) >> 1


def _moment(stored: Any) -> int:
    """Return microseconds since 1970 of a moment as the database hands it out (SQLite: text)."""
    at = datetime.fromisoformat(stored) if isinstance(stored, str) else stored
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return int((at - _EPOCH) // _MICROSECOND)


def _words(values: Sequence[Any]) -> Packed:
    return pack([word(value) for value in values])


def _moments(values: Sequence[Any]) -> Packed:
    return pack([_moment(value) for value in values])


COLUMNS: dict[str, Callable[[Sequence[Any]], Packed]] = {
    "id": pack,
    "tlp": pack,
    "first_day": pack,
    "last_day": pack,
    "event_type": _words,
    "state": _words,
    "place": pack,
    "sole_source": pack,
    "killed_low": pack,
    "killed_best": pack,
    "killed_high": pack,
    "latitude": pack_floats,
    "longitude": pack_floats,
    "radius_m": pack,
    "cell": pack,
    "updated_at": _moments,
}
"""The columns of the ledger, named as the fields of `Incident`, and how each becomes numbers."""


def empty(name: str) -> Column:
    """Return a column of no incident."""
    return unpack([COLUMNS[name]([])])


def read_rows(programme: int, number: int, names: Iterable[str]) -> Leaf:
    """Return columns of one stretch of incidents as their rows say now; {} where none is left."""
    wanted = list(names)
    columns = ", ".join(_column(name) for name in wanted)
    sql = (
        f"SELECT {columns} FROM {connection.ops.quote_name(Incident._meta.db_table)}"
        # The plus: these are found by their ids, not by going through the programme's.
        " WHERE id >= %s AND id < %s AND +programme_id = %s AND stands"
        " ORDER BY id"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [number * LEAF, (number + 1) * LEAF, programme])
        rows = cursor.fetchall()
    if not rows:
        return {}
    values = zip(*rows, strict=True)
    return {name: COLUMNS[name](column) for name, column in zip(wanted, values, strict=True)}


def _column(name: str) -> str:
    return connection.ops.quote_name(str(Incident._meta.get_field(name).column))  # type: ignore[union-attr]
