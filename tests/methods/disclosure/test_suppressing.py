"""Small counts: nothing taken out can be computed from all that is published."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from goodoffices.methods.disclosure import TOTAL, Suppressed, exposed_cells, suppress
from goodoffices.methods.disclosure.suppressing import with_totals

Cell = tuple[str, str]
TABLES = st.integers(1, 5).flatmap(
    lambda rows: st.integers(1, 5).flatmap(
        lambda columns: st.lists(
            st.integers(0, 12), min_size=rows * columns, max_size=rows * columns
        ).map(
            lambda counts: {
                (f"r{n // columns}", f"c{n % columns}"): count for n, count in enumerate(counts)
            }
        )
    )
)


def computable(gone: set[Cell], table: dict[Cell, int]) -> set[Cell]:
    """Return what linear algebra finds: unknowns that every solution of all sums agrees on."""
    unknown = sorted(gone)
    lines = [(0, row) for row in sorted({row for row, _ in table})]
    lines += [(1, column) for column in sorted({column for _, column in table})]
    sums = [
        [_sign(cell, 1 - end) if cell[end] == name else 0 for cell in unknown]
        for end, name in lines
    ]
    matrix = np.array(sums, float).reshape(len(sums), len(unknown))
    rank = np.linalg.matrix_rank(matrix)
    return {
        cell
        for n, cell in enumerate(unknown)
        if np.linalg.matrix_rank(np.vstack([matrix, np.eye(len(unknown))[n]])) == rank
    }


def _sign(cell: Cell, end: int) -> int:
    return -1 if cell[end] == TOTAL else 1


@settings(max_examples=150, deadline=None)
@given(TABLES, st.integers(2, 6))
def test_no_cell_taken_out_can_be_computed(counts: dict[Cell, int], smallest: int) -> None:
    table, told = with_totals(counts), suppress(counts, smallest)
    gone = set(told.small | told.beside)
    assert not computable(gone, table)
    assert gone | set(told.cells) == set(table)
    assert all(table[cell] == count for cell, count in told.cells.items())
    assert not any(0 < count < smallest for count in told.cells.values())
    assert all(table[cell] > 0 for cell in gone)


@settings(max_examples=60, deadline=None)
@given(TABLES, st.sets(st.tuples(st.sampled_from("abc"), st.sampled_from("xyz")), max_size=9))
def test_bridges_are_what_linear_algebra_finds(counts: dict[Cell, int], gone: set[Cell]) -> None:
    table = dict.fromkeys(((row, column) for row in "abc" for column in "xyz"), 1)
    assert exposed_cells(gone) == computable(gone, with_totals(table))


def test_a_lone_small_cell_takes_the_cheapest_circle_with_it() -> None:
    told = suppress(
        {("n", "jan"): 3, ("n", "feb"): 20, ("s", "jan"): 9, ("s", "feb"): 8, ("e", "jan"): 30}, 5
    )
    assert told.small == {("n", "jan")}
    assert told.beside == {("n", "feb"), ("s", "jan"), ("s", "feb")}
    assert told.cells["n", TOTAL] == 23


def test_one_cell_alone_is_protected_by_its_totals() -> None:
    assert suppress({("n", "jan"): 3}, 5) == Suppressed(
        {}, frozenset({("n", "jan"), ("n", TOTAL), (TOTAL, "jan"), (TOTAL, TOTAL)}), frozenset()
    )
    assert suppress({}, 5).cells == {}
