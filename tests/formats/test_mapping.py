"""Any table through a saved mapping: reading, previewing, suggesting, and our own export."""

from __future__ import annotations

import io
import json

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goodoffices.codebook.errors import InvalidInput
from goodoffices.formats import csv_out
from goodoffices.formats.mapping import (
    EXPORT_COLUMNS,
    EXPORT_MAPPING,
    ColumnMapping,
    PartyColumn,
    TollColumns,
    check,
    preview,
    read,
    suggest_mapping,
)
from goodoffices.formats.mapping.dates import read_date, read_period
from goodoffices.formats.reasons import Bad
from goodoffices.formats.values import Rejection, ReportRow

MAPPING = ColumnMapping(
    id="No.",
    date="When",
    date_order="dmy",
    places=("District", "Village"),
    country_name="Ardenia",
    latitude="N",
    longitude="E",
    type="What",
    type_values=(("Shooting", "battle_clash"), ("Closure", "movement_restriction")),
    parties=(PartyColumn("Who", "initiator"),),
    tolls=(TollColumns("killed", "all", "", "Dead", ""), TollColumns("injured", "women", "W")),
    text="Story",
    default_language="ar",
    link="Link",
)
TABLE = """\
No.;When;District;Village;N;E;What;Who;Dead;W;Story;Link
7;05/03/2024;Lakes;Tal Marin;12.5;40.25;shooting;A; 2;1;نص;see https://example.org/a?b=1 and more
8;6.3.24;Lakes;;;;Closure;A;;;;
"""


def test_a_row_is_read_through_its_mapping(put):
    path = put(TABLE)
    assert check(path, mapping=MAPPING).rows == 2
    first, second = read(path, mapping=MAPPING)
    assert isinstance(first, ReportRow)
    assert (first.external_id, first.line, first.language) == ("7", 2, "ar")
    assert (first.dates[0].edtf, first.dates[0].precision) == ("2024-03-05", "day")
    assert first.places[0].names == ("Ardenia", "Lakes", "Tal Marin")
    assert (first.places[0].latitude, first.places[0].precision) == (12.5, "unstated")
    assert (first.types[0].code, first.types[0].source_code) == ("battle_clash", "shooting")
    assert [(party.name, party.role) for party in first.parties] == [("A", "initiator")]
    assert [(t.measure, t.category, t.low, t.best) for t in first.tolls] == [
        ("killed", "all", None, 2),
        ("injured", "women", 1, None),
    ]
    assert first.links == ("https://example.org/a?b=1",)
    assert isinstance(second, ReportRow)
    assert second.dates[0].edtf == "2024-03-06"
    assert second.tolls == ()


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        (";05/03/2024;;;;;Closure;;;;x;", "No.", "missing_value"),
        ("9;03/25/2024;;;;;Closure;;;;x;", "When", "bad_date"),
        ("9;05/03/2024;;;;;Parade;;;;x;", "What", "unknown_code"),
        ("9;05/03/2024;;;91;1;Closure;;;;x;", "N", "bad_coordinate"),
        ("9;05/03/2024;;;;;Closure;;some;;x;", "Dead", "bad_count"),
        ("7;05/03/2024;;;;;Closure;;;;x;", "No.", "repeated_id"),
    ],
)
def test_a_bad_row_is_refused_with_its_place_and_reason(put, row, column, reason):
    *_, last = read(put(TABLE + row + "\n"), mapping=MAPPING)
    assert isinstance(last, Rejection)
    assert (last.line, last.column, last.reason) == (4, column, reason)


def test_without_an_id_equal_rows_are_the_same_report(put):
    mapping = ColumnMapping(text="note")
    path = put("note,x\na,1\nb,1\na,1\n")
    rows = list(read(path, mapping=mapping))
    assert [type(row) for row in rows] == [ReportRow, ReportRow, Rejection]
    again = list(read(path, mapping=mapping))
    assert rows[0].external_id == again[0].external_id != rows[1].external_id


def test_a_row_that_says_nothing_is_refused(put):
    (row,) = read(put("note,x\n,1\n"), mapping=ColumnMapping(text="note"))
    assert isinstance(row, Rejection)
    assert row.reason == "nothing_said"


def test_a_table_without_the_mapped_columns_is_refused_before_any_row(put):
    with pytest.raises(InvalidInput, match="no column When"):
        check(put("No.,Day\n1,2\n"), mapping=ColumnMapping(id="No.", date="When"))
    with pytest.raises(InvalidInput, match="no column When"):
        read(put("No.,Day\n1,2\n"), mapping=ColumnMapping(id="No.", date="When"))


