"""Why a row was not taken: stable codes with an English sentence each.

The sentences are plain templates with named places for `str.format`; a translation keeps the
names. ``{column}`` and ``{value}`` are always there; the others come from `Rejection.detail`.
"""

from __future__ import annotations

from goodoffices.formats.values import Rejection

REASONS: dict[str, str] = {
    "wrong_cell_count": "The row has {found} cells where the header has {expected}.",
    "cell_too_long": "The cell is longer than {limit} characters.",
    "nul_character": "The row contains a NUL character, which text never has.",
    "missing_value": "The column {column} is empty, and it is needed.",
    "unknown_code": "The column {column} holds {value}, which is not one of its known codes.",
    "bad_date": "The column {column} holds {value}, which is not a date in the expected form.",
    "dates_out_of_order": "The end date {value} lies before the start date {start}.",
    "bad_number": "The column {column} holds {value}, which is not a number.",
    "bad_count": "The column {column} holds {value}, which is not a whole number of people.",
    "bad_coordinate": "The column {column} holds {value}, which is not a degree on the map.",
    "half_coordinate": "Only one of latitude and longitude is given.",
    "repeated_id": "The identifier {value} occurs earlier in the same file.",
    "nothing_said": "The row names no date, no place, no type, no toll and has no text.",
}

REMARKS: dict[str, str] = {
    "bounds_reordered": "The source's own low, best and high figures were out of order and have "
    "been put in order; the row as received keeps what was written.",
    "zero_may_mean_unknown": "This source writes 0 also where it does not know the number.",
}


class Bad(Exception):
    """Raised while reading one row: it will become a `Rejection`."""

    def __init__(self, column: str, value: str, reason: str, **detail: str) -> None:
        super().__init__(reason)
        self.column, self.value, self.reason, self.detail = column, value, reason, detail

    def rejection(self, line: int, external_id: str = "") -> Rejection:
        """Say where the row stands and why it was refused; long values are cut to 200."""
        value = self.value if len(self.value) <= 200 else self.value[:199] + "…"
        return Rejection(line, self.column, value, self.reason, external_id[:200], self.detail)


def explain(rejection: Rejection) -> str:
    """Say in one English sentence why a row was refused."""
    words = {"column": rejection.column, "value": rejection.value, **rejection.detail}
    return REASONS[rejection.reason].format(**words)
