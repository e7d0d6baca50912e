"""Each format, read by programs that are not ours."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from goodoffices.formats import exchange
from goodoffices.formats.exchange import COLUMNS

ROWS: list[dict[str, Any]] = [
    {
        "id": "0123456789abcdefghjkmnpqrs",
        "date_from": date(2026, 3, 1),
        "date_to": date(2026, 3, 31),
        "place": "حي الزيتون, «north»\n2nd line",
        "place_kind": "district",
        "latitude": 11.45,
        "longitude": 31.25,
        "radius_m": 17678,
        "event_type": "remote_shelling",
        "killed_low": 5,
        "killed_best": 7,
        "killed_high": None,
        "killed_few": False,
        "state": "verified",
        "harm_state": "verified",
        "attribution_state": "unverified",
        "parties": ["Northern Front (side_a)", "Council (side_b)"],
        "changed": date(2026, 3, 1),
    },
    {
        **dict.fromkeys(COLUMNS),
        "id": "zyxwvtsrqpnmkjhgfedcba9876",
        "killed_few": True,
        "parties": [],
    },
]


def written(form: str, **more: Any) -> bytes:
    return b"".join(exchange.write(form, ROWS, list(COLUMNS), **more))


def test_csv_by_the_csv_module_with_and_without_mark_and_tags() -> None:
    plain = written("csv").decode()
    told = list(csv.DictReader(io.StringIO(plain, newline="")))
    assert told[0]["place"] == ROWS[0]["place"]
    assert told[0]["parties"] == "Northern Front (side_a); Council (side_b)"
    assert (told[0]["killed_high"], told[1]["killed_few"]) == ("", "true")
    marked = written("csv", bom=True, hxl=True)
    assert marked.startswith(b"\xef\xbb\xbfid,")
    tags = list(csv.reader(io.StringIO(marked.decode("utf-8-sig"), newline="")))[1]
    assert tags == [one.tag for one in COLUMNS.values()]


def test_csv_and_json_lines_by_duckdb_and_arrow(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    arrow = pytest.importorskip("pyarrow.json")
    table, lines = tmp_path / "a.csv", tmp_path / "a.jsonl"
    table.write_bytes(written("csv", bom=True))
    lines.write_bytes(written("jsonl"))
    asked = "SELECT id, place, killed_best, date_from FROM '{}' ORDER BY id"
    for path in (table, lines):
        found = duckdb.sql(asked.format(path)).fetchall()
        assert found[0] == (ROWS[0]["id"], ROWS[0]["place"], 7, date(2026, 3, 1))
        assert found[1][1:] == (None, None, None)
    read = arrow.read_json(lines)
    assert read.column_names == list(COLUMNS)
    assert read["parties"].to_pylist() == [ROWS[0]["parties"], []]


def test_json_lines_keep_to_the_schema() -> None:
    jsonschema = pytest.importorskip("jsonschema_rs")
    judge = jsonschema.Draft202012Validator(json.loads(exchange.schema_text()))
    for line in written("jsonl").decode().splitlines():
        judge.validate(json.loads(line))
    for wrong in ({}, {"id": "short"}, {"id": ROWS[0]["id"], "title": "x"}):
        assert not judge.is_valid(wrong)


def test_the_schema_has_every_column_and_no_other() -> None:
    schema = json.loads(exchange.schema_text())
    assert list(schema["properties"]) == list(COLUMNS)
    assert schema["additionalProperties"] is False
    for name, one in COLUMNS.items():
        assert schema["properties"][name]["description"] == one.about
    assert f"exchange-{exchange.VERSION}.schema.json" == exchange.SCHEMA


def test_geojson_by_the_json_module_and_shapely() -> None:
    told = json.loads(written("geojson", facts={"programme": "talmora"}))
    assert (told["type"], told["version"], told["programme"]) == ("FeatureCollection", 1, "talmora")
    first, second = told["features"]
    assert first["id"] == ROWS[0]["id"]
    assert first["properties"]["date_from"] == "2026-03-01"
    assert second["geometry"] is None
    shapely = pytest.importorskip("shapely.geometry")
    assert shapely.shape(first["geometry"]).x == 31.25


@pytest.mark.parametrize("form", ["csv", "jsonl", "geojson"])
def test_the_first_rows_are_read_back_from_the_bytes(form: str) -> None:
    columns, rows = exchange.first_rows(form, written(form), 1)
    assert len(rows) == 1
    told = dict(zip(columns, rows[0], strict=True))
    assert (told["id"], told["killed_best"], told["killed_few"]) == (ROWS[0]["id"], "7", "false")
    assert exchange.first_rows(form, b"".join(exchange.write(form, [], ["id"])), 5)[1] == []
