"""`goodoffices load` and `goodoffices export`, as a person at a terminal meets them."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import Result
from django_scopes import scope
from typer.testing import CliRunner

from goodoffices.cli import app
from goodoffices.codebook.errors import Conflict, GoodOfficesError, InvalidInput, NotFound
from goodoffices.core.models import AuditEntry, Programme
from goodoffices.monitor.models import Incident, Report, Source
from tests.cast import Cast
from tests.monitor.services.test_loading import event, table

pytestmark = pytest.mark.django_db(transaction=True)


def run(*arguments: object, answer: str = "") -> Result:
    return CliRunner().invoke(app, [str(one) for one in arguments], input=answer)


def file(folder: Path, *numbers: int, name: str = "events.csv") -> Path:
    path = folder / name
    path.write_bytes(table(event(n) for n in numbers))
    return path


def load(*arguments: object, answer: str = "") -> Result:
    return run("load", "ucdp-ged", *arguments, "--programme", "talmora", answer=answer)


def test_a_load_says_what_came_of_it(cast: Cast, tmp_path: Path) -> None:
    said = load(file(tmp_path, 1, 2, 3), "--release", "25.1")
    assert said.exit_code == 0, said.exception
    assert "added" in said.output
    with scope(programme=cast.programme):
        assert Source.objects.get().name == "UCDP GED"
        assert Report.objects.get(external_id="2").imported.release == "25.1"  # type: ignore[union-attr]
        assert Incident.objects.count() == 3


def test_without_a_programme_it_says_how_to_make_one(db: None, tmp_path: Path) -> None:
    error = run("load", "ucdp-ged", file(tmp_path, 1)).exception
    assert isinstance(error, NotFound)
    assert "goodoffices init" in error.message


def test_with_several_programmes_one_has_to_be_named(cast: Cast, tmp_path: Path) -> None:
    error = run("load", "ucdp-ged", file(tmp_path, 1)).exception
    assert isinstance(error, InvalidInput)
    Programme.objects.get(slug="elsewhere").delete()
    assert run("load", "ucdp-ged", file(tmp_path, 1)).exit_code == 0


def test_a_wrong_file_ends_with_its_sentence(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("name,colour\nharrow,teal\n")
    error = load(path).exception
    assert isinstance(error, GoodOfficesError)
    assert "not UCDP GED" in error.message
    with scope(programme=cast.programme):
        assert not Report.objects.exists()


def test_a_complete_release_asks_before_it_withdraws(cast: Cast, tmp_path: Path) -> None:
    load(file(tmp_path, 1, 2, 3))
    shorter = file(tmp_path, 1, 3, name="shorter.csv")
    said = load(shorter, "--complete", answer="n\n")
    assert "1 reports of this source are not in the file" in said.output
    with scope(programme=cast.programme):
        gone = Report.objects.filter(withdrawn_at__isnull=False)
        assert not gone.exists()
        assert load(shorter, "--complete", "--yes").exit_code == 0
        assert [report.external_id for report in gone] == ["2"]


def test_bad_rows_are_told_with_their_lines(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    path.write_bytes(table([event(1), event(2, best="many")]))
    assert "line 3: The column best holds many" in load(path).output


def test_a_table_is_loaded_through_a_mapping_file(cast: Cast, tmp_path: Path) -> None:
    path, mapping = tmp_path / "field.csv", tmp_path / "mapping.json"
    path.write_text("Day,Notes\n2026-03-04,Shots were heard\n")
    mapping.write_text(json.dumps({"date": "Day", "text": "Notes"}))
    said = run("load", "table", path, "--mapping", mapping, "--programme", "talmora")
    assert said.exit_code == 0, said.exception
    with scope(programme=cast.programme):
        assert Report.objects.get().source.name == "field"
    missing = run("load", "table", path, "--mapping", "nothing", "--programme", "talmora")
    assert isinstance(missing.exception, NotFound)


def test_an_export_holds_what_the_member_sees(cast: Cast, tmp_path: Path) -> None:
    load(file(tmp_path, 1, 2, 3))
    out = tmp_path / "out.csv"
    options = ("--programme", "talmora", "--by", "ana.lyst@example.org")
    said = run("export", "incidents", out, *options)
    assert said.exit_code == 0, said.exception
    rows = list(csv.DictReader(out.read_text(encoding="utf-8-sig").splitlines()))
    assert len(rows) == 3
    assert isinstance(run("export", "incidents", out, *options).exception, Conflict)
    with scope(programme=cast.programme):
        entry = AuditEntry.objects.get(action="core.export")
    assert (entry.actor, entry.data["form"]) == (cast.analyst.user, "csv")
    partner = ("--programme", "talmora", "--by", "per.tner@example.org")
    assert isinstance(
        run("export", "incidents", tmp_path / "p.csv", *partner).exception, GoodOfficesError
    )


@pytest.mark.parametrize("ending", ["xlsx", "geojson", "parquet"])
def test_an_export_comes_in_other_forms(cast: Cast, tmp_path: Path, ending: str) -> None:
    load(file(tmp_path, 1, 2))
    out = tmp_path / f"out.{ending}"
    options = ("--programme", "talmora", "--by", "ana.lyst@example.org")
    said = run("export", "incidents", out, "--filters", "state=unverified", *options)
    assert said.exit_code == 0, said.exception
    assert "2 incidents" in said.output
    assert out.stat().st_size > 100
    assert sorted(path.name for path in tmp_path.glob(".*part")) == []
