"""Find out from its first bytes what a file really is, whatever its name says."""

from __future__ import annotations

import re
from typing import BinaryIO

from goodoffices.codebook.errors import InvalidInput

HEAD = 65_536
TAKEN = "Load a CSV, XLSX or Parquet table."
SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "a PDF document"),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "an old Excel file (.xls), or one locked with a password: save it as XLSX or CSV first",
    ),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"BZh", "packed with bzip2: unpack it first"),
    (b"\xfd7zXZ\x00", "packed with xz: unpack it first"),
    (b"\x28\xb5\x2f\xfd", "packed with zstd: unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "packed with 7-Zip: unpack it first"),
    (b"Rar!", "packed with RAR: unpack it first"),
    (b"SQLite format 3\x00", "a SQLite database"),
    (b"ARROW1", "an Arrow file: save it as Parquet first"),
    (b"RDX", "an R data file: save it as CSV first"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
)
MARKUP = re.compile(rb"<(!doctype html|html|head|body|!--|\?xml|script)", re.IGNORECASE)
CONTROL = bytes(set(range(32)) - {9, 10, 12, 13, 26, 27})


def kind_of(handle: BinaryIO) -> str:
    """Return ``gzip``, ``zip``, ``xlsx``, ``parquet`` or ``text``. Raises `InvalidInput`.

    The handle stands at the start before and after.
    """
    head = handle.read(HEAD)
    handle.seek(0)
    if head.startswith(b"\x1f\x8b"):
        return "gzip"
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(b"PK\x03\x04"):
        return _kind_of_zip(handle)
    refuse_unless_text(head)
    return "text"


def _kind_of_zip(handle: BinaryIO) -> str:
    from goodoffices.formats.tables.unpacking import opened_zip

    with opened_zip(handle) as archive:
        names = set(archive.namelist())
    handle.seek(0)
    if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
        if "xl/workbook.bin" in names:
            raise InvalidInput("The file is a binary Excel workbook: save it as XLSX first.")
        return "xlsx"
    if any(name.startswith(("word/", "ppt/", "META-INF/")) for name in names):
        raise InvalidInput(f"The file is a document, not a table. {TAKEN}")
    return "zip"


def refuse_unless_text(head: bytes) -> None:
    """Say what a file is that is no plain text table. Raises `InvalidInput`, or returns."""
    for signature, what in SIGNATURES:
        if head.startswith(signature):
            raise InvalidInput(f"The file is {what}. {TAKEN}")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:512]
    if MARKUP.match(start):
        raise InvalidInput(
            "The file is a web page or XML, not a table (often an error or login page saved under "
            f"the table's name): fetch it again. {TAKEN}"
        )
    if start.startswith((b"{", b"[{", b"[\n", b"[\r")):
        raise InvalidInput(f"The file is JSON, not a table. {TAKEN}")
    rubbish = len(head) - len(head.translate(None, CONTROL))
    if rubbish > 32 or rubbish * 8 > len(head):
        raise InvalidInput(f"The file is not text: it holds bytes no table has. {TAKEN}")
