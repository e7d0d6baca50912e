"""The door: from whatever was handed in to a table, or one sentence that says why not."""

from __future__ import annotations

from goodoffices.formats.tables.limits import Limits, Source, opened, refuse_by_size
from goodoffices.formats.tables.sniffing import kind_of
from goodoffices.formats.tables.table import Table
from goodoffices.formats.tables.text import Headerless, open_text

DEFAULT = Limits()


def open_table(
    source: Source,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
    headerless: Headerless | None = None,
    limits: Limits = DEFAULT,
) -> Table:
    """Open a CSV, XLSX or Parquet table, the first also inside gzip or zip.

    The content decides, never the name. ``encoding`` and ``delimiter`` overrule what would be
    found; ``sheet`` names a sheet of an XLSX (else the first with rows); ``headerless`` gets the
    first row and returns column names where that row is data already. Raises `InvalidInput`.
    """
    with opened(source) as handle:
        refuse_by_size(handle, limits)
        kind = kind_of(handle)
    if kind == "parquet":
        from goodoffices.formats.tables.parquet import open_parquet

        return open_parquet(source, limits=limits)
    if kind == "xlsx":
        from goodoffices.formats.tables.xlsx import open_xlsx

        return open_xlsx(source, sheet=sheet, limits=limits)
    return open_text(
        source,
        kind,
        encoding=encoding,
        delimiter=delimiter,
        headerless=headerless,
        limits=limits,
    )
