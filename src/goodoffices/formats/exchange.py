"""The files partners exchange: columns with their kinds and HXL tags, writers, the metadata.

The format has a version. A version never changes its meaning: what is new in it gets the next
number and a schema of its own, beside the old one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import chain, islice
from typing import Any

from goodoffices.formats import csv_out, geojson_out

VERSION = 1
SCHEMA = f"exchange-{VERSION}.schema.json"
CHUNK = 65_536
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/x-ndjson",
    "geojson": "application/geo+json",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what it holds (text, integer, number, boolean, date, list) and its HXL tag."""

    kind: str
    tag: str
    about: str


COLUMNS: dict[str, Column] = {
    "id": Column(
        "text", "#meta+id", "The record's id for this partner; other partners have other ids."
    ),
    "date_from": Column("date", "#date+start", "First day of the period in which it happened."),
    "date_to": Column("date", "#date+end", "Last day of that period."),
    "place": Column("text", "#loc+name", "The place, or a larger one around it."),
    "place_kind": Column("text", "#loc+type", "country, region, district, town or village."),
    "latitude": Column("number", "#geo+lat", "Middle of the cell it lies in, degrees WGS 84."),
    "longitude": Column("number", "#geo+lon", "Middle of the cell it lies in, degrees WGS 84."),
    "radius_m": Column(
        "integer", "#geo+radius", "How far from that middle it may have happened, in metres."
    ),
    "event_type": Column("text", "#event+type", "Code of the codebook's event types."),
    "killed_low": Column("integer", "#affected+killed+min", "At least so many people killed."),
    "killed_best": Column("integer", "#affected+killed", "Best figure of people killed."),
    "killed_high": Column("integer", "#affected+killed+max", "At most so many people killed."),
    "killed_few": Column(
        "boolean",
        "#affected+killed+withheld",
        "true: the figures are held back, because one is below the least number.",
    ),
    "state": Column("text", "#status+event", "How far it was checked that it happened."),
    "harm_state": Column("text", "#status+harm", "How far it was checked who came to harm."),
    "attribution_state": Column(
        "text", "#status+attribution", "How far it was checked who did it."
    ),
    "parties": Column("list", "#org+name", "Parties, each as name (role)."),
    "changed": Column("date", "#date+updated", "First day of the period of the last change."),
}
"""Every column there can be, in the order in which they stand."""

Row = Mapping[str, Any]


@lru_cache(maxsize=1)
def schema_text() -> str:
    """Return the JSON Schema of one record of this version."""
    return (files("goodoffices.formats") / "schemas" / SCHEMA).read_text(encoding="utf-8")


def write(
    form: str,
    rows: Iterable[Row],
    columns: Sequence[str],
    *,
    bom: bool = False,
    hxl: bool = False,
    facts: Mapping[str, Any] | None = None,
) -> Iterator[bytes]:
    """Yield a file in pieces: ``csv``, ``jsonl`` or ``geojson``; no column but those given.

    The bytes depend on nothing but what is given. ``hxl`` adds the row of tags under the header
    and ``bom`` the mark that spreadsheet programs look for, both to CSV only.
    """
    if form == "csv":
        tags = [{name: COLUMNS[name].tag for name in columns}] if hxl else []
        return csv_out.write(chain(tags, rows), columns, bom=bom)
    if form == "jsonl":
        return _lines(rows, columns)
    plain = [name for name in columns if name not in ("id", "latitude", "longitude")]
    told = {"version": VERSION, **(facts or {})}
    shown = ({name: row.get(name) for name in columns} for row in rows)
    return geojson_out.write(shown, plain, identifier="id", facts=told)


def _lines(rows: Iterable[Row], columns: Sequence[str]) -> Iterator[bytes]:
    buffer: list[str] = []
    size = 0
    for row in rows:
        told = {name: plain(row.get(name)) for name in columns}
        line = json.dumps(told, ensure_ascii=False, allow_nan=False) + "\n"
        buffer.append(line)
        size += len(line)
        if size > CHUNK:
            yield "".join(buffer).encode("utf-8", "replace")
            buffer, size = [], 0
    yield "".join(buffer).encode("utf-8", "replace")


def plain(value: Any) -> Any:
    """Return a value as JSON knows it: dates in ISO form."""
    return value.isoformat() if hasattr(value, "isoformat") else value


def first_rows(form: str, content: bytes, most: int) -> tuple[list[str], list[list[str]]]:
    """Read the first rows back from a file's own bytes: column names, and rows as text.

    For a page that shows what will leave: it shows the bytes, not what they were made from.
    """
    text = content.decode("utf-8-sig")
    if form == "csv":
        import csv
        import io

        found = list(islice(csv.reader(io.StringIO(text, newline="")), most + 1))
        return (found[0], found[1:]) if found else ([], [])
    records = [_record(line, form) for line in islice(_record_lines(form, text), most)]
    names = list(dict.fromkeys(name for one in records for name in one))
    return names, [[_shown(one.get(name)) for name in names] for one in records]


def _record_lines(form: str, text: str) -> Iterator[str]:
    lines = (line for line in text.split("\n") if line)
    return (
        (line for line in lines if line.startswith('{"type":"Feature"'))
        if (form == "geojson")
        else lines
    )


def _record(line: str, form: str) -> dict[str, Any]:
    read = json.loads(line.rstrip(","))
    if form != "geojson":
        return dict(read)
    point = (read["geometry"] or {}).get("coordinates")
    return {"id": read.get("id"), "coordinates": point, **read["properties"]}


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return "; ".join(str(one) for one in value)
    return str(value).lower() if isinstance(value, bool) else str(value)
