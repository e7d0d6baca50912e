"""`goodoffices link`: files in, incidents out, without a database."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from goodoffices.cli import app
from goodoffices.methods.linkage import Model
from tests.shared_data import shared

HEAD = "id,source,date,latitude,longitude,killed,type,text,cluster_id\n"
ROWS = (
    "1,wire,2026-03-04,10.0,20.0,28,Shelling,Shells fell on the old market,a\n"
    "2,radio,2026-03-04,10.01,20.0,28,Shelling,,a\n"
    "3,radio,2026-05-20,-5,33,2,Armed clash,,b\n"
)


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    file = tmp_path / "sheet.csv"
    file.write_text(HEAD + ROWS, encoding="utf-8")
    return file


def call(*arguments: object):
    return CliRunner().invoke(app, ["link", *map(str, arguments)])


def test_rows_of_one_event_get_one_incident_with_probability_and_reasons(sheet: Path):
    output = sheet.with_name("incidents.parquet")
    done = call(sheet, "-o", output)
    assert done.exit_code == 0, done.output
    assert "3 records tell of 2 incidents" in done.output
    assert "F1 1.000" in done.output
    rows = pq.read_table(output).to_pylist()
    assert [row["incident_id"] for row in rows] == ["wire/1", "wire/1", "radio/3"]
    assert rows[0]["most_like"] == "radio/2"
    assert rows[0]["probability"] > 0.5
    assert "km_apart km=1.1" in rows[0]["reasons"]
    assert "same_killed count=28" in rows[0]["reasons"]
    assert (rows[2]["probability"], rows[2]["reasons"]) == (None, [])


def test_no_database_is_asked_for(sheet: Path, tmp_path: Path):
    kept = {k: v for k, v in os.environ.items() if not k.startswith("GOODOFFICES_")}
    nowhere = {"GOODOFFICES_DATA": str(tmp_path / "nothing"), "DJANGO_SETTINGS_MODULE": "absent"}
    command = [sys.executable, "-m", "goodoffices.cli", "link", str(sheet), "-o", "out.parquet"]
    done = subprocess.run(
        command, env=kept | nowhere, cwd=tmp_path, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "nothing").exists()


def test_several_files_are_linked_together_whatever_columns_each_has(sheet: Path):
    other = sheet.with_name("paper.csv")
    other.write_text("id,date,latitude,longitude,deaths\n9,2026-03-04,10.0,20.0,28\n", "utf-8")
    output = sheet.with_name("out.parquet")
    assert call(sheet, other, "-o", output).exit_code == 0
    rows = pq.read_table(output).to_pylist()
    assert rows[3]["source"] == "paper"
    assert rows[3]["incident_id"] == "wire/1"


def test_a_file_that_is_there_is_not_written_over_unless_told(sheet: Path):
    output = sheet.with_name("out.parquet")
    output.write_bytes(b"mine")
    assert "--force" in str(call(sheet, "-o", output).exception)
    assert output.read_bytes() == b"mine"
    assert call(sheet, "-o", output, "--force").exit_code == 0


def test_a_model_may_be_by_hand_or_a_file_and_nothing_else(sheet: Path):
    output = sheet.with_name("out.parquet")
    model = sheet.with_name("model.json")
    model.write_text(Model.unlearnt().to_json(), encoding="utf-8")
    assert call(sheet, "-o", output, "--model", "by-hand").exit_code == 0
    assert call(sheet, "-o", output, "--force", "--model", model).exit_code == 0
    assert "shipped, by-hand or a file" in str(
        call(sheet, "-o", output, "--force", "--model", "other").exception
    )
    assert "duckdb or spark" in str(
        call(sheet, "-o", output, "--force", "--engine", "other").exception
    )


@pytest.mark.slow
def test_the_labelled_set_is_linked_as_well_as_is_claimed(tmp_path: Path):
    file = shared("linkage_dev.parquet")
    done = call(file, "-o", tmp_path / "out.parquet", "--model", "by-hand")
    quality = float(done.output.split("F1 ")[1].split(";")[0])
    assert quality > 0.5
