"""Write the sheets of a form as an XLSX workbook that people can open and change."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence


def write_workbook(sheets: Mapping[str, Sequence[Mapping[str, str]]]) -> bytes:
    """Return the bytes of a workbook with one sheet a name; headings are the keys in order.

    Nothing in it depends on the moment: the same sheets give the same bytes' worth of cells.
    """
    import openpyxl
    from openpyxl.styles import Alignment, Font

    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        headings = list(dict.fromkeys(heading for row in rows for heading in row))
        sheet.append(headings)
        for row in rows:
            sheet.append([row.get(heading) or None for heading in headings])
        for cell in sheet[1]:
            cell.font = Font(bold=True)
        for number, heading in enumerate(headings, 1):
            letter = openpyxl.utils.get_column_letter(number)
            sheet.column_dimensions[letter].width = 40 if "::" in heading else 18
            for row_cells in sheet.iter_rows(min_row=2, min_col=number, max_col=number):
                row_cells[0].alignment = Alignment(wrap_text="::" in heading, vertical="top")
        sheet.freeze_panes = "A2"
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
