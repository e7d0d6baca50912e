"""Files that lie, burst or never end: each is one sentence, in bounded time and memory."""

from __future__ import annotations

import io
import json
import tempfile
import time
import zipfile
from pathlib import Path

import pytest

from goodoffices.formats.xlsforms import calling, server
from goodoffices.formats.xlsforms.calling import convert
from goodoffices.formats.xlsforms.converting import converted
from goodoffices.formats.xlsforms.values import Conversion
from tests.formats.xlsforms.examples import SETTINGS, workbook

XFORM = """<?xml version="1.0"?>
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml">
<h:head><h:title>A</h:title><model><instance><data id="a" version="1"><x/></data></instance>
<bind nodeset="/data/x" type="string"/></model></h:head>
<h:body><input ref="/data/x"><label>X</label></input></h:body></h:html>"""


def refused(conversion: Conversion) -> tuple[str, str]:
    """Return the code and sentence of the one reason why nothing was taken."""
    assert conversion.form is None
    (finding,) = conversion.findings
    sentence = finding.to_dict()["message"]
    assert sentence.endswith(".")
    assert "%(" not in sentence
    return finding.code, sentence


def packed(**members: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


def with_member(content: bytes, name: str, data: bytes) -> bytes:
    """Return a workbook with one member exchanged."""
    source, target = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for info in source.infolist():
            archive.writestr(info, data if info.filename == name else source.read(info))
    return target.getvalue()


def good() -> bytes:
    return workbook(survey="type | name | label\ntext | a | A", settings=SETTINGS)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"type,name\ntext,a\n", "not-a-form"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "not-a-form"),
        (b"%PDF-1.7 ...", "not-a-form"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old-excel"),
        (b"PK\x03\x04 and then nothing", "damaged"),
        (packed(**{"word/document.xml": b"<x/>"}), "damaged"),
        (packed(**{"readme.txt": b"hello"}), "not-a-form"),
        (b"<html><body>Log in</body></html>", "not-xform"),
        (b"<broken", "bad-xml"),
        (b"<a><b></a>", "bad-xml"),
        (b"\xff\xfe<\x00", "bad-xml"),
        (b"x" * (10 * 2**20 + 1), "too-large"),
    ],
)
def test_what_is_no_form_is_one_sentence(content: bytes, code: str) -> None:
    assert refused(converted(content))[0] == code


def test_a_workbook_that_is_cut_off() -> None:
    content = good()
    for share in (0.2, 0.5, 0.9, 0.99):
        assert refused(converted(content[: int(len(content) * share)]))[0] == "damaged"


def test_a_workbook_whose_sheet_is_not_xml() -> None:
    content = with_member(good(), "xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row")
    assert refused(converted(content))[0] == "damaged"


def test_a_bomb_is_refused_unread() -> None:
    content = with_member(good(), "xl/worksheets/sheet1.xml", b" " * (150 * 2**20))
    began = time.monotonic()
    assert refused(converted(content))[0] == "bomb"
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    "declaration",
    [
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        b'<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    ],
)
def test_entities_are_refused_in_both_kinds_of_file(declaration: bytes) -> None:
    sheet = declaration + b"<worksheet/>"
    assert (
        refused(converted(with_member(good(), "xl/worksheets/sheet1.xml", sheet)))[0] == "hostile"
    )
    xform = XFORM.encode().replace(b"?>", b"?>" + declaration, 1)
    assert refused(converted(xform))[0] == "hostile"


def test_an_attribute_of_ten_megabytes_and_a_thousand_levels() -> None:
    began = time.monotonic()
    long = XFORM.replace('id="a"', f'id="a" x="{"y" * 9_900_000}"').encode()
    form = converted(long).form
    assert form is not None
    assert form.xform_id == "a"
    deep = XFORM.replace("<x/>", "<x>" * 1_000 + "</x>" * 1_000).encode()
    assert refused(converted(deep))[0] == "bad-xml"
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("sheet", ["survey", "choices"])
def test_fifty_thousand_rows_end_soon_in_one_sentence(sheet: str) -> None:
    survey = [["type", "name", "label"]]
    choices = [["list_name", "name", "label"]]
    if sheet == "survey":
        survey += [["text", f"q{number}", "Q"] for number in range(50_000)]
    else:
        survey.append(["select_one l", "a", "A"])
        choices += [["l", f"c{number}", "C"] for number in range(50_000)]
    content = workbook(survey=survey, choices=choices)
    began = time.monotonic()
    code, sentence = refused(convert(content))
    assert code == "too-many-rows"
    assert sheet in sentence
    assert time.monotonic() - began < 20


