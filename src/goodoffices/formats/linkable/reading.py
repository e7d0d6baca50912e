"""Read tables whose rows may tell of the same events, as Arrow columns for `methods.linkage`.

Taken are UCDP GED, ACLED, and any CSV, XLSX or Parquet table whose columns go by names of
`naming.ROLES`. Nothing is refused row by row: what cannot be read is not known.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from goodoffices.codebook.errors import InvalidInput
from goodoffices.formats.linkable import naming
from goodoffices.formats.linkable.values import day_of, listed, month_of, number, numbers, texts
from goodoffices.formats.tables import open_table

if TYPE_CHECKING:
    import pyarrow as pa

DOUBT_DAYS = {"date_prec": {2: 3, 3: 3}, "time_precision": {2: 3}}
"""How many days either way a precision adds where a table gives one day only."""

VAGUE = {"date_prec": {4: "month", 5: "year"}, "time_precision": {3: "month"}}
TOLLS = tuple(f"{what}_{end}" for what in ("killed", "injured") for end in ("low", "best", "high"))


def read(file: Path) -> pa.Table:
    """Return a file's rows with the columns of a linkage `Record`, and ``truth`` where it has one.

    Raises `InvalidInput` where the file is no table or has no columns to go by.
    """
    import pyarrow as pa

    raw = _columns(file)
    roles = naming.roles(raw.column_names)
    for needed in naming.NEEDED:
        if not any(role in roles for role in needed):
            names = sorted({name for role in needed for name in naming.ROLES[role]})
            raise InvalidInput(
                f"{file.name} has no column to go by: one of {', '.join(names)} is needed."
            )
    made: dict[str, Any] = {"id": texts(raw[roles["id"]]), "source": _source(raw, roles, file)}
    made |= _days(raw, roles) | _place(raw, roles)
    made["event_type"] = _mapped(raw, roles.get("type"), naming.kind_of)
    made["parties"] = _parties(raw)
    made |= {name: numbers(raw[roles[name]]) for name in TOLLS if name in roles}
    made |= {name: texts(raw[roles[name]]) for name in ("text", "language") if name in roles}
    made |= {name: listed(raw[roles[name]]) for name in ("links", "files") if name in roles}
    if "images" in roles:
        made["images"] = _images(raw[roles["images"]])
    if "truth" in roles:
        made["truth"] = texts(raw[roles["truth"]])
    return pa.table(made)


def _columns(file: Path) -> pa.Table:
    """Return the columns anything is read from; a Parquet file keeps its types."""
    import pyarrow as pa

    opened = open_table(file)
    wanted = {*naming.roles(opened.columns).values(), *naming.party_columns(opened.columns)}
    names = [name for name in opened.columns if name in wanted]
    if opened.kind == "parquet":
        return _parquet(file)
    at = [opened.columns.index(name) for name in names]
    rows = [[cells[one] for one in at] for _line, cells, problem in opened.rows() if not problem]
    columns = zip(*rows, strict=True) if rows else [[] for _ in names]
    return pa.table(dict(zip(names, map(pa.array, columns), strict=True)))


def _parquet(file: Path) -> pa.Table:
    import pyarrow.parquet as pq

    names = pq.read_schema(file).names
    wanted = {*naming.roles(names).values(), *naming.party_columns(names)}
    return pq.read_table(file, columns=[name for name in names if name in wanted])


def _source(raw: pa.Table, roles: dict[str, str], file: Path) -> pa.Array:
    import pyarrow as pa

    publisher = naming.publisher(raw.column_names)
    if publisher or "source" not in roles:
        return pa.array([publisher or file.stem] * raw.num_rows, pa.string())
    return texts(raw[roles["source"]])


def _days(raw: pa.Table, roles: dict[str, str]) -> dict[str, Any]:
    """Return the first and last day meant, as ordinals."""
    import numpy as np
    import pyarrow as pa

    if "first" not in roles:
        return {}
    first = day_of(raw[roles["first"]])
    last = day_of(raw[roles["last"]]) if "last" in roles else first
    known, ended = ~np.isnan(first), ~np.isnan(last)
    last = np.where(ended & (last >= first), last, first)
    if "last" not in roles:
        for role in DOUBT_DAYS:
            if role in roles:
                first, last = _doubtful(first, last, numbers(raw[roles[role]]), role)
    return {
        "first_day": pa.array(np.where(known, first, 0).astype(np.int32), mask=~known),
        "last_day": pa.array(np.where(known, last, 0).astype(np.int32), mask=~known),
    }


def _doubtful(first: Any, last: Any, precision: Any, role: str) -> tuple[Any, Any]:
    """Widen days by how exact the table says they are."""
    import numpy as np

    code = precision.to_numpy(zero_copy_only=False)
    for value, days in DOUBT_DAYS[role].items():
        first = np.where(code == value, first - days, first)
        last = np.where(code == value, last + days, last)
    for value, unit in VAGUE[role].items():
        at = np.flatnonzero((code == value) & ~np.isnan(first))
        for one in at.tolist():
            first[one], last[one] = month_of(int(first[one]), whole_year=unit == "year")
    return first, last


def _place(raw: pa.Table, roles: dict[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {
        name: numbers(raw[roles[name]]) for name in ("latitude", "longitude") if name in roles
    }
    if "radius_m" in roles:
        found["radius_m"] = numbers(raw[roles["radius_m"]])
    for role, publisher in (("where_prec", "ucdp"), ("geo_precision", "acled")):
        if role in roles and "radius_m" not in found:
            found["radius_m"] = _mapped(raw, roles[role], _radius(f"{publisher}.{role}"))
    return found


def _radius(code_list: str) -> Callable[[str], float | None]:
    from goodoffices import codebook

    book = codebook.load()

    def metres(code: str) -> float | None:
        whole = number(code)
        plain = code if whole is None else str(int(whole))
        found = book.from_code("place_precision", code_list, plain)
        radius = book["place_precision"][found].extra["radius_m"] if found else None
        return float(radius) if isinstance(radius, int) else None

    return metres


def _mapped(raw: pa.Table, column: str | None, of: Callable[[str], Any]) -> pa.Array:
    """Return a column through a function of its texts, asked once for each different one."""
    import pyarrow as pa

    if column is None:
        return pa.nulls(raw.num_rows, pa.string())
    coded = texts(raw[column]).fill_null("").dictionary_encode()
    known = pa.array([of(one) for one in coded.dictionary.to_pylist()])
    return known.take(coded.indices)


def _parties(raw: pa.Table) -> pa.Array:
    import pyarrow as pa

    columns = naming.party_columns(raw.column_names)
    if not columns:
        return pa.array([[]] * raw.num_rows, pa.list_(pa.string()))
    if columns == ["parties"]:
        return listed(raw["parties"], ";")
    sides = [texts(raw[column]).fill_null("").to_pylist() for column in columns]
    named = [[name for name in row if name] for row in zip(*sides, strict=True)]
    return pa.array(named, pa.list_(pa.string()))


def _images(column: Any) -> pa.Array:
    """Return perceptual hashes written in hexadecimal (or whole numbers) as numbers."""
    import pyarrow as pa

    if pa.types.is_list(column.type) and pa.types.is_integer(column.type.value_type):
        return column.combine_chunks().cast(pa.list_(pa.uint64()))
    rows = listed(column).to_pylist()
    return pa.array([[_hash(one) for one in row if _hash(one) is not None] for row in rows])


def _hash(text: str) -> int | None:
    try:
        return int(text, 16) if len(text) == 16 else None
    except ValueError:
        return None
