"""The sheets of an XLSForm as rows of text that remember where they stood."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from goodoffices.codebook.errors import InvalidInput
from goodoffices.formats.tables.limits import Limits
from goodoffices.formats.tables.sniffing import kind_of
from goodoffices.formats.tables.xlsx import cell_text, refuse_hostile
from goodoffices.formats.xlsforms.values import ERROR, Finding

SHEETS = ("survey", "choices", "settings", "external_choices", "entities", "osm")
"""The sheets that XLSForm knows; others are notes of the author and are left alone."""

MOST_ROWS = {"survey": 5_000}
ROWS = 20_000
"""Rows that a sheet may have: more questions, or more choices, than a form ever asks."""

COLUMNS = 500
EMPTY_ROWS = 2_000
"""After so many empty rows the sheet is over, whatever a program has formatted below."""

LIMITS = Limits(
    file_bytes=10 * 2**20,
    ratio_from=40 * 2**20,
    sheet_bytes=100 * 2**20,
    shared_text_bytes=40 * 2**20,
)
FAILED = {"#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!"}
FORMULA = re.compile(rb"<f[ />]")


class Refused(Exception):
    """The file cannot be read as a form: it carries the one finding that says why."""

    def __init__(self, code: str, *, sheet: str = "", row: int | None = None, **facts: str) -> None:
        super().__init__(code)
        facts = facts | ({"sheet": sheet} if sheet else {})
        self.finding = Finding(code, ERROR, sheet=sheet, row=row, facts=facts)


@dataclass(slots=True)
class Sheet:
    """One sheet: its headings in order, and its rows as {heading: text}; ``rows[0]`` is row 2.

    Empty rows stay, so that the number of a row is always its place plus two.
    """

    name: str
    headings: list[str] = field(default_factory=list)
    rows: list[dict[str, str]] = field(default_factory=list)

    def numbered(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Yield the rows that hold something with their number in the spreadsheet."""
        return ((number, row) for number, row in enumerate(self.rows, 2) if row)

    def heading(self, *names: str) -> str:
        """Return the heading the sheet uses for one of some names, or an empty text."""
        folded = {_folded(heading): heading for heading in self.headings}
        return next((folded[name] for name in names if name in folded), "")

    def get(self, row: dict[str, str], *names: str) -> str:
        """Return the cell of a row under the first of some names the sheet has."""
        return row.get(self.heading(*names), "")


@dataclass(slots=True)
class Book:
    """A workbook: the sheets XLSForm knows by their small names, and what is odd about cells."""

    sheets: dict[str, Sheet] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def __getitem__(self, name: str) -> Sheet:
        return self.sheets.get(name) or Sheet(name)


def _folded(heading: str) -> str:
    return "_".join(heading.split()).lower()


def read_book(content: bytes) -> Book:
    """Read the sheets of an XLSX workbook. Raises `Refused` for what is none, or is too much."""
    stream = io.BytesIO(content)
    _refuse_foreign(stream)
    book = Book()
    for name, rows in _worksheets(stream, book, formulas=False):
        book.sheets[name] = _sheet(name, rows, book.findings)
    if _has_formulas(stream):
        _find_uncalculated(stream, book)
    if not book["survey"].headings:
        raise Refused("no-survey")
    return book


def _refuse_foreign(stream: io.BytesIO) -> None:
    stream.seek(0)
    try:
        if kind_of(stream) != "xlsx":
            raise Refused("not-a-form")
        refuse_hostile(stream, LIMITS)
    except InvalidInput as error:
        known = error.code if error.code in {"bomb", "hostile", "damaged"} else "not-a-form"
        damaged = stream.getvalue().startswith(b"PK") and known == "not-a-form"
        raise Refused("damaged" if damaged else known) from None