def test_formulas_that_go_round_in_circles_are_named_at_their_cells() -> None:
    survey = [
        ["type", "name", "label"],
        ["text", "a", "=C3"],
        ["text", "b", "=C2"],
        ["text", "c", "#REF!"],
    ]
    conversion = converted(workbook(survey=survey, settings=SETTINGS))
    told = {(f.code, f.row, f.column) for f in conversion.findings}
    assert conversion.form is None
    assert told == {
        ("uncalculated", 2, "label"),
        ("uncalculated", 3, "label"),
        ("formula-error", 4, "label"),
    }


def test_groups_nested_deeper_than_anything_sane_are_refused() -> None:
    depth = 2_000
    survey = [["type", "name", "label"]]
    survey += [["begin_group", f"g{number}", "G"] for number in range(depth)]
    survey += [["text", "a", "A"], *[["end_group"]] * depth]
    assert refused(convert(workbook(survey=survey, settings=SETTINGS)))[0] in {
        "too-deep",
        "bad-xml",
        "unexpected",
    }


class TestTheChild:
    """The process that converts, with its limits."""

    def test_what_takes_too_long_is_given_up(self, monkeypatch: pytest.MonkeyPatch) -> None:
        from goodoffices.formats.xlsforms import converting

        def for_ever(content: bytes, name: str) -> Conversion:
            while True:
                pass

        monkeypatch.setattr(converting, "converted", for_ever)
        began = time.monotonic()
        answer = json.loads(server.in_child(b"x", "x", seconds=0.5))
        assert answer == {"failed": "too-long"}
        assert time.monotonic() - began < 5

    def test_what_sleeps_is_given_up_as_well(self, monkeypatch: pytest.MonkeyPatch) -> None:
        from goodoffices.formats.xlsforms import converting

        monkeypatch.setattr(converting, "converted", lambda content, name: time.sleep(60))
        answer = json.loads(server.in_child(b"x", "x", seconds=0.5))
        assert answer == {"failed": "too-long"}

    def test_what_takes_too_much_memory_is_given_up(self, monkeypatch: pytest.MonkeyPatch) -> None:
        from goodoffices.formats.xlsforms import converting

        def swollen(content: bytes, name: str) -> Conversion:
            kept = [bytearray(64 * 2**20) for _ in range(1_000)]
            raise AssertionError(len(kept))

        monkeypatch.setattr(converting, "converted", swollen)
        answer = json.loads(server.in_child(b"x", "x", seconds=20))
        assert answer == {"failed": "too-much-memory"}

    def test_one_that_dies_does_not_harm_the_next(self) -> None:
        assert convert(b"PK\x03\x04 and then nothing").form is None
        form = convert(good()).form
        assert form is not None
        assert form.xform_id == "example"

    def test_it_is_started_again_when_it_has_ended(self) -> None:
        convert(good())
        process = calling._CONVERTER._process
        assert process is not None
        process.kill()
        process.wait()
        assert convert(good()).form is not None

    @staticmethod
    def folders() -> tuple[int, list[Path]]:
        """Return the id of our process that converts, and the folders it has made."""
        process = calling._CONVERTER._process
        assert process is not None
        name = f"goodoffices-forms-{process.pid}-*"
        return process.pid, list(Path(tempfile.gettempdir()).glob(name))

    def test_it_leaves_nothing_behind(self) -> None:
        assert convert(good()).form is not None
        process, (_pid, (folder,)) = calling._CONVERTER._process, self.folders()
        assert list(folder.iterdir()) == []
        calling._CONVERTER.close()
        assert process is not None
        assert process.poll() == 0
        assert not folder.exists()

    def test_a_folder_that_was_tidied_away_is_made_again(self) -> None:
        assert convert(good()).form is not None
        _pid, (folder,) = self.folders()
        folder.rmdir()
        assert convert(good()).form is not None
        _pid, (made,) = self.folders()
        assert made.exists()

    def test_it_gets_nothing_of_our_environment(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("GOODOFFICES_SECRET_KEY", "s" * 60)
        calling._CONVERTER.close()
        convert(good())
        process = calling._CONVERTER._process
        assert process is not None
        environment = Path(f"/proc/{process.pid}/environ").read_text()
        assert "GOODOFFICES" not in environment
