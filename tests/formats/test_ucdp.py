"""UCDP GED: every variant of its columns, its traps, and the real files."""

from __future__ import annotations

import csv
import gzip
import io
import json
import random
import zipfile
from collections import Counter

import pytest

from goodoffices.codebook.errors import InvalidInput
from goodoffices.formats import ucdp
from goodoffices.formats.reasons import REASONS, explain
from goodoffices.formats.values import DateClaim, PartyClaim, Rejection, ReportRow, TollClaim
from tests.formats.conftest import EVENT, csv_text, ged_text
from tests.shared_data import shared

NEWER = {"relid", "code_status", "gwnoa", "gwnob", "geom_wkt"}
OLDER = [name for name in ucdp.COLUMNS if name not in NEWER] + ["geom"]
"""Releases 17.1 to 18.1 lack some columns and name others otherwise."""


def one(path) -> ReportRow:
    (row,) = ucdp.read(path)
    assert isinstance(row, ReportRow), row
    return row


def test_an_event_becomes_claims(put):
    row = one(put(ged_text({})))
    assert (row.external_id, row.line) == ("1", 2)
    assert row.dates == (DateClaim("2024-03-05", "day", "1"),)
    (place,) = row.places
    assert place.names == ("Ardenia", "North", "Lakes", "Tal Marin")
    assert (place.latitude, place.longitude) == (12.5, 40.25)
    assert (place.precision, place.radius_m, place.source_code) == ("exact", 2000, "1")
    assert [(claim.code, claim.source_code) for claim in row.types] == [("battle_state_based", "1")]
    assert row.parties == (
        PartyClaim("Government of Ardenia", "side_a", "ucdp:10", kind="state"),
        PartyClaim("River Front", "side_b", "ucdp:20"),
    )
    assert row.tolls[0] == TollClaim("killed", "all", 2, 3, 5)
    assert [(toll.category, toll.best) for toll in row.tolls[1:]] == [
        ("side_a", 1),
        ("side_b", 2),
        ("civilians", 0),
        ("unknown", 0),
    ]
    assert json.loads(row.raw)["best"] == "3"


@pytest.mark.parametrize(
    ("change", "edtf", "precision"),
    [
        ({"date_end": "2024-03-07", "date_prec": "2"}, "2024-03-05/2024-03-07", "days"),
        ({"date_end": "2024-03-11", "date_prec": "3"}, "2024-03-05/2024-03-11", "week"),
        (
            {"date_start": "2024-02-01", "date_end": "2024-02-29", "date_prec": "4"},
            "2024-02",
            "month",
        ),
        (
            {"date_start": "2024-01-01", "date_end": "2024-12-31", "date_prec": "5"},
            "2024",
            "year",
        ),
        ({"date_start": "2024-03-05 00:00:00.000", "date_end": ""}, "2024-03-05", "day"),
        ({"date_start": "3/5/2024 12:00:00 AM", "date_end": "3/5/2024"}, "2024-03-05", "day"),
        ({"date_prec": ""}, "2024-03-05", "unstated"),
    ],
)
def test_dates_keep_their_precision(put, change, edtf, precision):
    (claim,) = one(put(ged_text(change))).dates
    assert (claim.edtf, claim.precision) == (edtf, precision)


@pytest.mark.parametrize(
    ("code", "precision", "radius"),
    [
        ("1", "exact", 2_000),
        ("2", "near", 25_000),
        ("3", "admin2", 30_000),
        ("4", "admin1", 100_000),
        ("5", "feature", 75_000),
        ("6", "country", 500_000),
        ("7", "feature", 75_000),
        ("", "unstated", None),
    ],
)
def test_places_keep_their_precision(put, code, precision, radius):
    (place,) = one(put(ged_text({"where_prec": code}))).places
    assert (place.precision, place.radius_m, place.source_code) == (precision, radius, code)


@pytest.mark.parametrize(
    ("low", "best", "high", "expected"),
    [
        ("5", "3", "3", (3, 3, 5)),
        ("1", "9", "4", (1, 4, 9)),
        ("9", "5", "1", (1, 5, 9)),
        ("", "7", "2", (None, 2, 7)),
    ],
)
def test_figures_out_of_order_are_put_in_order_and_said_so(put, low, best, high, expected):
    row = one(put(ged_text({"low": low, "best": best, "high": high})))
    toll = row.tolls[0]
    assert (toll.low, toll.best, toll.high) == expected
    assert toll.remark == "bounds_reordered"
    assert json.loads(row.raw)["best"] == best


