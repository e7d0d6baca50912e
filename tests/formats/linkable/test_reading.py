"""Tables of any publisher as records for linkage: their precision kept, what is odd not known."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from goodoffices.codebook.errors import InvalidInput
from goodoffices.formats.linkable import read
from goodoffices.formats.linkable.naming import kind_of

DAY = date(2014, 3, 26).toordinal()


def written(tmp_path: Path, text: str, name: str = "field sheet.csv") -> Path:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    return file


def row(table: pa.Table, at: int = 0) -> dict[str, object]:
    return table.slice(at, 1).to_pylist()[0]


def test_a_ucdp_row_keeps_its_days_its_radius_and_its_bounds(tmp_path: Path):
    head = "id,type_of_violence,side_a,side_b,where_prec,latitude,longitude,date_prec,date_start,"
    file = written(
        tmp_path,
        head + "date_end,best,high,low\n"
        "17,1,Government of X,Front,4,1.5,2.5,4,2014-03-01,2014-03-31,5,9,2\n",
    )
    found = row(read(file))
    assert found == {
        "id": "17",
        "source": "UCDP GED",
        "first_day": date(2014, 3, 1).toordinal(),
        "last_day": date(2014, 3, 31).toordinal(),
        "latitude": 1.5,
        "longitude": 2.5,
        "radius_m": 100_000,
        "event_type": "battle_state_based",
        "parties": ["Government of X", "Front"],
        "killed_low": 2,
        "killed_best": 5,
        "killed_high": 9,
    }


def test_an_acled_row_is_read_with_its_notes_and_its_own_precision(tmp_path: Path):
    head = "event_id_cnty,event_date,time_precision,event_type,sub_event_type,actor1,actor2,"
    file = written(
        tmp_path,
        head + "latitude,longitude,geo_precision,source,notes,fatalities\n"
        "XYZ1,26 March 2014,2,Battles,Armed clash,A,,1,2,2,Some Paper,Shots.,0\n",
    )
    found = row(read(file))
    assert (found["first_day"], found["last_day"]) == (DAY - 3, DAY + 3)
    assert found["source"] == "ACLED"
    assert (found["radius_m"], found["event_type"]) == (30_000, "battle_clash")
    assert (found["parties"], found["text"]) == (["A"], "Shots.")


def test_a_table_of_our_own_names_is_its_own_source_and_odd_cells_are_not_known(tmp_path: Path):
    file = written(
        tmp_path,
        "id;date;lat;lon;killed;parties;links;type\n"
        "1;2014-03-26;north;20;many;One, Two;http://a.example/1 http://b.example/2;Car bomb\n"
        "2;soon;;;3;;;\n",
    )
    table = read(file)
    assert table["source"].to_pylist() == ["field sheet"] * 2
    assert row(table)["first_day"] == DAY
    assert row(table)["latitude"] is None
    assert row(table)["killed_best"] is None
    assert row(table)["links"] == ["http://a.example/1", "http://b.example/2"]
    assert row(table)["event_type"] == "remote"
    assert row(table, 1)["first_day"] is None
    assert row(table, 1)["killed_best"] == 3


def test_a_labelled_parquet_gives_its_truth_and_widens_days_by_their_precision(tmp_path: Path):
    file = tmp_path / "labelled.parquet"
    columns = {
        "record_id": ["A-1", "B-2"],
        "source": ["A", "B"],
        "date_start": pa.array([date(2014, 3, 26)] * 2).cast(pa.timestamp("us")),
        "date_prec": [1, 2],
        "latitude": [33.0, 33.0],
        "longitude": [36.0, 36.0],
        "where_prec": [1, 3],
        "event_type": ["State-based", "Shelling/artillery"],
        "side_a": ["Government of X", None],
        "side_b": [None, None],
        "best": [1.0, None],
        "cluster_id": [7, 7],
    }
    pq.write_table(pa.table(columns), file)
    table = read(file)
    assert table["truth"].to_pylist() == ["7", "7"]
    assert (row(table, 1)["first_day"], row(table, 1)["last_day"]) == (DAY - 3, DAY + 3)
    assert table["radius_m"].to_pylist() == [2000, 30_000]
    assert table["event_type"].to_pylist() == ["battle_state_based", "remote_shelling"]
    assert table["parties"].to_pylist() == [["Government of X"], []]


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("remote_grenade", "remote_grenade"),
        ("Excessive force against protesters", "protest_force"),
        ("Suicide bomb", "remote_suicide_bomb"),
        ("use unconventional violence", ""),
        ("use conventional force", "battle"),
        ("Abduction/killing", "civilians"),
        ("3", "civilians_one_sided"),
        ("rain", ""),
    ],
)
def test_words_of_any_vocabulary_mean_a_kind_of_ours_or_none(word: str, code: str):
    assert kind_of(word) == code


def test_a_table_without_an_id_or_anything_to_go_by_is_refused(tmp_path: Path):
    with pytest.raises(InvalidInput, match="record_id"):
        read(written(tmp_path, "name,date\nx,2014-01-01\n"))
    with pytest.raises(InvalidInput, match="latitude"):
        read(written(tmp_path, "id,killed\nx,3\n"))
