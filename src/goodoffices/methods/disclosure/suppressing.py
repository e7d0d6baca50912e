"""Small counts in a table taken out, and others with them so that no total gives them back.

A table of counts is published with its totals, so what was taken out of a line follows by
subtraction where it is the only one there. Seen as a graph of lines joined by what was taken out,
a cell follows from the rest exactly where it is a bridge (Gusfield 1988): so bridges are closed to
circles by taking out the least that is needed.
"""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

TOTAL = ""
"""The name of the line of totals."""

Cell = tuple[str, str]
_Line = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Suppressed:
    """A table with its totals: what is published, what was taken out and why.

    ``cells`` holds every published count by (row, column), totals under `TOTAL`; ``small`` were
    taken out because they are small, ``beside`` so that the small ones cannot be computed.
    """

    cells: Mapping[Cell, int]
    small: frozenset[Cell]
    beside: frozenset[Cell]


def suppress(counts: Mapping[Cell, int], smallest: int) -> Suppressed:
    """Take out of a table what is at least 1 and below ``smallest``, and what would betray it.

    Zeros stay: that nothing was counted singles nobody out, and a zero protects nothing. A cell
    taken out can be one more or one less than it is without any published count being another.
    """
    table = with_totals(counts)
    small = frozenset(cell for cell, count in table.items() if 0 < count < smallest)
    gone = set(small)
    for cell in sorted(exposed_cells(gone)):
        if cell in exposed_cells(gone):
            gone |= _closing(cell, gone, table)
    published = {cell: count for cell, count in table.items() if cell not in gone}
    return Suppressed(published, small, frozenset(gone - small))


def with_totals(counts: Mapping[Cell, int]) -> dict[Cell, int]:
    """Return a table with a total for each row, each column and the whole, empty cells as 0."""
    rows = sorted({row for row, _column in counts})
    columns = sorted({column for _row, column in counts})
    table = {(row, column): counts.get((row, column), 0) for row in rows for column in columns}
    totals: Counter[Cell] = Counter()
    for (row, column), count in table.items():
        for cell in ((row, TOTAL), (TOTAL, column), (TOTAL, TOTAL)):
            totals[cell] += count
    return {**table, **{cell: totals[cell] for cell in sorted(totals)}}


def exposed_cells(gone: Iterable[Cell]) -> set[Cell]:
    """Return those cells taken out that follow exactly from all that is published."""
    edges: dict[_Line, list[_Line]] = defaultdict(list)
    for row, column in gone:
        edges["row", row].append(("column", column))
        edges["column", column].append(("row", row))
    found: set[Cell] = set()
    order: dict[_Line, int] = {}
    low: dict[_Line, int] = {}
    for start in sorted(edges):
        if start not in order:
            _bridges(start, edges, order, low, found)
    return found


def _bridges(
    start: _Line,
    edges: Mapping[_Line, list[_Line]],
    order: dict[_Line, int],
    low: dict[_Line, int],
    found: set[Cell],
) -> None:
    """Walk from a line along what was taken out, without recursion (Tarjan 1974)."""
    order[start] = low[start] = len(order)
    path: list[tuple[_Line, _Line | None, Iterable[_Line]]] = [(start, None, iter(edges[start]))]
    while path:
        here, parent, onward = path[-1]
        after = next(iter(onward), None)
        if after is None:
            path.pop()
            if parent is not None:
                low[parent] = min(low[parent], low[here])
                if low[here] > order[parent]:
                    found.add(_cell(here, parent))
        elif after not in order:
            order[after] = low[after] = len(order)
            path.append((after, here, iter(edges[after])))
        elif after != parent:
            low[here] = min(low[here], order[after])


def _cell(one: _Line, other: _Line) -> Cell:
    row, column = (one, other) if one[0] == "row" else (other, one)
    return row[1], column[1]


def _closing(bridge: Cell, gone: set[Cell], table: Mapping[Cell, int]) -> set[Cell]:
    """Return the cheapest cells that, taken out as well, put a bridge into a circle (Dijkstra)."""
    rows, columns = sorted({row for row, _ in table}), sorted({column for _, column in table})
    start, goal = ("row", bridge[0]), ("column", bridge[1])
    best: dict[_Line, int] = {start: 0}
    came: dict[_Line, _Line] = {}
    waiting = [(0, start)]
    while waiting:
        cost, here = heapq.heappop(waiting)
        if here == goal:
            break
        if cost > best[here]:
            continue
        others = columns if here[0] == "row" else rows
        for name in others:
            after = ("column" if here[0] == "row" else "row", name)
            cell = _cell(here, after)
            if cell == bridge or table[cell] == 0:
                continue
            price = cost + (0 if cell in gone else 1 + table[cell])
            if price < best.get(after, price + 1):
                best[after], came[after] = price, here
                heapq.heappush(waiting, (price, after))
    return _along(start, goal, came)


def _along(start: _Line, goal: _Line, came: Mapping[_Line, _Line]) -> set[Cell]:
    """Return the cells of the way found; there is always one, over the totals."""
    taken, here = set(), goal
    while here != start:
        taken.add(_cell(here, came[here]))
        here = came[here]
    return taken