# Dates ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "order", "edtf", "precision"),
    [
        ("2024-03-05", "iso", "2024-03-05", "day"),
        ("2024-03-05T10:00:00Z", "iso", "2024-03-05", "day"),
        ("2024/3/5", "ymd", "2024-03-05", "day"),
        ("05/03/2024", "dmy", "2024-03-05", "day"),
        ("05/03/2024", "mdy", "2024-05-03", "day"),
        ("5.3.24", "dmy", "2024-03-05", "day"),
        ("٠٥/٠٣/٢٠٢٤", "dmy", "2024-03-05", "day"),
        ("2024-03", "dmy", "2024-03", "month"),
        ("2024", "iso", "2024", "year"),
        ("2024-03-05~", "edtf", "2024-03-05~", "day"),
        ("2024-03-XX", "edtf", "2024-03-XX", "month"),
        ("202X", "edtf", "202X", "year"),
        ("2024-21", "edtf", "2024-21", "month"),
        ("2024-03-01/2024-03-09", "edtf", "2024-03-01/2024-03-09", "unstated"),
        ("../2024-03-09", "edtf", "../2024-03-09", "unstated"),
    ],
)
def test_dates_are_read_in_the_order_given(text, order, edtf, precision):
    assert read_date("d", text, order) == (edtf, precision)


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("05/03/2024", "iso"),
        ("31/02/2024", "dmy"),
        ("13/13/2024", "dmy"),
        ("12-30-24", "iso"),
        ("March", "dmy"),
        ("2024-13", "iso"),
        ("2024-02-30", "edtf"),
        ("2024-13", "edtf"),
        ("/", "edtf"),
        ("a/b/c", "edtf"),
        ("45321", "dmy"),
        ("1.5", "dmy"),
    ],
)
def test_what_is_not_surely_a_date_is_refused(text, order):
    with pytest.raises(Bad):
        read_date("d", text, order)


def test_a_start_and_an_end_make_an_interval():
    assert read_period("a", "1/3/2024", "b", "3/3/2024", "dmy") == ("2024-03-01/2024-03-03", "days")
    assert read_period("a", "1/3/2024", "b", "31/3/2024", "dmy") == ("2024-03", "month")
    with pytest.raises(Bad, match="dates_out_of_order"):
        read_period("a", "3/3/2024", "b", "1/3/2024", "dmy")


# Saved mappings -------------------------------------------------------------------------------


@pytest.mark.parametrize("mapping", [MAPPING, EXPORT_MAPPING, ColumnMapping(text="x")])
def test_a_mapping_is_saved_and_read_back(mapping):
    assert ColumnMapping.from_json(mapping.to_json()) == mapping


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("not json", "not JSON"),
        ("[1]", "not a set"),
        ('{"colour": "x"}', "unknown parts: colour"),
        ('{"text": "x", "date_order": "dym"}', "how dates are written"),
        ('{"text": "x", "type_values": {"a": "no_such"}}', "no_such"),
        ('{"text": "x", "parties": [{"column": "a", "role": "enemy"}]}', "enemy"),
        ('{"text": "x", "tolls": [{"measure": "souls"}]}', "souls"),
        ('{"text": "x", "tolls": [{"colour": "souls"}]}', "expected form"),
        ('{"text": "x", "latitude": "a"}', "both latitude and longitude"),
        ('{"id": "x"}', "at least the date or the text"),
        ('{"places": 3}', "expected form"),
    ],
)
def test_a_mapping_that_cannot_work_is_refused(text, word):
    with pytest.raises(InvalidInput, match=word):
        ColumnMapping.from_json(text)


# Preview and suggestion -----------------------------------------------------------------------


def test_a_preview_shows_the_text_and_what_becomes_of_it(put):
    shown = preview(put(TABLE), MAPPING, rows=1)
    assert shown.columns[:2] == ("No.", "When")
    assert (shown.delimiter, shown.encoding, len(shown.rows)) == (";", "utf-8", 1)
    assert isinstance(shown.results[0], ReportRow)
    bare = preview(put(TABLE))
    assert (len(bare.rows), bare.results) == (2, ())


def test_a_preview_of_a_workbook(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["id", "date", "note"])
    book.active.append([1, "2024-03-05", "=1+1"])
    path = tmp_path / "a.xlsx"
    book.save(path)
    shown = preview(path, ColumnMapping(id="id", date="date", text="note"))
    assert shown.kind == "xlsx"
    assert shown.results[0].dates[0].edtf == "2024-03-05"


