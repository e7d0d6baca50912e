"""One opened table: its columns, and its rows as text in file order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from goodoffices.codebook.errors import InvalidInput
from goodoffices.formats.reasons import Bad

Row: TypeAlias = tuple[int, Sequence[str], Bad | None]
"""(line counted from 1, cells as text, what is wrong with the row as such or None)."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose type, encoding and columns are known.

    ``rows`` starts again from the top at each call and holds one row (or one Parquet batch) in
    memory; it raises `InvalidInput` where the file turns out to be broken.
    """

    kind: str
    columns: tuple[str, ...]
    rows: Callable[[], Iterator[Row]]
    encoding: str = ""
    delimiter: str = ""
    header: bool = True

    def count(self) -> int:
        """Look through the whole table and return how many rows it has. Raises `InvalidInput`."""
        found = sum(1 for _ in self.rows())
        if not found:
            raise InvalidInput("The table has a header but no rows: nothing was loaded.")
        return found


def tidy_columns(cells: Sequence[str]) -> tuple[str, ...]:
    """Trim header cells; a blank or repeated name gets its column's number."""
    seen: set[str] = set()
    names: list[str] = []
    for number, cell in enumerate(cells, start=1):
        name = " ".join(cell.replace("\ufeff", "").split()) or f"column {number}"
        if name in seen:
            name = f"{name} ({number})"
        seen.add(name)
        names.append(name)
    return tuple(names)
