"""Read one sheet of an XLSX workbook as rows of text, without loading the workbook whole."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from functools import partial
from typing import Any

from goodoffices.codebook.errors import InvalidInput
from goodoffices.formats.reasons import Bad
from goodoffices.formats.tables.limits import Limits, Source, opened, size_of
from goodoffices.formats.tables.parquet import number_text
from goodoffices.formats.tables.table import Row, Table, tidy_columns
from goodoffices.formats.tables.unpacking import BROKEN, opened_zip

DAMAGED = "The Excel file is damaged or cut off: save it again, nothing was loaded."
HOSTILE = "The Excel file holds parts no spreadsheet program writes: it was refused."


def open_xlsx(source: Source, *, sheet: str | None, limits: Limits) -> Table:
    """Open a sheet, the first one with rows unless one is named. Raises `InvalidInput`."""
    with opened(source) as handle:
        refuse_hostile(handle, limits)
    name, columns = _header(source, sheet, limits)
    return Table("xlsx", columns, partial(_rows, source, name, columns, limits))


def refuse_hostile(handle: Any, limits: Limits) -> None:
    """Refuse a workbook that unpacks to far too much, is cut off or holds entities.

    Raises `InvalidInput` with the code ``bomb``, ``damaged`` or ``hostile``.
    """
    packed = size_of(handle)
    with opened_zip(handle) as archive:
        members = archive.infolist()
        total = sum(member.file_size for member in members)
        if total > limits.sheet_bytes or total > max(limits.ratio_from, packed * limits.ratio):
            raise InvalidInput(
                f"The Excel file unpacks to {total / 1e6:,.0f} MB, more than can be taken: save "
                "the sheet as CSV and load that.",
                code="bomb",
            )
        for member in members:
            if member.filename.endswith("sharedStrings.xml"):
                _refuse_large(member, limits)
            if member.filename.endswith((".xml", ".rels")):
                _refuse_declarations(archive, member)


def _refuse_large(member: zipfile.ZipInfo, limits: Limits) -> None:
    if member.file_size > limits.shared_text_bytes:
        raise InvalidInput(
            "The Excel file holds more text than can be taken: save the sheet as CSV and load "
            "that.",
            code="bomb",
        )


def _refuse_declarations(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Refuse document types and entities (the classic XML bombs); also finds cut-off members."""
    tail = b""
    try:
        with archive.open(member) as part:
            while chunk := part.read(2**20):
                if not tail and chunk.startswith((b"\xff\xfe", b"\xfe\xff")):
                    raise InvalidInput(HOSTILE, code="hostile")
                if b"<!DOCTYPE" in tail + chunk or b"<!ENTITY" in tail + chunk:
                    raise InvalidInput(HOSTILE, code="hostile")
                tail = chunk[-16:]
    except (*BROKEN, RuntimeError, NotImplementedError):
        raise InvalidInput(DAMAGED, code="damaged") from None


def _sheets(source: Source, limits: Limits) -> Iterator[tuple[str, Iterator[tuple[Any, ...]]]]:
    """Yield each sheet's name and its rows of values; the workbook is closed at the end."""
    import openpyxl

    with opened(source) as handle, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            book = openpyxl.load_workbook(handle, read_only=True, data_only=True, keep_links=False)
        except Exception:
            raise InvalidInput(DAMAGED) from None
        try:
            for worksheet in book.worksheets:
                worksheet.reset_dimensions()
                yield worksheet.title, _values(worksheet, limits)
        finally:
            book.close()


def _values(worksheet: Any, limits: Limits) -> Iterator[tuple[Any, ...]]:
    """Yield rows of values. Whatever the XML parser stumbles over is one sentence."""
    rows = worksheet.iter_rows(values_only=True)
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except Exception:
            raise InvalidInput(DAMAGED) from None
        if len(row) > limits.columns and any(value is not None for value in row[limits.columns :]):
            raise InvalidInput(
                f"The sheet is wider than {limits.columns:,} columns: it was refused."
            )
        yield row


def _header(source: Source, sheet: str | None, limits: Limits) -> tuple[str, tuple[str, ...]]:
    names = []
    for name, rows in _sheets(source, limits):
        names.append(name)
        if sheet is not None and name != sheet:
            continue
        for row in rows:
            cells = _trimmed([cell_text(value) for value in row])
            if cells:
                return name, tidy_columns(cells)
    if sheet is not None and sheet not in names:
        raise InvalidInput(f"There is no sheet {sheet[:60]!r}: choose one of {', '.join(names)}.")
    raise InvalidInput("The Excel file has no rows: nothing was loaded.")


def _rows(source: Source, sheet: str, columns: tuple[str, ...], limits: Limits) -> Iterator[Row]:
    width, header, given = len(columns), True, 0
    for name, rows in _sheets(source, limits):
        if name != sheet:
            continue
        for line, row in enumerate(rows, start=1):
            cells = _trimmed([cell_text(value) for value in row])
            if not cells:
                continue
            if header:
                header = False
                continue
            given += 1
            if given > limits.rows:
                raise InvalidInput(f"The table has more than {limits.rows:,} rows: split it.")
            cells.extend([""] * (width - len(cells)))
            yield line, cells, _problem(cells, columns, limits)


def _problem(cells: list[str], columns: tuple[str, ...], limits: Limits) -> Bad | None:
    if len(cells) > len(columns):
        found, expected = str(len(cells)), str(len(columns))
        return Bad("", cells[0], "wrong_cell_count", found=found, expected=expected)
    for name, cell in zip(columns, cells, strict=True):
        if len(cell) > limits.cell_characters:
            return Bad(name, cell, "cell_too_long", limit=f"{limits.cell_characters:,}")
    return None


def _trimmed(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells.pop()
    return cells


def cell_text(value: Any) -> str:
    """Write a spreadsheet value as text: dates in ISO form, whole numbers without a fraction."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return number_text(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value).strip()
