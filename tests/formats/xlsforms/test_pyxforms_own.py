"""What pyxform itself ships and knows: its example converts, each of its types is understood."""

from __future__ import annotations

from pathlib import Path

import pytest
import pyxform
from pyxform.question_type_dictionary import QUESTION_TYPE_DICT

from goodoffices.formats.xlsforms.converting import converted
from tests.formats.xlsforms.examples import SETTINGS, workbook

FOLDER = Path(pyxform.__file__).parent
SHIPPED = sorted(
    path
    for ending in ("*.xls*", "*.xml", "*.md", "*.csv")
    for path in FOLDER.rglob(ending)
    if "iana" not in path.name
)
OURS = {
    *("text", "integer", "decimal", "date", "time", "dateTime", "geopoint", "geotrace"),
    *("geoshape", "select_one", "select_multiple", "rank", "range", "image", "audio", "video"),
    *("file", "barcode", "note", "acknowledge", "calculate", "hidden", "start", "end", "today"),
    *("deviceid", "username", "email", "phonenumber", "simserial", "subscriberid", "osm"),
    *("background-audio", "select_one_external"),
}
NEEDS = {
    "background-geopoint": "needs a trigger",
    "audit": "stands in meta, not among the questions",
    "csv-external": "is a list, not a question",
    "xml-external": "is a list, not a question",
}


def test_pyxform_ships_an_example() -> None:
    assert [path.name for path in SHIPPED] != []


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_its_own_examples_convert_or_say_why_not(path: Path) -> None:
    conversion = converted(path.read_bytes(), path.name)
    if conversion.form is None:
        assert conversion.errors
    else:
        assert conversion.form.xform_id
        assert conversion.form.questions
        assert {question.type for question in conversion.form.questions} <= OURS


@pytest.mark.parametrize("kind", sorted(set(QUESTION_TYPE_DICT) - set(NEEDS)))
def test_every_type_it_knows_is_one_of_ours_or_an_error_at_its_row(kind: str) -> None:
    survey = f"""
    type   | name | label | calculation
    text   | a    | A     |
    {kind} | b    | B     | {"1 + 1" if "calculate" in kind else ""}
    """
    conversion = converted(workbook(survey=survey, settings=SETTINGS))
    if conversion.form is None:
        assert [finding.row for finding in conversion.errors] == [3]
        return
    kinds = {question.name: question.type for question in conversion.form.questions}
    assert kinds["b"] in OURS


BROAD = {
    "or other": ("select_one l or_other | b | B |", "select_one"),
    "select from answers": ("select_one ${a} | b | B |", "select_one"),
    "external list": ("select_one_from_file x.xml | b | B |", "select_one"),
    "search": ("select_one l | b | B | search('towns')", "select_one"),
    "randomised": ("select_one l | b | B | | randomize=true", "select_one"),
    "quality": ("audio | b | B | | quality=low", "audio"),
    "rows": ("text | b | B | | rows=5", "text"),
    "labelled range": ("range | b | B | | start=1 end=5 step=1", "range"),
    "accuracy": ("geopoint | b | B | | capture-accuracy=10", "geopoint"),
    "incremental": ("geotrace | b | B | | incremental=true", "geotrace"),
}


@pytest.mark.parametrize("name", list(BROAD))
def test_a_broad_set_of_features_converts(name: str) -> None:
    row, kind = BROAD[name]
    survey = f"""
    type | name | label | appearance | parameters
    text | a    | A     |            |
    {row}
    """
    choices = "list_name | name | label\nl | x | X\nl | y | Y"
    conversion = converted(workbook(survey=survey, choices=choices, settings=SETTINGS))
    assert conversion.form is not None, conversion.findings
    kinds = {question.name: question.type for question in conversion.form.questions}
    assert kinds["b"] == kind


def test_a_loop_and_a_table_of_choices_convert() -> None:
    survey = """
    type              | name | label | appearance
    begin_loop over l | each | Each  |
    integer           | n    | N     |
    end_loop          |      |       |
    begin_group       | t    | T     | table-list
    select_one l      | p    | P     |
    select_one l      | q    | Q     |
    end_group         |      |       |
    """
    choices = "list_name | name | label\nl | x | X\nl | y | Y"
    conversion = converted(workbook(survey=survey, choices=choices, settings=SETTINGS))
    assert conversion.form is not None, conversion.findings
    paths = [question.path for question in conversion.form.questions]
    assert {"each/x/n", "each/y/n", "t/p", "t/q"} <= set(paths)
