"""Each thing the converter says stands at the row and column it comes from."""

from __future__ import annotations

import pytest

from goodoffices.formats.xlsforms.converting import converted
from goodoffices.formats.xlsforms.locating import located
from goodoffices.formats.xlsforms.sheets import Book, Sheet
from tests.formats.xlsforms.examples import SETTINGS, workbook

GOOD = "text | a | A"


def first(**sheets: str) -> tuple[str, str, str, int | None, str]:
    """Return the first finding as (level, code, sheet, row, column)."""
    conversion = converted(workbook(**({"settings": SETTINGS} | sheets)))
    one = conversion.findings[0]
    return one.level, one.code, one.sheet, one.row, one.column


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        ("wonder | b | B", "unknown-type", "type"),
        (" | b | B", "no-type", "type"),
        ("text | | B", "no-name", "name"),
        ("text | b |", "no-label", "label"),
        ("calculate | b |", "no-calculation", "calculation"),
        ("select_one nowhere | b | B", "unknown-list", "type"),
        ("text | a | again", "pyxform", "name"),
        ("text | 1b | B", "pyxform", "name"),
        ("text | b | ${nobody}", "pyxform", "label"),
        ("end_group | |", "pyxform", ""),
    ],
)
def test_errors_of_the_survey(row: str, code: str, column: str) -> None:
    choices = "list_name | name | label\nl | x | X"
    survey = f"type | name | label\n{GOOD}\n{row}"
    assert first(survey=survey, choices=choices) == ("error", code, "survey", 3, column)


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        ("l | | X", "pyxform", "name"),
        ("l | x | X\nl | x | Y", "pyxform", "name"),
        ("l | a b | X", "spaced-choice", "name"),
    ],
)
def test_errors_of_the_choices(row: str, code: str, column: str) -> None:
    table = f"list_name | name | label\nother | o | O\n{row}"
    survey = "type | name | label\nselect_multiple l | a | A"
    level, found, sheet, number, where = first(survey=survey, choices=table)
    assert (level, found, sheet, where) == ("error", code, "choices", column)
    assert number == 2 + len(row.splitlines())


def test_every_doubled_choice_is_named() -> None:
    table = "list_name | name | label\nl | x | X\nl | x | Y\nl | x | Z"
    survey = "type | name | label\nselect_one l | a | A"
    conversion = converted(workbook(survey=survey, choices=table))
    assert [finding.row for finding in conversion.errors] == [3, 4]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("range | b | B | start=one end=10", "parameters"),
        ("text | b | B | rows=many", "parameters"),
        ("image | b | B | max-pixels=big", "parameters"),
        ("geopoint | b | B | capture-accuracy=near", "parameters"),
        ("text | b | B | colour=red", "parameters"),
    ],
)
def test_errors_of_parameters(row: str, column: str) -> None:
    survey = f"type | name | label | parameters\n{GOOD}\n{row}"
    level, _code, sheet, number, _where = first(survey=survey)
    assert (level, sheet, number) == ("error", "survey", 3)


def test_a_heading_that_stands_twice() -> None:
    survey = [["type", "name", "label", "label"], ["text", "a", "A", "B"]]
    one = converted(workbook(survey=survey)).findings[0]
    assert (one.code, one.sheet, one.row, one.column) == ("repeated-column", "survey", 1, "label")


def test_headings_that_mean_the_same_column() -> None:
    survey = "type | name | label | relevant | relevance\ntext | a | A | |"
    assert first(survey=survey)[:3] == ("error", "pyxform", "survey")


def test_a_required_heading_that_is_missing() -> None:
    level, code, sheet, _row, _column = first(survey="name | label\na | A")
    assert (level, code, sheet) == ("error", "pyxform", "survey")


def test_warnings_do_not_keep_a_form_from_being_made() -> None:
    survey = """
    type         | name | label
    begin_repeat | r    |
    image        | p    | Photo
    end_repeat   |      |
    """
    conversion = converted(workbook(survey=survey, settings=SETTINGS))
    assert conversion.form is not None
    told = {finding.code: (finding.row, finding.column) for finding in conversion.findings}
    assert told == {"repeat-label": (2, "label"), "image-size": (3, "parameters")}


def test_languages_without_a_code_are_named() -> None:
    survey = "type | name | label::Klingonese\ntext | a | A"
    conversion = converted(workbook(survey=survey, settings=SETTINGS))
    (finding,) = conversion.findings
    assert (finding.code, finding.facts["names"]) == ("languages", "Klingonese")
    assert conversion.form is not None
    assert conversion.form.languages == ("Klingonese",)


def test_a_column_missing_in_one_language_is_named() -> None:
    survey = """
    type | name | label::English (en) | label::Arabic (ar) | hint::English (en)
    text | a    | A                   | أ                  | Help
    """
    conversion = converted(workbook(survey=survey, settings=SETTINGS))
    finding = next(f for f in conversion.findings if f.code == "missing-translation")
    assert (finding.sheet, finding.facts["columns"]) == ("survey", "hint::Arabic (ar)")


def test_a_misspelt_sheet_is_guessed_at() -> None:
    conversion = converted(workbook(survei="type | name | label\ntext | a | A", x="a | b\nc | d"))
    assert [finding.code for finding in conversion.findings] == ["no-survey"]


@pytest.mark.parametrize(
    ("message", "row", "sheet", "column"),
    [
        ("[row : 3] Something odd.", 3, "survey", ""),
        ("[row : 4]List name not in external choices sheet: x", 4, "survey", ""),
        (
            "[row : 2] On the 'choices' sheet, the 'label' value is invalid. No.",
            2,
            "choices",
            "label",
        ),
        ("[row : unknown] On the 'survey' sheet, the 'x' value is invalid.", None, "survey", "x"),
        ("Invalid headers provided for sheet: 'choices'. No.", None, "choices", ""),
        ("The question ${a} is not user-visible so it can't be used.", 3, "survey", ""),
        ("Question 'a' is a select from file type, using 'search()'.", 3, "survey", ""),
        ("max-pixels must be a number", 4, "survey", "parameters"),
        ("Nobody knows where this is.", None, "", ""),
    ],
)
def test_every_style_of_naming_a_row(
    message: str, row: int | None, sheet: str, column: str
) -> None:
    survey = Sheet("survey", ["type", "name", "parameters"])
    survey.rows = [
        {},
        {"type": "text", "name": "a"},
        {"type": "image", "parameters": "max-pixels=x"},
    ]
    book = Book({"survey": survey, "choices": Sheet("choices")})
    (finding,) = located(message, "error", book)
    assert (finding.row, finding.sheet, finding.column) == (row, sheet, column)
    assert finding.to_dict()["message"]
    assert "[row" not in finding.message
