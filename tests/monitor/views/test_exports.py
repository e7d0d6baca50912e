"""Exports: what one sees and no more, safe to open, written to the audit log."""

from __future__ import annotations

import csv
import io
import json

import pytest

from goodoffices.core.models import AuditEntry
from goodoffices.monitor import services
from tests.monitor.rows import row
from tests.monitor.stage import Stage


def content(stage: Stage, path: str, who: str = "monitoring_officer") -> bytes:
    answer = stage.client(getattr(stage.cast, who)).get(stage.at(path))
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def table(raw: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))


def test_a_list_is_taken_out_as_it_is_filtered(stage: Stage) -> None:
    rows = table(content(stage, "incidents/export.csv?killed_from=1"))
    assert [one["code"] for one in rows] == [stage.incident.code]
    assert rows[0]["killed_best"] == "2"
    assert "Northern Front" in rows[0]["parties"]
    assert table(content(stage, "incidents/export.csv?killed_from=900")) == []
    assert len(table(content(stage, "incidents/export.csv", "director"))) == 2


def test_other_forms_hold_the_same(stage: Stage) -> None:
    found = json.loads(content(stage, "incidents/export.geojson"))
    assert [one["id"] for one in found["features"]] == [stage.incident.code]
    assert found["features"][0]["geometry"]["coordinates"] == [31.22, 11.45]
    import pyarrow.parquet as pq
    from openpyxl import load_workbook

    sheet = load_workbook(io.BytesIO(content(stage, "incidents/export.xlsx"))).active
    assert sheet is not None
    assert sheet["A2"].value == stage.incident.code
    made = pq.read_table(io.BytesIO(content(stage, "incidents/export.parquet")))
    assert made["code"].to_pylist() == [stage.incident.code]


def test_reports_come_with_their_words(stage: Stage) -> None:
    rows = {one["code"]: one for one in table(content(stage, "reports/export.csv?decision=linked"))}
    assert rows.keys() == {stage.first.code, stage.second.code}
    assert rows[stage.first.code]["text"] == "Three shells fell at dawn."
    assert rows[stage.first.code]["source"] == "Radio Sarend"


def test_a_formula_is_not_run(stage: Stage) -> None:
    report = services.receive(
        programme=stage.cast.programme,
        source=stage.radio,
        row=row("f", title="=cmd|' /C calc'!A0"),
        by=stage.cast.monitoring_officer.user,
    )
    rows = {one["code"]: one for one in table(content(stage, "reports/export.csv"))}
    assert rows[report.code]["title"].startswith("'=")


def test_each_export_is_written_down_without_what_was_typed(stage: Stage) -> None:
    content(stage, "reports/export.csv?q=shells")
    entry = AuditEntry.objects.get(action="core.export")
    assert entry.actor == stage.cast.monitoring_officer.user
    assert entry.data == {"kind": "monitor.report", "form": "csv", "filters": ["q"]}


def test_an_address_not_understood_is_refused(stage: Stage) -> None:
    client = stage.client()
    for path in ("incidents/export.csv?from=soon", "reports/export.csv?decision=perhaps"):
        refused = client.get(stage.at(path))
        assert refused.status_code == 400
        assert "was not understood" in refused.content.decode()
    assert not AuditEntry.objects.filter(action="core.export").exists()
    assert client.get(stage.at("incidents/export.exe")).status_code == 404


@pytest.mark.parametrize("path", ["incidents/export.csv", "reports/export.csv"])
def test_who_may_not_export_is_offered_nothing_and_refused(stage: Stage, path: str) -> None:
    officer = stage.client(stage.cast.field_officer)
    assert officer.get(stage.at(path)).status_code == 403
    assert "export.csv" not in officer.get(stage.at("incidents/")).content.decode()
    assert "export.csv" in stage.client().get(stage.at("incidents/")).content.decode()
    assert stage.client(stage.cast.outsider).get(stage.at(path)).status_code == 404
    assert stage.client().post(stage.at(path)).status_code == 405
