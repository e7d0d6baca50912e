"""Open any table a person may hand in (CSV, XLSX, Parquet; packed or not) safely, row by row.

`open_table` finds out from the content what the file is, refuses what it cannot take with one
sentence, and returns a `Table` whose rows are text.
"""

from goodoffices.formats.tables.limits import Limits, Source
from goodoffices.formats.tables.opening import open_table
from goodoffices.formats.tables.table import Row, Table

__all__ = ["Limits", "Row", "Source", "Table", "open_table"]
