"""What leaves the house: CSV, XLSX, GeoJSON, snapshots."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime, timedelta, timezone

import openpyxl
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goodoffices.codebook.errors import InvalidInput
from goodoffices.formats import csv_out, geojson_out, snapshot, xlsx_out
from goodoffices.formats.guard import guarded, unguarded
from goodoffices.formats.tables import open_table

RISKY = "=+-@\t\r\n|%＝＋－＠"
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40)
SIGNS = st.text(st.sampled_from("='+-@\t\r 1a|%＝"), max_size=8)


def made(rows, columns, **options) -> bytes:
    return b"".join(csv_out.write(rows, columns, **options))


def parsed(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


# Formulas -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        '=HYPERLINK("http://example.org","x")',
        "=1+1",
        "+1+1",
        "-1+1",
        "-2024-03",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "  =1",
        "'=1",
        "＝1+1",
        "+972 2 000 0000",
        "|calc",
    ],
)
def test_what_a_spreadsheet_would_run_is_guarded(text):
    ((cell,),) = parsed(made([{"a": text}], ["a"]))[1:]
    assert cell.startswith("'")
    assert unguarded(cell) == text


@pytest.mark.parametrize("value", ["-5", "-12.25", -5, -12.25, "5", 0, "a=b", "'tis", "x-y"])
def test_what_is_harmless_stays_as_it_is(value):
    assert parsed(made([{"a": value}], ["a"]))[1] == [str(value)]


@given(TEXT | SIGNS)
def test_the_guard_comes_off_again(text):
    assert unguarded(guarded(text)) == text


@given(TEXT | SIGNS)
def test_nothing_risky_stands_first(text):
    first = guarded(text).lstrip(" ")[:1]
    number = guarded(text).startswith("-") and guarded(text).removeprefix("-").replace(".", "", 1)
    assert first not in tuple(RISKY) or (number and number.isdecimal())


def test_headers_are_guarded_too():
    assert parsed(made([], ["a"], labels={"a": "=1"})) == [["'=1"]]


# CSV ------------------------------------------------------------------------------------------


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.tuples(TEXT | SIGNS, TEXT, st.integers()), min_size=1, max_size=5), st.booleans()
)
def test_csv_reads_back_as_it_was(cells, bom):
    rows = [{"id": f"k{n}", "a": a, "b": b, "c": c} for n, (a, b, c) in enumerate(cells)]
    content = made(rows, ["id", "a", "b", "c"], bom=bom)
    assert content.startswith(b"\xef\xbb\xbf") is bom
    table = open_table(io.BytesIO(content), delimiter=",")
    back = [cells for _, cells, problem in table.rows() if problem is None]
    assert [[unguarded(cell) for cell in cells] for cells in back] == [
        [row["id"], row["a"], row["b"], str(row["c"])] for row in rows
    ]


def test_csv_cells():
    moment = datetime(2024, 3, 5, 9, 30, tzinfo=UTC)
    values = [
        None,
        True,
        1.5,
        float("nan"),
        date(2024, 3, 5),
        moment,
        ["=a", "b"],
        "n\0ul",
        "\ud800",
    ]
    row = {str(number): value for number, value in enumerate(values)}
    assert parsed(made([row], list(row)))[1] == [
        *("", "true", "1.5", "", "2024-03-05", "2024-03-05T09:30:00+00:00", "'=a; b"),
        *("n\ufffdul", "?"),
    ]


def test_csv_streams():
    drawn = 0

    def rows():
        nonlocal drawn
        for number in range(100_000):
            drawn += 1
            yield {"a": number}

    next(csv_out.write(rows(), ["a"]))
    assert drawn < 20_000


# XLSX -----------------------------------------------------------------------------------------


def test_xlsx_text_is_text(tmp_path):
    target = io.BytesIO()
    moment = datetime(2024, 3, 5, 9, 30, tzinfo=timezone(timedelta(hours=2)))
    row = {"a": "=1+1", "b": -5, "c": "-5", "d": date(2024, 3, 5), "e": moment, "f": "b\x07l"}
    row |= {"g": float("inf"), "h": ["x", "y"], "i": "z" * 40_000}
    count = xlsx_out.write([row], list(row), target, labels={"a": "=A"}, right_to_left=True)
    assert count == 1
    sheet = openpyxl.load_workbook(target).active
    assert [cell.value for cell in sheet[1]][:2] == ["=A", "b"]
    assert {cell.data_type for cell in sheet[1]} == {"s"}
    a, b, c, d, e, f, g, h, i = sheet[2]
    assert (a.value, a.data_type) == ("=1+1", "s")
    assert (b.value, c.value, c.data_type) == (-5, "-5", "s")
    assert (d.value.date(), e.value) == (
        date(2024, 3, 5),
        moment.astimezone(UTC).replace(tzinfo=None),
    )
    assert (f.value, g.value, h.value, len(i.value)) == ("b\ufffdl", None, "x; y", 32_767)
    assert sheet.sheet_view.rightToLeft


def test_a_sheet_has_an_end(monkeypatch):
    monkeypatch.setattr(xlsx_out, "ROWS", 3)
    with pytest.raises(InvalidInput, match="at most 3 rows"):
        xlsx_out.write([{"a": 1}] * 4, ["a"], io.BytesIO())


# GeoJSON --------------------------------------------------------------------------------------


def test_geojson_points():
    rows = [
        {"code": "a", "latitude": 12.3456789, "longitude": 40.0, "name": "تل", "n": float("nan")},
        {"code": "b", "latitude": None, "longitude": None, "day": date(2024, 3, 5), "l": ["x"]},
    ]
    columns = ["name", "n", "day", "l"]
    pieces = geojson_out.write(rows, columns, identifier="code", facts={"programme": "Ardenia"})
    data = json.loads(b"".join(pieces))
    assert (data["type"], data["programme"]) == ("FeatureCollection", "Ardenia")
    first, second = data["features"]
    assert first["id"] == "a"
    assert first["geometry"] == {"type": "Point", "coordinates": [40.0, 12.345679]}
    assert first["properties"] == {"name": "تل", "n": None, "day": None, "l": None}
    assert second["geometry"] is None
    assert second["properties"]["day"] == "2024-03-05"


def test_geojson_of_nothing_is_whole():
    assert json.loads(b"".join(geojson_out.write([], ["a"])))["features"] == []


@given(st.lists(st.dictionaries(st.sampled_from("abc"), TEXT | st.floats() | st.integers())))
def test_geojson_is_always_json(rows):
    data = json.loads(b"".join(geojson_out.write(rows, ["a", "b", "c"])))
    assert len(data["features"]) == len(rows)


# Snapshots ------------------------------------------------------------------------------------

COLUMNS = [("code", "text"), ("n", "integer"), ("share", "number"), ("day", "date")]
MADE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
FACTS = {"name": "Incidents", "programme": "Ardenia", "made_at": MADE, "code_version": "0.1.0"}


def rows(count=40_000):
    for number in range(count):
        yield {"code": f"k{number}", "n": number, "share": number / 7, "day": date(2024, 3, 5)}


def test_a_snapshot_is_whole_dated_and_repeatable(tmp_path):
    (tmp_path / "b").mkdir()
    first = snapshot.write(rows(), COLUMNS, tmp_path, **FACTS)
    second = snapshot.write(rows(), COLUMNS, tmp_path / "b", **FACTS)
    assert first.path.name == "incidents-20261123T090000Z.parquet"
    assert first.rows == 40_000
    assert first.digest == second.digest == snapshot.digest_of(first.path)
    file = pq.ParquetFile(first.path)
    assert file.metadata.num_row_groups == 2, "rows are written as they come"
    assert file.read().slice(39_999).to_pylist()[0]["code"] == "k39999"
    assert snapshot.facts_of(first.path) == {
        "programme": "Ardenia",
        "made_at": "2026-11-23T09:00:00+00:00",
        "code_version": "0.1.0",
    }
    other = snapshot.write(rows(39_999), COLUMNS, tmp_path / "b", **FACTS)
    assert other.digest != first.digest


def test_a_snapshot_that_fails_leaves_nothing(tmp_path):
    bad = [{"code": "a", "n": 1}, {"code": "b", "n": "many"}]
    with pytest.raises(InvalidInput, match="column n"):
        snapshot.write(bad, COLUMNS, tmp_path, **FACTS)
    with pytest.raises(InvalidInput, match="column kind"):
        snapshot.write([], [("a", "colour")], tmp_path, **FACTS)
    with pytest.raises(InvalidInput, match="time zone"):
        snapshot.write([], COLUMNS, tmp_path, **FACTS | {"made_at": MADE.replace(tzinfo=None)})
    assert list(tmp_path.iterdir()) == []
