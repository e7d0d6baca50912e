"""Whatever is handed in: the right rows, or one sentence and nothing half done."""

from __future__ import annotations

import gzip
import io
import os
import time
import tracemalloc
import zipfile
from datetime import datetime

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from goodoffices.codebook.errors import InvalidInput
from goodoffices.formats import ucdp
from goodoffices.formats.reasons import Bad
from goodoffices.formats.registry import READERS, reader
from goodoffices.formats.tables import Limits, open_table
from tests.formats.conftest import ged_text

MORNING = datetime(2024, 3, 5, 9)  # noqa: DTZ001 - spreadsheets know no zones
HEBREW = ["כפר ירוק", "עיר החוף הצפונית", "שלושה אנשים נפצעו בהיתקלות ליד המחסום"]
ARABIC = ["تل مارين", "مدينة الساحل الشمالي", "أصيب ثلاثة أشخاص في اشتباك قرب الحاجز"]


def rows_of(source, **options):
    return [
        list(cells) for _, cells, problem in open_table(source, **options).rows() if not problem
    ]


def refused(source, **options) -> str:
    """Return the sentence with which a source is refused: one, ended, naming no file."""
    with pytest.raises(InvalidInput) as caught:
        open_table(source, **options).count()
    message = caught.value.message
    assert message.endswith(".")
    assert "\n" not in message
    assert len(message) < 400
    return message


# Encodings and line ends ----------------------------------------------------------------------


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"], ids=["LF", "CR", "CRLF"])
@pytest.mark.parametrize(
    ("encoding", "words", "found"),
    [
        ("utf-8", HEBREW + ARABIC, "utf-8"),
        ("utf-8-sig", HEBREW + ARABIC, "utf-8-sig"),
        ("utf-16", HEBREW + ARABIC, "utf-16"),
        ("cp1255", HEBREW, "cp1255"),
        ("cp1256", ARABIC, "cp1256"),
        ("ascii", ["Tal Marin", "North"], "utf-8"),
    ],
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
def test_encodings_line_ends_and_delimiters(put, encoding, words, found, end, delimiter):
    lines = [delimiter.join(["id", "place", "note"])]
    lines += [delimiter.join([str(n), word, f'"a{end}b"']) for n, word in enumerate(words)]
    path = put((end.join(lines) + end).encode(encoding))
    table = open_table(path)
    assert (table.encoding, table.delimiter, table.columns) == (
        found,
        delimiter,
        ("id", "place", "note"),
    )
    assert rows_of(path) == [[str(n), word, f"a{end}b"] for n, word in enumerate(words)]


@pytest.mark.parametrize(("encoding", "word"), [("cp1255", "שלום"), ("cp1256", "سلام")])
def test_a_single_word_is_enough_to_tell_hebrew_from_arabic(put, encoding, word):
    assert open_table(put(f"id,place\n1,{word}\n".encode(encoding))).encoding == encoding


def test_a_named_encoding_wins(put):
    path = put("id,place\n1,Жито\n".encode("cp1251"))
    assert rows_of(path, encoding="cp1251") == [["1", "Жито"]]
    assert "not UTF-8" in refused(put("id,place\n1,ש\n".encode("cp1255")), encoding="utf-8")
    assert "no encoding called" in refused(path, encoding="klingon")


@pytest.mark.parametrize(
    "content",
    [
        "id,place\n1,Côte\n2,São João\n3,Málaga\n".encode("cp1252"),
        "id,place\n1,Кафа и хлеб и вода\n".encode("cp1251"),
        ("id,place\n" + "".join(f"{n},تل مارين\n" for n in range(50))).encode() + b"51,\xff\xfe\n",
    ],
    ids=["western", "cyrillic", "damaged-utf-8"],
)
def test_an_encoding_that_cannot_be_told_is_asked_for(put, content):
    assert "encoding" in refused(put(content))


def test_a_separator_line_from_a_spreadsheet_program_is_skipped(put):
    assert rows_of(put("sep=;\nid;place\n1;here\n")) == [["1", "here"]]


def test_blank_lines_and_empty_rows_are_no_rows(put):
    path = put("\n\nid,place\n\n1,here\n,\n2,there\n\n")
    assert [(line, list(cells)) for line, cells, _ in open_table(path).rows()] == [
        (5, ["1", "here"]),
        (7, ["2", "there"]),
    ]


def test_line_numbers_count_lines_inside_cells(put):
    path = put('id,note\n1,"two\nlines"\n2,x\n')
    assert [line for line, _, _ in open_table(path).rows()] == [2, 4]


# Not what they claim to be --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b"id,place\n", "no rows"),
        (b"<!DOCTYPE html><html><body>Sign in</body></html>", "web page"),
        (b"\xef\xbb\xbf \n<html lang=en>502 Bad Gateway</html>", "web page"),
        (b'<?xml version="1.0"?><a/>', "web page or XML"),
        (b'{"status": 401, "message": "token missing"}', "JSON"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "XLS"),
        (bytes(range(256)) * 40, "bytes no table has"),
        (bytes(4096), "bytes no table has"),
        (b"SQLite format 3\x00" + bytes(100), "SQLite"),
        (b"\x1f\x8b" + b"rubbish" * 20, "damaged"),
        (b"PK\x03\x04" + b"rubbish" * 20, "damaged"),
        (b"PAR1" + b"rubbish" * 20 + b"PAR1", "damaged"),
        (gzip.compress(gzip.compress(b"id\n1\n", mtime=0), mtime=0), "another packed file"),
    ],
)
def test_what_is_no_table_is_named(put, content, word):
    assert word.lower() in refused(put(content)).lower()


