"""Read any CSV, XLSX or Parquet table through a saved mapping of its columns."""

from goodoffices.formats.mapping.columns import (
    DATE_ORDERS,
    ColumnMapping,
    PartyColumn,
    TollColumns,
)
from goodoffices.formats.mapping.exchange import EXPORT_COLUMNS, EXPORT_MAPPING
from goodoffices.formats.mapping.reading import Preview, check, preview, read
from goodoffices.formats.mapping.suggesting import suggest_mapping

__all__ = [
    "DATE_ORDERS",
    "EXPORT_COLUMNS",
    "EXPORT_MAPPING",
    "ColumnMapping",
    "PartyColumn",
    "Preview",
    "TollColumns",
    "check",
    "preview",
    "read",
    "suggest_mapping",
]
