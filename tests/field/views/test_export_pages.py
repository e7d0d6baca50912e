"""Taking out what a list shows: what one sees and no more, on record."""

from __future__ import annotations

import csv
import io
import json
import zipfile

import pytest

from goodoffices.core.models import AuditEntry, Membership
from goodoffices.field.services import reviewing
from tests.field.views.stage import FieldStage, make_form, xml

ENDINGS = ("csv", "zip", "xlsx", "geojson", "xml.zip")


def content(stage: FieldStage, path: str, who: Membership | None = None) -> bytes:
    answer = stage.client(who).get(stage.at(f"submissions/export.{path}"))
    assert answer.status_code == 200, answer.content
    assert "attachment" in answer["Content-Disposition"]
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def table(raw: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))


def test_a_list_is_taken_out_as_it_is_filtered(field_stage: FieldStage) -> None:
    rows = table(content(field_stage, "csv?q=shells"))
    assert [row["instanceID"] for row in rows] == ["uuid:1"]
    assert rows[0]["place/district"] == "north"
    assert len(table(content(field_stage, "csv"))) == 3


@pytest.mark.parametrize("ending", ENDINGS)
def test_nothing_hidden_is_in_any_file(field_stage: FieldStage, ending: str) -> None:
    raw = content(field_stage, f"{ending}?form={field_stage.form.code}")
    whole = raw
    if ending.endswith("zip") or ending == "xlsx":
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            whole = b"".join(archive.read(name) for name in archive.namelist())
    assert b"uuid:1" in whole
    assert b"Xanthippe" not in whole
    assert field_stage.hidden.code.encode() not in whole


def test_the_choices_are_followed(field_stage: FieldStage) -> None:
    rows = table(content(field_stage, "csv?words=labels&split=1&paths=0"))
    assert rows[0]["District"] == "North of the river"
    assert rows[0]["What is needed: Water"] == "1"


def test_where_forms_differ_one_is_chosen_first(field_stage: FieldStage) -> None:
    stage = field_stage
    make_form(stage.cast, "second")
    stage.send(xml("uuid:s", form="second"))
    client = stage.client()
    for ending in ("zip", "xlsx", "geojson"):
        refused = client.get(stage.at(f"submissions/export.{ending}"))
        assert refused.status_code == 400
        assert "choose one form first" in refused.content.decode()
    assert "place/district" not in table(content(stage, "csv"))[0]
    page = stage.page("submissions/export/")
    assert "Choose one:" in page
    chosen = stage.page("submissions/export/", form=stage.form.code, words="labels")
    assert "Columns are the questions of" in chosen
    assert f"../export.zip?form={stage.form.code}&amp;words=labels" in chosen


def test_the_hidden_form_is_not_offered_and_changes_no_columns(field_stage: FieldStage) -> None:
    page = field_stage.page("submissions/export/")
    assert "Form secret" not in page
    assert "3 submissions, as the list is filtered." in page
    refused = field_stage.client().get(
        field_stage.at(f"submissions/export.zip?form={field_stage.secret.code}")
    )
    assert refused.status_code == 400


def test_deleted_ones_are_left_out(field_stage: FieldStage) -> None:
    stage = field_stage
    by = stage.cast.monitoring_officer.user
    reviewing.delete(submission=stage.first, reason="twice", by=by)
    assert "uuid:1" not in {row["instanceID"] for row in table(content(stage, "csv"))}
    with zipfile.ZipFile(io.BytesIO(content(stage, "xml.zip"))) as archive:
        assert not any(name.startswith(stage.first.code) for name in archive.namelist())
    refused = stage.client().get(stage.at("submissions/export.csv?deleted=1"))
    assert refused.status_code == 400
    assert "More files" not in stage.page("submissions/", deleted="1")


def test_each_export_is_written_down_without_what_was_typed(field_stage: FieldStage) -> None:
    content(field_stage, "zip?q=shells&office=harrow")
    entry = AuditEntry.objects.get(action="core.export")
    assert entry.actor == field_stage.cast.monitoring_officer.user
    assert entry.data == {
        "kind": "field.submission",
        "form": "zip",
        "filters": ["office", "q"],
        "of": field_stage.form.code,
    }


def test_an_address_not_understood_is_refused(field_stage: FieldStage) -> None:
    client = field_stage.client()
    refused = client.get(field_stage.at("submissions/export.csv?from=soon"))
    assert refused.status_code == 400
    assert "was not understood" in refused.content.decode()
    assert client.get(field_stage.at("submissions/export.exe")).status_code == 404
    assert not AuditEntry.objects.filter(action="core.export").exists()


def test_an_empty_selection_is_an_empty_file(field_stage: FieldStage) -> None:
    path = f"geojson?q=zebra&form={field_stage.form.code}"
    assert json.loads(content(field_stage, path))["features"] == []


def test_who_may_not_is_offered_nothing_and_refused(field_stage: FieldStage) -> None:
    stage = field_stage
    address = stage.at("submissions/export.csv")
    for who in (stage.cast.field_officer, stage.cast.press_officer, stage.cast.administrator):
        assert stage.client(who).get(address).status_code == 403
        assert stage.client(who).get(stage.at("submissions/export/")).status_code == 403
    assert stage.client(stage.cast.outsider).get(address).status_code == 404
    assert stage.client().post(address).status_code == 405
