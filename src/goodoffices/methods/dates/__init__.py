"""Dates as exact as their source: EDTF level 1 spans, read, typed, compared and printed."""

from .edtf import from_dates, of_days, parse
from .printed import print_span
from .span import FIRST_YEAR, LAST_YEAR, UNKNOWN, Span, midpoint, overlaps, sort_key
from .typed import Order, parse_typed

__all__ = [
    "FIRST_YEAR",
    "LAST_YEAR",
    "UNKNOWN",
    "Order",
    "Span",
    "from_dates",
    "midpoint",
    "of_days",
    "overlaps",
    "parse",
    "parse_typed",
    "print_span",
    "sort_key",
]
