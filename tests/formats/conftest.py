"""Small invented tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from goodoffices.formats import ucdp

EVENT: dict[str, Any] = {
    "id": "1",
    "type_of_violence": "1",
    "side_a": "Government of Ardenia",
    "side_a_new_id": "10",
    "side_b": "River Front",
    "side_b_new_id": "20",
    "where_prec": "1",
    "where_coordinates": "Tal Marin",
    "adm_1": "North",
    "adm_2": "Lakes",
    "country": "Ardenia",
    "latitude": "12.5",
    "longitude": "40.25",
    "date_prec": "1",
    "date_start": "2024-03-05",
    "date_end": "2024-03-05",
    "deaths_a": "1",
    "deaths_b": "2",
    "deaths_civilians": "0",
    "deaths_unknown": "0",
    "best": "3",
    "low": "2",
    "high": "5",
}
"""One UCDP event of an invented country."""


def csv_text(columns, rows, delimiter=",") -> str:
    """Write plain cells as delimited text (quoted where needed)."""
    import csv
    import io

    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([[row.get(name, "") for name in columns] for row in rows])
    return buffer.getvalue()


def ged_text(*changes: dict[str, Any], columns=ucdp.COLUMNS) -> str:
    """Write UCDP events that differ from `EVENT`, ids counting from 1."""
    rows = [EVENT | {"id": str(number)} | change for number, change in enumerate(changes, 1)]
    return csv_text(columns, rows)


@pytest.fixture
def put(tmp_path: Path):
    """Return a function that puts content into a file and returns its path."""

    def put(content: str | bytes, name: str = "table.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return put
