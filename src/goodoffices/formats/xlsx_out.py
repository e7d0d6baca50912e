"""Write rows as an XLSX sheet in which text is text and nothing runs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, BinaryIO

from goodoffices.codebook.errors import InvalidInput

ROWS = 1_048_575
CELL = 32_767
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


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
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\']", " ", title)[:31] or "Sheet")
    sheet.sheet_view.rightToLeft = right_to_left
    sheet.freeze_panes = "A2"
    names = [(labels or {}).get(name, name) for name in columns]
    sheet.append([_typed(sheet, name) for name in names])
    try:
        count = _append(sheet, rows, columns)
    except BaseException:
        sheet.close()
        raise
    book.save(target)
    return count


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