def test_usual_headers_are_recognised():
    headers = ["Event ID", "EventDate", "End date", "Governorate", "District", "Village"]
    headers += [
        "Lat",
        "Lon",
        "Event Type",
        "Killed (min)",
        "Killed (max)",
        "Women injured",
        "Notes",
    ]
    rows = [["1", "25/03/2024", "", "", "", "", "", "", "Armed clash", "", "", "", ""]]
    found = suggest_mapping(headers, rows)
    assert (found.id, found.date, found.end_date) == ("Event ID", "EventDate", "End date")
    assert found.places == ("Governorate", "District", "Village")
    assert (found.latitude, found.longitude, found.type) == ("Lat", "Lon", "Event Type")
    assert found.type_values == (("Armed clash", "battle_clash"),)
    assert found.tolls == (
        TollColumns("killed", "all", "Killed (min)", "", "Killed (max)"),
        TollColumns("injured", "women", "", "Women injured", ""),
    )
    assert (found.text, found.date_order) == ("Notes", "dmy")
    assert ColumnMapping.from_json(found.to_json()) == found


@pytest.mark.parametrize(
    ("headers", "parts"),
    [
        (["رقم", "التاريخ", "المحافظة", "القتلى", "الوصف"], ("رقم", "التاريخ", "الوصف")),
        (["מזהה", "תאריך", "מחוז", "הרוגים", "תיאור"], ("מזהה", "תאריך", "תיאור")),
    ],
)
def test_arabic_and_hebrew_headers_are_recognised(headers, parts):
    found = suggest_mapping(headers, [])
    assert (found.id, found.date, found.text) == parts
    assert found.places == (headers[2],)
    assert found.tolls == (TollColumns("killed", "all", "", headers[3], ""),)


@pytest.mark.parametrize(
    ("dates", "order"),
    [
        (["2024-03-05"], "iso"),
        (["03/25/2024", "01/02/2024"], "mdy"),
        (["25/03/2024"], "dmy"),
        (["01/02/2024"], "dmy"),
        (["2024-03-05/2024-03-06"], "edtf"),
        ([], "iso"),
    ],
)
def test_the_order_of_dates_is_told_from_samples(dates, order):
    assert suggest_mapping(["date"], [[text] for text in dates]).date_order == order


def test_anything_gives_a_suggestion():
    assert suggest_mapping([], []) == ColumnMapping()
    assert suggest_mapping(["", "column 2"], [["x"]]).date == ""


# Our own export -------------------------------------------------------------------------------

CELL = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30).map(str.strip)
WORDS = st.sampled_from(["", "=1+1", "+a", "-b", "@c", "'=x", "''-y", "-5", "a; b", "a\nb", "\t=z"])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(CELL | WORDS, CELL | WORDS), min_size=1, max_size=4))
def test_our_own_export_reads_back(cells):
    rows = [
        {
            "code": f"k{number}",
            "date": "2024-03-01/2024-03-05",
            "date_precision": "days",
            "type": "remote_shelling",
            "country": "Ardenia",
            "place": place.strip(),
            "latitude": -12.5,
            "longitude": 40.25,
            "radius_m": 700,
            "place_precision": "near",
            "killed_low": 1,
            "killed_best": None,
            "killed_high": 4,
            "title": "t",
            "text": text.strip(),
            "language": "he",
        }
        for number, (place, text) in enumerate(cells)
    ]
    content = b"".join(csv_out.write(rows, EXPORT_COLUMNS, bom=True))
    back = list(read(io.BytesIO(content), mapping=EXPORT_MAPPING))
    for row, report in zip(rows, back, strict=True):
        assert isinstance(report, ReportRow)
        assert (report.external_id, report.text) == (row["code"], row["text"])
        assert report.dates[0].edtf == row["date"]
        assert report.dates[0].precision == "days"
        place = report.places[0]
        assert place.names == tuple(dict.fromkeys(n for n in ("Ardenia", row["place"]) if n))
        assert (place.latitude, place.radius_m, place.precision) == (-12.5, 700, "near")
        assert (report.tolls[0].low, report.tolls[0].best, report.tolls[0].high) == (1, None, 4)
        assert report.types[0].code == "remote_shelling"
        assert json.loads(report.raw).get("text", "") == row["text"]


def test_our_own_export_is_recognised():
    assert suggest_mapping(EXPORT_COLUMNS) == EXPORT_MAPPING
