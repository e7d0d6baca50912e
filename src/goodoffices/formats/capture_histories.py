"""Read counts of capture histories: a column of 0 and 1 for each list, and how many people.

The table may also hold one row for each person; it then has no column of counts.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from goodoffices.codebook.errors import InvalidInput
from goodoffices.formats.guard import guarded
from goodoffices.formats.tables import Source, Table, open_table

COUNT_WORDS = ("count", "n", "number", "people", "persons", "freq", "frequency")
THEIR_WORDS = ("عدد", "العدد", "מספר", "כמות")
ON_LIST = {"0": 0, "1": 1, "no": 0, "yes": 1, "false": 0, "true": 1, "0.0": 0, "1.0": 1}
MOST = 10**9
LONGEST = 60
"""Characters in the name of a list."""


@dataclass(frozen=True, slots=True)
class Histories:
    """The lists in the order of their columns, and the people of each history.

    ``unseen`` are rows of people who are on none of the lists: they are counted, and not used.
    """

    lists: tuple[str, ...]
    counts: dict[tuple[int, ...], int]
    unseen: int = 0


def read(source: Source, *, lists: Sequence[str] = (), count: str = "") -> Histories:
    """Read a table of histories. Raises `InvalidInput` that names the line and column.

    ``lists``: which columns are the lists; by default all but that of the counts. ``count``: the
    column of counts; by default the one that is called so. A history may stand in several rows.
    """
    table = open_table(source)
    counting = _count_column(table, count)
    chosen = tuple(lists) or tuple(name for name in table.columns if name != counting)
    for name in chosen:
        _known(table, name)
    counts, unseen = _counted(table, chosen, counting)
    return Histories(chosen, counts, unseen)


def _count_column(table: Table, count: str) -> str:
    if count:
        return _known(table, count)
    return next(
        (name for name in table.columns if name.casefold() in COUNT_WORDS + THEIR_WORDS), ""
    )


def _known(table: Table, name: str) -> str:
    if name not in table.columns:
        there = ", ".join(table.columns[:20])
        raise InvalidInput(f"The table has no column {name[:60]}: it has {there}.")
    return name


def _counted(
    table: Table, lists: Sequence[str], counting: str
) -> tuple[dict[tuple[int, ...], int], int]:
    places = [table.columns.index(name) for name in lists]
    of_count = table.columns.index(counting) if counting else None
    found: Counter[tuple[int, ...]] = Counter()
    for line, cells, problem in table.rows():
        if problem is not None:
            raise InvalidInput(f"Line {line} cannot be read: it does not fit the header.")
        history = tuple(_on_list(line, table.columns[one], cells[one]) for one in places)
        found[history] += 1 if of_count is None else _people(line, counting, cells[of_count])
    if not found:
        raise InvalidInput("The table has a header but no rows: there is nothing to estimate from.")
    unseen = sum(number for history, number in found.items() if not any(history))
    return {history: number for history, number in found.items() if any(history)}, unseen


def _on_list(line: int, column: str, cell: str) -> int:
    told = ON_LIST.get(cell.strip().casefold())
    if told is None:
        raise InvalidInput(
            f"Line {line}, column {column}: a list has 1 for people who are on it and 0 for those "
            "who are not. Name the columns of the lists with --list if there are others."
        )
    return told


def _people(line: int, column: str, cell: str) -> int:
    text = cell.strip().removesuffix(".0")
    if not text.isdecimal() or int(text) > MOST:
        raise InvalidInput(f"Line {line}, column {column}: this is not a whole number of people.")
    return int(text)


def written(lists: Sequence[str], counts: Mapping[tuple[int, ...], int]) -> bytes:
    """Write a table that `read` reads: the same counts always give the same bytes.

    Histories follow by the number of their lists, then by the order of the lists; those of nobody
    are left out.
    """
    rows = sorted(counts, key=lambda one: (sum(one), [-on_it for on_it in one]))
    lines = [[*map(str, one), str(counts[one])] for one in rows if counts[one]]
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\n").writerows([[*lists, "count"], *lines])
    return buffer.getvalue().encode()


def refuse_names(lists: Sequence[str]) -> None:
    """Raise `InvalidInput` for names of lists that a table or a page could not show."""
    for name in lists:
        bad = not name.strip() or len(name) > LONGEST or not name.isprintable()
        if bad or guarded(name) != name or name.casefold() in COUNT_WORDS + THEIR_WORDS:
            raise InvalidInput(
                f"A list needs a name of 1 to {LONGEST} characters that does not begin with a sign"
                " such as = or + and is not a word for a count.",
                code="bad-list-name",
            )