@pytest.mark.parametrize(
    ("change", "column", "reason"),
    [
        ({"id": ""}, "id", "missing_value"),
        ({"type_of_violence": "4"}, "type_of_violence", "unknown_code"),
        ({"type_of_violence": ""}, "type_of_violence", "missing_value"),
        ({"date_prec": "6"}, "date_prec", "unknown_code"),
        ({"where_prec": "8"}, "where_prec", "unknown_code"),
        ({"date_start": "yesterday"}, "date_start", "bad_date"),
        ({"date_start": "2024-02-30"}, "date_start", "bad_date"),
        ({"date_end": "2024-03-01"}, "date_end", "dates_out_of_order"),
        ({"latitude": "95"}, "latitude", "bad_coordinate"),
        ({"longitude": "east"}, "longitude", "bad_coordinate"),
        ({"longitude": "nan"}, "longitude", "bad_coordinate"),
        ({"longitude": ""}, "longitude", "half_coordinate"),
        ({"best": "-3"}, "best", "bad_count"),
        ({"best": "2.5"}, "best", "bad_count"),
        ({"deaths_a": "many"}, "deaths_a", "bad_count"),
        ({"high": "inf"}, "high", "bad_count"),
    ],
)
def test_a_bad_row_is_refused_with_its_place_and_reason(put, change, column, reason):
    good, bad, last = ucdp.read(put(ged_text({}, change, {})))
    assert isinstance(good, ReportRow)
    assert isinstance(last, ReportRow)
    assert isinstance(bad, Rejection)
    assert (bad.line, bad.column, bad.reason) == (3, column, reason)
    assert bad.reason in REASONS
    assert "{" not in explain(bad)


def test_the_second_of_two_equal_ids_is_refused(put):
    rows = list(ucdp.read(put(ged_text({"id": "7"}, {"id": "8"}, {"id": "7"}))))
    assert [type(row) for row in rows] == [ReportRow, ReportRow, Rejection]
    assert rows[2].reason == "repeated_id"


def test_a_row_with_too_many_cells_is_refused_and_the_rest_taken(put):
    lines = ged_text({}, {}, {}).splitlines()
    lines[2] += ",surplus"
    rows = list(ucdp.read(put("\n".join(lines) + "\n")))
    assert [type(row) for row in rows] == [ReportRow, Rejection, ReportRow]
    assert rows[1].detail == {"found": "50", "expected": "49"}


def test_order_and_names_of_columns_do_not_matter(put):
    base = one(put(ged_text({})))
    shuffled = list(ucdp.COLUMNS)
    random.Random(3).shuffle(shuffled)
    assert one(put(ged_text({}, columns=shuffled))).digest == base.digest
    header, cells = ged_text({}).split("\n", 1)
    assert one(put(f"{header.upper()}\n{cells}")).digest == base.digest
    older = csv_text(OLDER, [EVENT | {"active_year": "t", "geom": ""}])
    assert one(put(older)).tolls == base.tolls
    short = {"side_a_new_id": "side_a_id", "side_b_new_id": "side_b_id", "best": "best_est"}
    renamed = [short.get(name, name) for name in ucdp.COLUMNS]
    event = {short.get(name, name): cell for name, cell in EVENT.items()}
    assert one(put(csv_text(renamed, [event]))).digest == base.digest


def test_only_content_changes_the_digest(put):
    base = one(put(ged_text({"active_year": "1"}))).digest
    same = {"best": "3.0", "active_year": "True", "latitude": "12.500", "side_b": "River Front "}
    same |= {"date_start": "2024-03-05 00:00:00.000"}
    assert one(put(ged_text(same))).digest == base
    assert one(put(ged_text({"active_year": "1", "best": "4"}))).digest != base


def test_a_candidate_file_without_header_is_read_by_position(put):
    with_header = ged_text({}, {})
    without = with_header.split("\n", 1)[1]
    path = put(without)
    assert ucdp.check(path).rows == 2
    assert "no header row" in ucdp.check(path).form
    a = [(row.external_id, row.digest) for row in ucdp.read(path)]
    assert a == [(row.external_id, row.digest) for row in ucdp.read(put(with_header))]
    assert [row.line for row in ucdp.read(put(without))] == [1, 2]


