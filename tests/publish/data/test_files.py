"""The files of a version: each read back by a program that did not write it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from goodoffices.publish.data import files, shaping
from goodoffices.publish.data.fields import FIELDS, columns_of
from goodoffices.publish.models import DataFile, DataVersion
from tests.cast import Cast
from tests.publish.data import stage

HASHTAGS = {
    *("#access", "#activity", "#adm1", "#adm2", "#adm3", "#adm4", "#adm5", "#affected"),
    *("#beneficiary", "#capacity", "#cause", "#channel", "#contact", "#country", "#crisis"),
    *("#currency", "#date", "#delivery", "#description", "#event", "#frequency", "#geo"),
    *("#group", "#impact", "#indicator", "#inneed", "#item", "#loc", "#meta", "#modality"),
    *("#need", "#operations", "#org", "#output", "#population", "#reached", "#region"),
    *("#respondee", "#sector", "#service", "#severity", "#status", "#subsector", "#targeted"),
    *("#value",),
}
"""The hashtags of HXL 1.1."""


@pytest.fixture
def version(in_programme: Cast) -> DataVersion:
    stage.policy(in_programme.programme)
    found = stage.places(in_programme.programme)
    stage.many(in_programme.programme, found["Harrow"], 4)
    odd = found["Sarend"]
    odd.name = "=Sarend,\n+1"
    odd.save()
    stage.many(in_programme.programme, odd, 3, latitude=None, longitude=None)
    return stage.prepared(stage.series(in_programme), in_programme.analyst)


def content(version: DataVersion, ending: str) -> bytes:
    found = DataFile.objects.get(version=version, name=f"incidents-v1{ending}")
    assert found.size == len(bytes(found.content))
    return bytes(found.content)


def names(version: DataVersion) -> list[str]:
    return ["id", *shaping.names_of(version.release)]


def test_csv_with_and_without_tags(version: DataVersion) -> None:
    expected = files.read_rows(version)
    assert content(version, ".csv").startswith(b"\xef\xbb\xbf")
    for ending, skipped in ((".csv", 1), ("-hxl.csv", 2)):
        text = content(version, ending).decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text, newline="")))
        assert rows[0] == names(version)
        assert {row[0] for row in rows[skipped:]} == set(expected)
        assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row)
        assert any("'=Sarend,\n+1" in row for row in rows)
    tags = [column.hxl for column in columns_of(stage.FIELDS)]
    assert rows[1] == tags


def test_every_tag_is_a_known_one_and_used_once() -> None:
    tags = [column.hxl for column in columns_of(FIELDS)]
    assert len(set(tags)) == len(tags)
    assert {tag.partition("+")[0] for tag in tags} <= HASHTAGS


def test_parquet_is_read_by_two_engines(version: DataVersion, tmp_path: Path) -> None:
    import duckdb
    import pyarrow.parquet as pq

    path = tmp_path / "a.parquet"
    path.write_bytes(content(version, ".parquet"))
    assert pq.read_schema(path).names == names(version)
    rows = duckdb.read_parquet(str(path)).fetchall()
    assert {row[0]: row[1:] for row in rows} == files.read_rows(version)
    assert duckdb.read_parquet(str(path)).sum("killed_best").fetchall() == [(49,)]


def test_geojson_is_read_by_a_library_of_geometry(version: DataVersion) -> None:
    import shapely

    found = json.loads(content(version, ".geojson"))
    assert found["type"] == "FeatureCollection"
    there = [json.dumps(one["geometry"]) for one in found["features"] if one["geometry"]]
    assert [one.geom_type for one in shapely.from_geojson(there)] == ["Point"] * 4
    rows = files.read_rows(version)
    assert {one["id"] for one in found["features"]} == set(rows)
    at = shaping.names_of(version.release).index("latitude")
    for one in found["features"]:
        north, east = rows[one["id"]][at : at + 2]
        shape = None if north is None else {"type": "Point", "coordinates": [east, north]}
        assert one["geometry"] == shape
        assert "latitude" not in one["properties"]


def test_metadata_and_text_say_what_a_user_must_know(version: DataVersion) -> None:
    facts = json.loads(content(version, "-metadata.json"))
    assert facts["rows_sha256"] == version.sha256
    assert facts["rows"] == version.rows == 7
    assert facts["dataset_date"] == "[2026-03-01 TO 2026-03-31]"
    assert [one["name"] for one in facts["columns"]] == names(version)
    for key in ("title", "dataset_source", "methodology_other", "caveats", "license_id"):
        assert facts[key]
    text = content(version, "-readme.txt").decode()
    for said in (stage.WORDS["en"]["caveats"], stage.WORDS["ar"]["title"], "CC-BY-4.0", "date_end"):
        assert said in text
    dictionary = content(version, "-columns.csv").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(dictionary)))
    assert [row["name"] for row in rows] == names(version)
    assert all(row["meaning_en"] for row in rows)


def test_nothing_public_counts_what_was_held_back(version: DataVersion) -> None:
    """How many were too small to be shown is itself a small count."""
    for ending in ("-metadata.json", "-readme.txt"):
        text = content(version, ending).decode()
        assert not [word for word in ("eligible", "waiting", "small_groups") if word in text]


def test_the_same_rows_have_the_same_hash_in_any_order(version: DataVersion) -> None:
    rows = files.read_rows(version)
    turned = dict(reversed(list(rows.items())))
    assert files.Table.of(version.release, turned).digest() == version.sha256
