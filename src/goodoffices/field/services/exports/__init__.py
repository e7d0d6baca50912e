"""Taking submissions out: as tables, as points, as they came."""

from goodoffices.field.services.exports.columns import Layout, Options
from goodoffices.field.services.exports.files import (
    csv_archive,
    flat_csv,
    geojson,
    listed_csv,
    original_archive,
    xlsx,
)
from goodoffices.field.services.exports.rows import Selection

__all__ = [
    "Layout",
    "Options",
    "Selection",
    "csv_archive",
    "flat_csv",
    "geojson",
    "listed_csv",
    "original_archive",
    "xlsx",
]