@pytest.mark.parametrize("packing", ["plain", "gz", "zip", "parquet", "object"])
def test_packed_or_not_it_is_the_same(put, packing):
    text = ged_text({}, {"where_coordinates": "تل مارين"}, {"deaths_a": ""})
    expected = [
        (row.external_id, row.digest, row.claims()) for row in map(Said, ucdp.read(put(text)))
    ]
    path = _packed(put, text, packing)
    assert ucdp.check(path).rows == 3
    assert [(r.external_id, r.digest, r.claims()) for r in map(Said, ucdp.read(path))] == expected


class Said:
    """A row with what it claims, for comparing."""

    def __init__(self, row: ReportRow) -> None:
        self.external_id, self.digest, self._row = row.external_id, row.digest, row

    def claims(self):
        row = self._row
        return row.dates, row.places, row.types, row.parties, row.tolls


def _packed(put, text, packing):
    if packing == "gz":
        return put(gzip.compress(text.encode()), "ged.csv.gz")
    if packing == "zip":
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("GEDEvent_v25_1.csv", text)
            archive.writestr("readme.txt", "read me")
            archive.writestr("__MACOSX/._GEDEvent_v25_1.csv", b"\0\1")
        return put(buffer.getvalue(), "ged.zip")
    if packing == "parquet":
        return _parquet(put, text)
    return io.BytesIO(text.encode()) if packing == "object" else put(text)


def _parquet(put, text):
    import pyarrow as pa
    import pyarrow.csv
    import pyarrow.parquet as pq

    table = pa.csv.read_csv(io.BytesIO(text.encode()))
    path = put(b"", "ged.parquet")
    pq.write_table(table, path)
    return path


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("event_id_cnty,event_date,sub_event_type,fatalities", "ACLED export"),
        ("id,date_start_old,date_start_new,best_old,best_new", "compared between two releases"),
        ("name,age,town", "name, age, town"),
        ("id,type_of_violence,date_start,best,latitude", "no column longitude"),
    ],
)
def test_a_table_of_another_kind_is_named(put, header, words):
    with pytest.raises(InvalidInput, match=words):
        ucdp.check(put(f"{header}\n1,2,3,4\n"))


# The real files ------------------------------------------------------------------------------


def test_the_extract_is_read_whole_with_its_traps():
    path = shared("ged.parquet")
    assert ucdp.check(path).rows == 176_579
    kinds: Counter[str] = Counter()
    reordered = zero = 0
    for row in ucdp.read(path):
        kinds[type(row).__name__] += 1
        toll = row.tolls[0]
        assert toll.low <= toll.best <= toll.high
        reordered += toll.remark == "bounds_reordered"
        zero += json.loads(row.raw)["best"] == "0"
    assert kinds == {"ReportRow": 176_579}, "rows equal but for their id are events of their own"
    assert reordered == 1_462
    assert zero / 176_579 == pytest.approx(0.081, abs=0.001)


def test_the_49_column_sample_is_read_whole():
    rows = list(ucdp.read(shared("ged_v23_1_sample1000_49cols.csv.gz")))
    assert all(isinstance(row, ReportRow) for row in rows)
    assert len(rows) == 1_000
    dates = Counter(row.dates[0].precision for row in rows)
    places = Counter(row.places[0].precision for row in rows)
    assert [dates[code] for code in ("day", "days", "week", "month", "year")] == [
        849,
        107,
        7,
        23,
        14,
    ]
    assert places["exact"] == 475
    assert places["near"] == 232
    assert set(places) == {"exact", "near", "admin2", "admin1", "feature", "country"}


def test_revised_events_are_seen_as_changed(put):
    """Build the old and the new release from the list of revisions, and read both."""
    with gzip.open(shared("ged_syria_revisions_v19_to_v21.csv.gz"), "rt", newline="") as handle:
        changes = list(csv.DictReader(handle))
    fields = ["date_start", "latitude", "longitude", "side_a", "side_b", "low", "best", "high"]
    releases = {}
    for age in ("old", "new"):
        rows = [
            {"id": c["id"], "type_of_violence": "1"} | {f: c[f"{f}_{age}"] for f in fields}
            for c in changes
        ]
        path = put(csv_text(["id", "type_of_violence", *fields], rows), f"{age}.csv")
        assert ucdp.check(path).rows == 985
        releases[age] = {row.external_id: row.digest for row in ucdp.read(path)}
    old, new = releases["old"], releases["new"]
    assert set(old) == set(new)
    assert len(old) == 985
    assert [event for event in old if old[event] == new[event]] == []
    again = {row.external_id: row.digest for row in ucdp.read(path)}
    assert again == new, "reading the same release again changes nothing"
