"""Write rows as CSV that is safe to open in a spreadsheet program."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from goodoffices.formats.guard import guarded

CHUNK = 65_536
BOM = b"\xef\xbb\xbf"


def write(
    rows: Iterable[Mapping[str, Any]],
    columns: Sequence[str],
    *,
    labels: Mapping[str, str] | None = None,
    bom: bool = False,
) -> Iterator[bytes]:
    """Yield a CSV file (UTF-8, comma, CRLF) in pieces of about 64 KB.

    ``labels`` are header words by column, else the column names stand there. Text that a
    spreadsheet would run is guarded (see `guard`). ``bom`` adds the mark that Excel needs to show
    Arabic and Hebrew. What is missing or None is an empty cell.
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    if bom:
        yield BOM
    names = [(labels or {}).get(name, name) for name in columns]
    writer.writerow([guarded(name) for name in names])
    for row in rows:
        writer.writerow([cell(row.get(name)) for name in columns])
        if buffer.tell() > CHUNK:
            yield _emptied(buffer)
    yield _emptied(buffer)


def cell(value: Any) -> str | int | float:
    """Return a value as a CSV cell: numbers as numbers, dates in ISO form, lists joined by "; "."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return value if value == value else ""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, list | tuple | set | frozenset):
        return guarded("; ".join(str(item) for item in value))
    return guarded(str(value).replace("\0", "\ufffd"))


def _emptied(buffer: io.StringIO) -> bytes:
    content = buffer.getvalue().encode("utf-8", "replace")
    buffer.seek(0)
    buffer.truncate()
    return content
