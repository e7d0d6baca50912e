"""`goodoffices load forms`, as a person at a terminal meets it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result
from django_scopes import scope
from typer.testing import CliRunner

from goodoffices.cli import app
from goodoffices.codebook.errors import InvalidInput, NotPermitted
from goodoffices.field.models import Form
from goodoffices.formats.xlsforms.shelf import shelf
from tests.cast import Cast
from tests.field.forms import SURVEY, xlsx

pytestmark = pytest.mark.django_db(transaction=True)


def load(cast: Cast, *arguments: object, by: str = "dora.rect@example.org") -> Result:
    given = ["load", "forms", *map(str, arguments), "--programme", "talmora", "--by", by]
    return CliRunner().invoke(app, given)


def test_the_ready_made_forms_are_added_once(cast: Cast) -> None:
    said = load(cast, "--publish")
    assert said.exit_code == 0, said.exception
    assert "Incident report (go-incident) is published." in said.output
    assert load(cast, "--publish").exit_code == 0
    with scope(programme=cast.programme):
        assert Form.objects.count() == len(shelf())
        assert set(Form.objects.values_list("state", flat=True)) == {"open"}


def test_one_by_its_name_stays_a_draft(cast: Cast) -> None:
    said = load(cast, "meeting-note")
    assert "is kept as a draft." in said.output
    with scope(programme=cast.programme):
        assert Form.objects.get().state == "draft"


def test_a_file_is_taken_or_says_where_it_is_wrong(cast: Cast, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.xlsx", tmp_path / "bad.xlsx"
    good.write_bytes(xlsx())
    bad.write_bytes(xlsx(survey=SURVEY.replace("integer ", "wonder ")))
    assert "Event (event) is published." in load(cast, good, "--publish").output
    said = load(cast, bad)
    assert isinstance(said.exception, InvalidInput)
    assert "error: survey 5 type: There is no question type wonder." in said.output


def test_what_is_neither_a_file_nor_a_form(cast: Cast) -> None:
    assert isinstance(load(cast, "nothing").exception, InvalidInput)


def test_only_who_may_manage_forms_adds_them(cast: Cast) -> None:
    said = load(cast, "meeting-note", by="ana.lyst@example.org")
    assert isinstance(said.exception, NotPermitted)
