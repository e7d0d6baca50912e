"""ACLED exports and deletion lists, with invented events only."""

from __future__ import annotations

import json

import pytest

from goodoffices.codebook.errors import InvalidInput
from goodoffices.formats import acled
from goodoffices.formats.values import DateClaim, PartyClaim, Rejection, ReportRow, TollClaim
from tests.formats.conftest import csv_text

_COLUMNS = """
event_id_cnty event_date year time_precision disorder_type event_type sub_event_type actor1
assoc_actor_1 inter1 actor2 assoc_actor_2 inter2 interaction civilian_targeting iso region country
admin1 admin2 admin3 location latitude longitude geo_precision source source_scale notes
fatalities tags timestamp
"""
COLUMNS = _COLUMNS.split()
EVENT = {
    "event_id_cnty": "ARD1",
    "event_date": "2024-03-05",
    "year": "2024",
    "time_precision": "1",
    "event_type": "Battles",
    "sub_event_type": "Armed clash",
    "actor1": "Military Forces of Ardenia",
    "inter1": "State forces",
    "actor2": "River Front",
    "assoc_actor_2": "Lake Group; Hill Group",
    "inter2": "Rebel group",
    "interaction": "State forces-Rebel group",
    "country": "Ardenia",
    "admin1": "North",
    "location": "Tal Marin",
    "latitude": "12.5",
    "longitude": "40.25",
    "geo_precision": "1",
    "source": "Tal Marin Post",
    "notes": "On 5 March 2024, an exchange of fire took place near Tal Marin.",
    "fatalities": "3",
    "timestamp": "1710000000",
}


def read(put, *changes, columns=COLUMNS):
    return list(acled.read(put(csv_text(columns, [EVENT | change for change in changes]))))


def test_there_are_31_columns():
    assert len(COLUMNS) == 31


def test_an_event_becomes_claims(put):
    (row,) = read(put, {})
    assert isinstance(row, ReportRow)
    assert row.dates == (DateClaim("2024-03-05", "day", "1"),)
    assert row.places[0].names == ("Ardenia", "North", "Tal Marin")
    assert row.types[0].code == "battle_clash"
    assert row.types[0].source_code == "Armed clash"
    assert row.parties == (
        PartyClaim("Military Forces of Ardenia", "side_a", kind="state"),
        PartyClaim("River Front", "side_b", kind="armed_group"),
        PartyClaim("Lake Group", "associated"),
        PartyClaim("Hill Group", "associated"),
    )
    assert row.tolls == (TollClaim("killed", "all", None, 3, None),)
    assert row.published == "2024-03-09"
    assert row.text.startswith("On 5 March")


def test_nought_may_mean_not_known(put):
    (row,) = read(put, {"fatalities": "0"})
    assert row.tolls[0].remark == "zero_may_mean_unknown"
    (row,) = read(put, {"fatalities": ""})
    assert row.tolls == ()


@pytest.mark.parametrize(
    ("code", "edtf", "precision"),
    [
        ("1", "2024-03-05", "day"),
        ("2", "2024-03-02/2024-03-08", "week"),
        ("3", "2024-03", "month"),
    ],
)
def test_time_precision_is_not_ucdps_scale(put, code, edtf, precision):
    (row,) = read(put, {"time_precision": code})
    assert row.dates == (DateClaim(edtf, precision, code),)


@pytest.mark.parametrize(("code", "precision"), [("1", "exact"), ("2", "admin2"), ("3", "admin1")])
def test_geo_precision_is_not_ucdps_scale(put, code, precision):
    (row,) = read(put, {"geo_precision": code})
    assert (row.places[0].precision, row.places[0].source_code) == (precision, code)


@pytest.mark.parametrize("text", ["05 March 2024", "5-Mar-24", "05-Mar-2024", "2024-03-05"])
def test_the_way_an_export_was_made_does_not_change_a_row(put, text):
    (base,) = read(put, {})
    numbers = {"inter1": "1", "inter2": "2", "interaction": "12", "timestamp": "1720000000"}
    columns = [*COLUMNS, "population_1km", "population_best"]
    (row,) = read(put, numbers | {"event_date": text, "population_1km": "40"}, columns=columns)
    assert row.digest == base.digest
    assert row.parties == base.parties


def test_a_monadic_export_gives_one_report_for_two_rows(put):
    columns = [name for name in COLUMNS if name not in {"actor2", "assoc_actor_2", "inter2"}]
    other = {"actor1": "River Front", "inter1": "Rebel group"}
    rows = read(put, {}, other, {"event_id_cnty": "ARD2"}, columns=columns)
    assert [row.external_id for row in rows] == ["ARD1", "ARD2"]
    assert [(party.name, party.role) for party in rows[0].parties] == [
        ("Military Forces of Ardenia", "side_a"),
        ("River Front", "side_b"),
    ]
    assert json.loads(rows[0].raw)["actor1 (2)"] == "River Front"


def test_an_id_that_comes_again_later_is_refused(put):
    first, second, third = read(put, {}, {"event_id_cnty": "ARD2"}, {})
    assert isinstance(third, Rejection)
    assert (third.reason, third.line, third.external_id) == ("repeated_id", 4, "ARD1")
    assert first.external_id != second.external_id


@pytest.mark.parametrize(
    ("change", "column", "reason"),
    [
        ({"event_id_cnty": ""}, "event_id_cnty", "missing_value"),
        ({"event_type": "Parade", "sub_event_type": "March"}, "sub_event_type", "unknown_code"),
        ({"event_date": "03/05/2024"}, "event_date", "bad_date"),
        ({"event_date": ""}, "event_date", "missing_value"),
        ({"time_precision": "5"}, "time_precision", "unknown_code"),
        ({"geo_precision": "7"}, "geo_precision", "unknown_code"),
        ({"fatalities": "some"}, "fatalities", "bad_count"),
        ({"latitude": ""}, "latitude", "half_coordinate"),
    ],
)
def test_a_bad_row_is_refused_with_its_place_and_reason(put, change, column, reason):
    (row,) = read(put, change)
    assert isinstance(row, Rejection)
    assert (row.column, row.reason, row.line) == (column, reason, 2)


def test_a_new_sub_event_type_falls_back_to_its_group(put):
    (row,) = read(put, {"sub_event_type": "Something ACLED adds one day"})
    assert row.types[0].code == "battle"
    assert row.types[0].source_code == "Something ACLED adds one day"


def test_a_list_of_deletions_withdraws(put):
    path = put("event_id_cnty,deleted_timestamp\nARD1,1710000000\n,1\nARD9,1710000001\n")
    assert acled.check(path).withdrawals
    rows = list(acled.read(path))
    assert [type(row) for row in rows] == [ReportRow, Rejection, ReportRow]
    assert rows[0].withdrawn
    assert (rows[0].external_id, rows[0].published) == ("ARD1", "2024-03-09")


def test_a_ucdp_file_is_not_taken_for_an_export(put):
    with pytest.raises(InvalidInput, match="looks like UCDP GED events"):
        acled.check(put("id,type_of_violence,date_start,best\n1,1,2024-01-01,1\n"))
