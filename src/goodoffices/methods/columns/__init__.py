"""Many records as a few long rows of numbers: packed narrowly, then counted all at once."""

from .counting import Area, areas, by_value, first_of, grouped, least, most, total
from .packing import joined, known, pack, pack_floats, unpack
from .table import Columns

__all__ = [
    "Area",
    "Columns",
    "areas",
    "by_value",
    "first_of",
    "grouped",
    "joined",
    "known",
    "least",
    "most",
    "pack",
    "pack_floats",
    "total",
    "unpack",
]