def test_a_file_that_is_not_there(tmp_path):
    assert "cannot be opened" in refused(tmp_path / "none.csv")


def _gz() -> bytes:
    return gzip.compress(
        ("id,place\n" + "".join(f"{n},x{n * 7919}\n" for n in range(5000))).encode()
    )


def _zip(*names: str, content: bytes = b"id,place\n1,x\n") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, content)
    return buffer.getvalue()


def _parquet() -> bytes:
    buffer = io.BytesIO()
    pq.write_table(pa.table({"id": list(range(5000)), "place": ["x"] * 5000}), buffer)
    return buffer.getvalue()


def _xlsx(rows=(("id", "place"), (1, "x")), sheet="Data") -> bytes:
    book = openpyxl.Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("whole", [_gz, lambda: _zip("a.csv"), _parquet, _xlsx])
@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.99])
def test_a_file_cut_off_anywhere_is_refused(put, whole, share):
    content = whole()
    open_table(put(content)).count()
    assert "cut off" in refused(put(content[: int(len(content) * share)]))


@pytest.mark.parametrize("at", [0.3, 0.6, 0.95])
def test_damage_inside_a_packed_file_is_found(put, at):
    content = bytearray(_gz())
    for offset in range(8):
        content[int(len(content) * at) + offset] ^= 0xFF
    assert "damaged" in refused(put(bytes(content)))


def test_text_cut_off_inside_a_row_is_refused(put):
    whole = ged_text({}, {}, {})
    path = put(whole[: whole.rindex(",2024-03-05")])
    with pytest.raises(InvalidInput, match="middle of the row at line 4"):
        ucdp.check(path)


def test_text_cut_off_inside_a_quotation_is_refused(put):
    assert "quotation" in refused(put('id,note\n1,"it began\nand went on\n'))


def test_a_last_row_without_line_end_is_taken(put):
    assert rows_of(put("id,place\n1,x\n2,y")) == [["1", "x"], ["2", "y"]]


def test_a_short_row_inside_the_file_is_one_bad_row(put):
    table = open_table(put("id,place,note\n1,x\n2,y,z\n"))
    problems = [problem for _, _, problem in table.rows()]
    assert isinstance(problems[0], Bad)
    assert (problems[0].reason, problems[1]) == ("wrong_cell_count", None)


# Enormous and hostile -------------------------------------------------------------------------


def test_two_gigabytes_are_refused_at_once_and_unread(tmp_path):
    path = tmp_path / "huge.csv"
    path.write_bytes(b"id,place\n")
    os.truncate(path, 2 * 10**9)
    start = time.perf_counter()
    message = refused(path)
    assert "2.0 GB" in message
    assert time.perf_counter() - start < 0.5


def _bomb(kind: str) -> bytes:
    content = b"id,place\n" + b"1,aaaaaaaa\n" * 8_000_000
    return gzip.compress(content, 9) if kind == "gzip" else _zip("a.csv", content=content)


