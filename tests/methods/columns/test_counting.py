"""What is counted over columns is what is counted one record at a time."""

from __future__ import annotations

from collections import Counter, defaultdict

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from goodoffices.methods.columns import (
    Columns,
    areas,
    by_value,
    first_of,
    grouped,
    known,
    least,
    most,
    pack,
    pack_floats,
    total,
    unpack,
)

few = st.none() | st.integers(-3, 3)
far = st.none() | st.integers(-(2**40), 2**40)
values = st.lists(few, max_size=30) | st.lists(far, max_size=30)


@given(values)
def test_sums_and_ends(given_values: list[int | None]) -> None:
    column = unpack([pack(given_values)])
    said = [value for value in given_values if value is not None]
    assert total(column) == sum(said)
    assert least(column) == min(said, default=None)
    assert most(column) == max(said, default=None)
    assert by_value(column) == Counter(said)
    assert list(by_value(column)) == sorted(set(said))


@given(values)
def test_groups(given_values: list[int | None]) -> None:
    column = unpack([pack(given_values)])
    different, group = grouped(column)
    assert len(different) == len(set(given_values))
    assert (different[group] == column).all()
    told = [v if k else None for v, k in zip(different.tolist(), known(different), strict=True)]
    assert told == sorted(set(given_values), key=lambda v: (v is not None, v or 0))


@given(values, st.integers(0, 35), st.integers(0, 35), st.booleans())
def test_the_first_of_an_order(
    given_values: list[int | None], start: int, size: int, rising: bool
) -> None:
    column = unpack([pack(given_values)])

    def key(at: int) -> tuple[bool, int, int]:
        value = given_values[at]
        turn = 1 if rising else -1
        return value is None, turn * (value or 0), turn * at

    expected = sorted(range(len(given_values)), key=key)[start : start + size]
    assert first_of(column, start, start + size, rising=rising).tolist() == expected


points = st.tuples(
    st.floats(-90, 90), st.floats(-180, 180), st.integers(0, 3), st.none() | st.integers(1, 4)
)


@given(st.lists(points, max_size=40))
def test_areas(given_points: list[tuple[float, float, int, int | None]]) -> None:
    lat, lon, squares, places = ([point[at] for point in given_points] for at in range(4))
    columns = [unpack([pack_floats(lat)]), unpack([pack_floats(lon)])]
    found = areas(*columns, unpack([pack(squares)]), unpack([pack(places)]))
    expected = defaultdict(list)
    for latitude, longitude, square, place in given_points:
        expected[square, place].append((latitude, longitude))
    order = sorted(expected, key=lambda one: (one[0], one[1] is not None, one[1] or 0))
    assert [(one.place, one.count) for one in found] == [(p, len(expected[s, p])) for s, p in order]
    for area, key in zip(found, order, strict=True):
        latitudes, longitudes = zip(*expected[key], strict=True)
        assert (area.south, area.north) == (min(latitudes), max(latitudes))
        assert (area.west, area.east) == (min(longitudes), max(longitudes))


def test_columns_are_cut_together() -> None:
    columns = Columns({"id": np.arange(4), "day": np.arange(4) * 10})
    cut = columns.where(columns["day"] > 10)
    assert (cut["id"].tolist(), cut["day"].tolist(), len(cut)) == ([2, 3], [20, 30], 2)
    assert columns.where(columns["id"] >= 0) is columns
