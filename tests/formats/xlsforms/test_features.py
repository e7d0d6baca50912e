"""What the phones' app, our web form and we ourselves cannot do with a form, said beforehand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import goodoffices.formats.xlsforms as package
from goodoffices.formats.xlsforms.converting import converted
from goodoffices.formats.xlsforms.messages import MESSAGES
from tests.formats.xlsforms.examples import EVERY_TYPE, workbook

NAMED = "form_id | version | instance_name\nx | 1 | 'x'"


def told(
    survey: str, settings: str = NAMED, **sheets: str
) -> dict[str, tuple[str, int | None, str]]:
    """Return the features found: code to level, row and column."""
    conversion = converted(workbook(survey=survey, settings=settings, **sheets))
    assert conversion.form is not None, conversion.findings
    return {f.code: (f.level, f.row, f.column) for f in conversion.features}


def test_a_plain_form_has_no_findings() -> None:
    assert (
        told(
            "type | name | label\ntext | a | A\ngeopoint | p | P\nselect_one l | s | S",
            choices="list_name | name | label\nl | x | X",
        )
        == {}
    )


@pytest.mark.parametrize(
    ("kind", "code", "level"),
    [
        ("audio", "web-upload", "warning"),
        ("video", "web-upload", "warning"),
        ("file", "web-upload", "warning"),
        ("barcode", "web-barcode", "note"),
        ("dateTime", "web-datetime", "note"),
        ("geotrace", "web-map", "warning"),
        ("geoshape", "web-map", "warning"),
        ("background-audio", "web-background-audio", "warning"),
        ("deviceid", "here-device", "note"),
        ("simserial", "collect-metadata", "warning"),
    ],
)
def test_types_that_a_client_cannot_do(kind: str, code: str, level: str) -> None:
    assert told(f"type | name | label\ntext | a | A\n{kind} | b | B")[code] == (level, 3, "type")


@pytest.mark.parametrize(
    ("kind", "appearance", "code"),
    [
        ("image", "signature", "web-draw"),
        ("image", "draw", "web-draw"),
        ("image", "annotate", "web-draw"),
        ("geopoint", "placement-map", "web-map"),
        ("geopoint", "maps", "web-map"),
        ("select_one l", "map", "web-map"),
        ("select_one l", "image-map", "web-image-map"),
        ("select_one l", "quick", "web-appearance"),
        ("date", "persian", "web-calendar"),
        ("date", "month-year", "web-date-part"),
        ("range", "picker", "web-range"),
        ("text", "ex:org.example.app(a='b')", "web-app"),
        ("decimal", "bearing", "web-appearance"),
        ("text", "w2", "collect-grid"),
        ("select_one l", "search('towns')", "web-search"),
    ],
)
def test_appearances_that_a_client_does_not_know(kind: str, appearance: str, code: str) -> None:
    survey = f"type | name | label | appearance\n{kind} | a | A | {appearance}"
    found = told(survey, choices="list_name | name | label\nl | x | X")
    assert found[code][1] == 2


def test_appearances_both_know_are_no_finding() -> None:
    survey = """
    type              | name | label | appearance
    text              | a    | A     | multiline
    integer           | b    | B     | thousands-sep
    select_one l      | c    | C     | likert
    select_one l      | d    | D     | minimal
    select_multiple l | e    | E     | columns-2
    begin_group       | g    | G     | field-list
    text              | f    | F     | numbers
    end_group         |      |       |
    """
    assert told(survey, choices="list_name | name | label\nl | x | X") == {}


def test_functions_that_a_client_does_not_know_stand_at_their_row() -> None:
    survey = """
    type      | name | label | calculation
    text      | a    | A     |
    calculate | b    |       | ceiling(3.2)
    calculate | c    |       | intersects(${a})
    calculate | d    |       | concat('my-own(', ${a}) and (1 = 1)
    """
    found = told(survey)
    assert found["collect-function"][1] == 3
    assert found["web-function"][1] == 4
    assert set(found) == {"collect-function", "web-function"}


def test_settings_and_texts_that_a_client_does_not_know() -> None:
    survey = """
    type | name | label | guidance_hint | autoplay | audio
    text | a    | A     | Ask gently    |          |
    note | b    | B     |               | audio    | b.mp3
    """
    settings = "form_id | version | style\nx | 1 | pages"
    found = told(survey, settings)
    assert found["web-guidance"][1] == 2
    assert found["web-autoplay"][1] == 3
    assert found["web-style"] == ("note", None, "style")
    assert found["here-repeat-title"] == ("note", None, "instance_name")


def test_entities_the_last_form_and_the_audit() -> None:
    survey = """
    type  | name | label | default            | save_to
    audit |      |       |                    |
    text  | a    | A     | ${last-saved#a}    | kind
    """
    found = told(survey, entities="list_name | label\npeople | concat('x', ${a})")
    assert {"web-audit", "here-audit", "web-last-saved", "here-entities"} <= set(found)


def test_a_plain_xform_is_looked_at_as_well() -> None:
    form = converted(workbook(**EVERY_TYPE)).form
    assert form is not None
    again = converted(form.xform)
    codes = {finding.code for finding in again.features}
    assert {"web-upload", "web-barcode", "web-map", "web-audit"} <= codes
    assert all(f.path or f.row is None for f in again.features)


def test_every_sentence_is_used_and_every_code_has_one() -> None:
    folder = Path(package.__file__).parent
    sources = [path for path in folder.glob("*.py") if path.name != "messages.py"]
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    words = set(re.findall(r'"([a-z]+(?:-[a-z]+)*)"', text))
    assert set(MESSAGES) <= words
    raised = set(re.findall(r'(?:Finding|Refused|_failed)\(\s*"([a-z-]+)"', text))
    assert raised - {"pyxform"} <= set(MESSAGES)
    pairs = set(re.findall(r'"((?:web|collect|here)-[a-z-]+)"', text))
    assert pairs <= set(MESSAGES)


def test_every_sentence_is_whole() -> None:
    for code, sentence in MESSAGES.items():
        assert sentence.endswith((".", ")s.")), code
        assert sentence[0].isupper() or sentence.startswith("%("), code
