"""Tables of published studies: counts that anybody may check."""

from __future__ import annotations

from goodoffices.methods.undercount import CaptureTable, capture_table

KOSOVO_LISTS = ("EXH", "ABA", "OSCE", "HRW")
KOSOVO = {
    (0, 0, 0, 1): 306,
    (0, 0, 1, 0): 936,
    (0, 0, 1, 1): 123,
    (0, 1, 0, 0): 845,
    (0, 1, 0, 1): 31,
    (0, 1, 1, 0): 217,
    (0, 1, 1, 1): 32,
    (1, 0, 0, 0): 1131,
    (1, 0, 0, 1): 106,
    (1, 0, 1, 0): 228,
    (1, 0, 1, 1): 42,
    (1, 1, 0, 0): 177,
    (1, 1, 0, 1): 18,
    (1, 1, 1, 0): 181,
    (1, 1, 1, 1): 27,
}
"""Killings in Kosovo, March to June 1999, on four lists (Ball and others, 2002)."""

NAMED_MODEL = "[EXH HRW] [OSCE HRW] [EXH ABA OSCE]"
"""All pairs but ABA and HRW, and the three of EXH, ABA and OSCE: the published model."""

SPINA_BIFIDA = (0, 60, 49, 4, 247, 112, 142, 12)
"""Three lists, counts in the order 000, 001, ... 111 (Madigan and York, 1997)."""

FIVE_LISTS = (0, 27, 37, 19, 4, 4, 1, 1, 97, 22, 37, 25, 2, 1, 3, 5)
FIVE_LISTS += (83, 36, 34, 18, 3, 5, 0, 2, 30, 5, 23, 8, 0, 3, 0, 2)
"""Five lists with 537 people, in the same order (Madigan and York, 1997)."""


def kosovo() -> CaptureTable:
    """Return the table of the four lists."""
    return capture_table(KOSOVO_LISTS, KOSOVO)


def in_order(names: str, counts: tuple[int, ...]) -> CaptureTable:
    """Make a table from counts in the order of their histories read as binary numbers."""
    width = len(names)
    histories = {
        tuple(int(digit) for digit in f"{place:0{width}b}"): count
        for place, count in enumerate(counts)
        if place
    }
    return capture_table(tuple(names), histories)
