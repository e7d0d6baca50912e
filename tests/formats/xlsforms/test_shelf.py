"""The ready-made forms: whole in three languages, converted without a finding, mapped."""

from __future__ import annotations

import io
import re

import openpyxl
import pytest

from goodoffices.codebook.errors import NotFound
from goodoffices.formats.submissions.entries import (
    TypeEntry,
    check_against,
    paths_of,
    write_entries,
)
from goodoffices.formats.xlsforms.converting import converted
from goodoffices.formats.xlsforms.shelf import LANGUAGES, ReadyMade, ready_made, shelf
from goodoffices.formats.xlsforms.values import Conversion

KEYS = ("incident-report", "rights-first-note", "meeting-note", "daily-situation")


@pytest.fixture(scope="module")
def conversions() -> dict[str, Conversion]:
    return {key: converted(one.workbook(), one.file_name) for key, one in shelf().items()}


def test_four_forms_are_on_the_shelf() -> None:
    assert tuple(shelf()) == KEYS
    with pytest.raises(NotFound):
        ready_made("nothing")


@pytest.mark.parametrize("key", KEYS)
class TestEach:
    """What holds for each of them."""

    def test_it_converts_and_nothing_is_found(
        self, key: str, conversions: dict[str, Conversion]
    ) -> None:
        conversion = conversions[key]
        assert conversion.findings == ()
        assert conversion.features == ()

    def test_it_is_what_the_shelf_says(self, key: str, conversions: dict[str, Conversion]) -> None:
        ready, form = ready_made(key), conversions[key].form
        assert form is not None
        assert (form.xform_id, form.version) == (ready.xform_id, ready.version)
        assert form.titles == dict(ready.titles)
        assert form.languages == ("en", "ar", "he")
        assert form.media == ()

    def test_every_text_is_there_in_three_languages(
        self, key: str, conversions: dict[str, Conversion]
    ) -> None:
        form = conversions[key].form
        assert form is not None
        for question in form.questions:
            if question.labels:
                assert set(question.labels) == {"en", "ar", "he"}, question.path
        for name, items in form.choices.items():
            for item in items:
                assert set(item["labels"]) == {"en", "ar", "he"}, (name, item)

    def test_every_text_is_in_its_own_script(self, key: str) -> None:
        scripts = {"ar": "[\u0600-\u06ff]", "he": "[\u0590-\u05ff]", "en": "[A-Za-z]"}
        for sheet in ready_made(key).sheets.values():
            for row in sheet:
                for heading, text in row.items():
                    for code, language in LANGUAGES.items():
                        if heading.endswith(f"::{language}") and text:
                            assert re.search(scripts[code], text), (heading, text)
                            other = {"ar": "he", "he": "ar"}.get(code)
                            if other:
                                assert not re.search(scripts[other], text), text

    def test_its_mapping_fits_its_questions(
        self, key: str, conversions: dict[str, Conversion]
    ) -> None:
        ready, form = ready_made(key), conversions[key].form
        assert form is not None
        check_against(ready.entries, [question.to_dict() for question in form.questions])
        assert any(entry["claim"] == "narrative" for entry in write_entries(ready.entries))
        assert len({path for entry in ready.entries for path in paths_of(entry)}) > 3

    def test_every_choice_of_a_kind_has_its_type(
        self, key: str, conversions: dict[str, Conversion]
    ) -> None:
        form = conversions[key].form
        assert form is not None
        lists = {question.path: question.list for question in form.questions}
        for entry in ready_made(key).entries:
            if isinstance(entry, TypeEntry):
                names = {item["name"] for item in form.choices[lists[entry.path]]}
                assert names == set(entry.values)

    def test_its_workbook_opens_as_people_expect(self, key: str) -> None:
        book = openpyxl.load_workbook(io.BytesIO(ready_made(key).workbook()))
        assert book.sheetnames == ["survey", "choices", "settings"]
        assert book["survey"].freeze_panes == "A2"
        headings = [cell.value for cell in book["survey"][1]]
        assert headings[:3] == ["type", "name", "label::English (en)"]


def test_the_form_about_people_asks_for_no_names() -> None:
    ready: ReadyMade = ready_made("rights-first-note")
    names = {row["name"] for row in ready.sheets["survey"]}
    assert not names & {"victim_name", "name", "phone", "address", "geopoint"}
    assert not [row for row in ready.sheets["survey"] if row["type"] in {"geopoint", "deviceid"}]
    assert ready.tlp == "AMBER_STRICT"