@pytest.mark.parametrize("kind", ["gzip", "zip"])
def test_a_bomb_is_stopped_while_it_unpacks(put, kind):
    path = put(_bomb(kind))
    tracemalloc.start()
    message = refused(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "unpacks to more than" in message
    assert peak < 24 * 2**20


def test_the_absolute_limit_holds_whatever_the_ratio(put):
    path = put(gzip.compress(os.urandom(30_000).hex().encode() + b",x\n1,2\n"))
    assert "unpacks to more than" in refused(path, limits=Limits(unpacked_bytes=20_000))


@pytest.mark.parametrize(
    ("names", "word"),
    [((), "0 tables"), (("a.csv", "b.csv"), "2 tables"), (("photo.jpg",), "0 tables")],
)
def test_a_zip_must_hold_one_table(put, names, word):
    assert word in refused(put(_zip(*names) if names else _zip("readme.txt")))


def test_a_document_is_not_a_table(put):
    assert "document" in refused(put(_zip("word/document.xml", "[Content_Types].xml")))


def test_a_cell_of_ten_megabytes_costs_its_row_only(put):
    path = put(f'id,note\n1,{"x" * 10_000_000}\n2,y\n3,"{"z" * 2_000_000}"\n4,w\n')
    found = [
        (line, problem.reason if problem else "") for line, _, problem in open_table(path).rows()
    ]
    assert found == [(2, "cell_too_long"), (3, ""), (4, "cell_too_long"), (5, "")]


def test_a_line_without_end_is_no_table(put):
    limits = Limits(line_characters=100_000)
    assert "no table" in refused(put("id,note\n1," + "x" * 300_000), limits=limits)


def test_a_nul_costs_its_row_only(put):
    path = put("id,note\n" + "1,fine\n" * 600 + "2,b\0d\n3,fine\n")
    reasons = [problem.reason for _, _, problem in open_table(path).rows() if problem]
    assert reasons == ["nul_character"]


def test_too_many_columns_and_rows(put):
    assert "columns" in refused(put(",".join(f"c{n}" for n in range(2000)) + "\n1\n"))
    assert "rows" in refused(put("id,b\n" + "1,2\n" * 20), limits=Limits(rows=10))


def test_a_parquet_of_absurd_promises_is_refused(put):
    path = put(_parquet(), "a.parquet")
    assert "more than can be taken" in refused(path, limits=Limits(rows=100))
    assert "more than can be taken" in refused(path, limits=Limits(unpacked_bytes=100))


def test_nested_and_binary_parquet_columns_are_left_out(tmp_path):
    path = tmp_path / "a.parquet"
    columns = {"id": [1, None], "tags": [["a"], []], "shape": [b"\0", b"\1"]}
    pq.write_table(pa.table(columns | {"ok": [True, None], "share": [0.5, float("nan")]}), path)
    assert open_table(path).columns == ("id", "ok", "share")
    assert rows_of(path) == [["1", "1", "0.5"], ["", "", ""]]


# Workbooks ------------------------------------------------------------------------------------


def test_a_workbook_is_read_as_text(put):
    rows = [
        ("id", "day", "count", "ok", "note"),
        (1, MORNING.replace(hour=0), 3.0, True, " تل "),
        (2, MORNING.replace(hour=14, minute=30), 2.5, None, None),
        (None, None),
        (3,),
    ]
    path = put(_xlsx(rows), "a.xlsx")
    assert [(line, list(cells)) for line, cells, _ in open_table(path).rows()] == [
        (2, ["1", "2024-03-05", "3", "true", "تل"]),
        (3, ["2", "2024-03-05 14:30:00", "2.5", "", ""]),
        (5, ["3", "", "", "", ""]),
    ]


def test_a_sheet_may_be_named(put):
    path = put(_xlsx(sheet="March"), "a.xlsx")
    assert rows_of(path, sheet="March") == [["1", "x"]]
    assert "choose one of March" in refused(path, sheet="April")


def _changed(member: str, change) -> bytes:
    """Return a workbook in which one part was changed by hand."""
    source, target = io.BytesIO(_xlsx()), io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            content = old.read(info)
            new.writestr(info.filename, change(content) if info.filename == member else content)
    return target.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (lambda xml: ENTITIES + xml, "refused"),
        (lambda xml: b" " * 1_048_570 + ENTITIES + xml, "refused"),
        (lambda xml: xml.decode().encode("utf-16"), "refused"),
        (lambda xml: xml[:-40], "damaged"),
        (lambda xml: xml + b" " * 80_000_000, "unpacks to"),
    ],
    ids=["entities", "entities-late", "utf-16", "cut", "bomb"],
)
def test_a_workbook_with_tricks_is_refused(put, change, word):
    assert word in refused(put(_changed(SHEET, change), "a.xlsx"))


def test_a_workbook_that_claims_to_be_enormous_is_read_for_what_it_is(put):
    content = _changed(SHEET, lambda xml: xml.replace(b'ref="A1:B2"', b'ref="A1:XFD1048576"'))
    start = time.perf_counter()
    assert rows_of(put(content, "a.xlsx")) == [["1", "x"]]
    assert time.perf_counter() - start < 2


def test_a_cell_far_to_the_right_is_refused(put):
    content = _changed(
        SHEET, lambda xml: xml.replace(b'r="B2"', b'r="XFD2"').replace(b'r="B1"', b'r="B1"')
    )
    assert "wider" in refused(put(content, "a.xlsx"))


# The registry ---------------------------------------------------------------------------------


def test_each_reader_has_its_functions_and_its_words():
    for name, item in READERS.items():
        assert item.name == name
        assert callable(item.check)
        assert callable(item.read)
        assert item.label
        assert item.description.endswith(".")
    with pytest.raises(InvalidInput, match="choose one of ucdp-ged"):
        reader("gdelt")