def _worksheets(
    stream: io.BytesIO, book: Book, *, formulas: bool
) -> Iterator[tuple[str, Iterator[Sequence[Any]]]]:
    """Yield the known sheets with their rows of values (or of formulas)."""
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            stream.seek(0)
            found = openpyxl.load_workbook(
                stream, read_only=True, data_only=not formulas, keep_links=False
            )
        except (MemoryError, RecursionError):
            raise
        except Exception:
            raise Refused("damaged") from None
        book.names = [sheet.title for sheet in found.worksheets]
        alone = len(found.worksheets) == 1
        for worksheet in found.worksheets:
            name = worksheet.title.lower()
            if name in SHEETS or alone:
                worksheet.reset_dimensions()
                yield name if name in SHEETS else "survey", _values(worksheet)
        found.close()


def _values(worksheet: Any) -> Iterator[Sequence[Any]]:
    """Yield rows of values. Whatever the XML parser stumbles over is one finding."""
    rows = worksheet.iter_rows(values_only=True, max_col=COLUMNS + 1)
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except (MemoryError, RecursionError):
            raise
        except Exception:
            raise Refused("damaged") from None
        yield row


def _sheet(name: str, rows: Iterator[Sequence[Any]], findings: list[Finding]) -> Sheet:
    sheet = Sheet(name)
    columns = _headings(sheet, next(rows, ()), findings)
    most, empty, given = MOST_ROWS.get(name, ROWS), 0, 0
    for number, values in enumerate(rows, 2):
        cells = _cells(sheet, number, columns, values, findings)
        empty = 0 if cells else empty + 1
        given += bool(cells)
        if given > most:
            raise Refused("too-many-rows", sheet=name, row=number, limit=f"{most:,}")
        if empty > EMPTY_ROWS:
            break
        sheet.rows.append(cells)
    while sheet.rows and not sheet.rows[-1]:
        sheet.rows.pop()
    return sheet


def _headings(sheet: Sheet, values: Sequence[Any], findings: list[Finding]) -> dict[int, str]:
    columns: dict[int, str] = {}
    for index, value in enumerate(values):
        heading = " ".join(_text(value).split())
        if not heading:
            continue
        if index >= COLUMNS:
            raise Refused("too-wide", sheet=sheet.name, row=1, limit=f"{COLUMNS:,}")
        if heading in sheet.headings:
            facts = {"column": heading}
            findings.append(Finding("repeated-column", ERROR, sheet.name, 1, heading, facts=facts))
            continue
        sheet.headings.append(heading)
        columns[index] = heading
    return columns


def _cells(
    sheet: Sheet,
    number: int,
    columns: dict[int, str],
    values: Sequence[Any],
    findings: list[Finding],
) -> dict[str, str]:
    cells = {}
    for index, heading in columns.items():
        text = _text(values[index]) if index < len(values) else ""
        if text in FAILED:
            facts = {"value": text}
            findings.append(
                Finding("formula-error", ERROR, sheet.name, number, heading, facts=facts)
            )
        if text:
            cells[heading] = text
    return cells


def _text(value: Any) -> str:
    """Write a cell as XLSForm wants it: TRUE and FALSE in capitals, no odd spaces."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime) and value.time().isoformat() != "00:00:00":
        return value.isoformat()
    return cell_text(value).replace("\u00a0", " ").strip()


def _has_formulas(stream: io.BytesIO) -> bool:
    stream.seek(0)
    with zipfile.ZipFile(stream) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/"):
                tail = b""
                with archive.open(name) as part:
                    while chunk := part.read(2**20):
                        if FORMULA.search(tail + chunk):
                            return True
                        tail = chunk[-2:]
    return False


def _find_uncalculated(stream: io.BytesIO, book: Book) -> None:
    """Find formulas that no spreadsheet program has worked out: their cells look empty."""
    for name, rows in _worksheets(stream, Book(), formulas=True):
        sheet, headings = book[name], next(rows, ())
        for number, values in enumerate(rows, 2):
            if number - 2 >= len(sheet.rows):
                break
            for index, value in enumerate(values):
                if not (isinstance(value, str) and value.startswith("=")) or index >= COLUMNS:
                    continue
                heading = " ".join(_text(headings[index]).split()) if index < len(headings) else ""
                if heading and heading not in sheet.rows[number - 2]:
                    found = Finding("uncalculated", ERROR, name, number, heading)
                    book.findings.append(found)
