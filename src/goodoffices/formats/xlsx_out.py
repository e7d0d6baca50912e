"""Write rows as an XLSX sheet in which text is text and nothing runs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, BinaryIO

from goodoffices.codebook.errors import InvalidInput

ROWS = 1_048_575
CELL = 32_767
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class SheetRows:
    """One sheet of a book: its title, its columns, and its rows, read once."""

    title: str
    columns: Sequence[str]
    rows: Iterable[Mapping[str, Any]]
    labels: Mapping[str, str] | None = None


def write(
    rows: Iterable[Mapping[str, Any]],
    columns: Sequence[str],
    target: BinaryIO,
    *,
    labels: Mapping[str, str] | None = None,
    title: str = "Good Offices",
    right_to_left: bool = False,
) -> int:
    """Write one sheet to a binary file and return the number of rows under the header.

    Text stays text, whatever it begins with. Raises `InvalidInput` above 1,048,575 rows, the most
    a sheet can hold.
    """
    only = SheetRows(title, columns, rows, labels)
    return write_book([only], target, right_to_left=right_to_left)[0]


def write_book(
    sheets: Iterable[SheetRows], target: BinaryIO, *, right_to_left: bool = False
) -> list[int]:
    """Write several sheets to a binary file and return the number of rows of each."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    counts = [_sheet(book, one, right_to_left) for one in sheets]
    book.save(target)
    return counts


def _sheet(book: Any, made_of: SheetRows, right_to_left: bool) -> int:
    title = re.sub(r"[\[\]:*?/\\']", " ", made_of.title)[:31].strip() or "Sheet"
    sheet = book.create_sheet(title)
    sheet.sheet_view.rightToLeft = right_to_left
    sheet.freeze_panes = "A2"
    names = [(made_of.labels or {}).get(name, name) for name in made_of.columns]
    sheet.append([_typed(sheet, name) for name in names])
    try:
        return _append(sheet, made_of.rows, made_of.columns)
    except BaseException:
        sheet.close()
        raise


def _append(sheet: Any, rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> int:
    count = 0
    for count, row in enumerate(rows, start=1):
        if count > ROWS:
            raise InvalidInput(
                f"A sheet holds at most {ROWS:,} rows: narrow the selection or choose CSV."
            )
        sheet.append([_typed(sheet, row.get(name)) for name in columns])
    return count


def _typed(sheet: Any, value: Any) -> Any:
    from openpyxl.cell import WriteOnlyCell

    if value is None or isinstance(value, bool | int | date):
        return _without_zone(value)
    if isinstance(value, float):
        return value if value - value == 0 else None
    if isinstance(value, list | tuple | set | frozenset):
        value = "; ".join(str(item) for item in value)
    text = FORBIDDEN.sub("\ufffd", str(value))
    cell = WriteOnlyCell(sheet, value=text if len(text) <= CELL else text[: CELL - 1] + "…")
    cell.data_type = "s"
    return cell


def _without_zone(value: Any) -> Any:
    """Excel knows no time zones: times are written as they read in UTC."""
    if isinstance(value, datetime) and value.tzinfo is not None:
        from datetime import UTC

        return value.astimezone(UTC).replace(tzinfo=None)
    return value
