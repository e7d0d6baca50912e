"""Cell keys and the ranges that cover a circle."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodoffices.codebook.errors import InvalidInput
from goodoffices.methods.geo import LAST_CELL, cell, cells, cover, parent, range_of

from .test_distance import from_here

LATS = st.floats(-90, 90)
LONS = st.floats(-180, 180)


def test_known_cells() -> None:
    assert cell(-90, -180) == 0
    assert cell(90, 179.999999) == LAST_CELL
    assert cell(0, 0) == 3 << 30
    assert cell(12.3, 180) == cell(12.3, -180)


@given(st.lists(st.tuples(LATS, LONS), min_size=1, max_size=50))
def test_many_at_once_are_the_same(points: list[tuple[float, float]]) -> None:
    lat, lon = np.array(points).T
    assert cells(lat, lon).tolist() == [cell(*point) for point in points]


def test_unknown_coordinates_have_no_cell() -> None:
    with pytest.raises(ValueError, match="known"):
        cells(np.array([np.nan]), np.array([0.0]))
    with pytest.raises(InvalidInput):
        cell(float("nan"), 0)


@given(LATS, LONS, st.integers(0, 16))
def test_a_square_is_one_range_of_cells(lat: float, lon: float, level: int) -> None:
    key = cell(lat, lon)
    first, last = range_of(parent(key, level), level)
    assert first <= key <= last
    assert parent(first, level) == parent(last, level)
    assert last - first + 1 == 4 ** (16 - level)


@given(
    LATS,
    st.one_of(LONS, st.floats(179.5, 180), st.floats(-180, -179.5)),
    st.one_of(st.floats(0, 50), st.floats(0, 1000), st.floats(0, 20_000)),
    st.lists(st.tuples(st.floats(0, 360), st.floats(0, 0.999999)), min_size=5, max_size=20),
)
def test_the_ranges_hold_every_point_of_the_circle(
    lat: float, lon: float, km: float, points: list[tuple[float, float]]
) -> None:
    ranges = cover(lat, lon, km)
    assert 1 <= len(ranges) <= 32
    assert all(first <= last for first, last in ranges)
    assert all(one[1] + 1 < other[0] for one, other in pairwise(ranges))
    for bearing, share in points:
        key = cell(*from_here(lat, lon, km * share, bearing))
        assert any(first <= key <= last for first, last in ranges)


@pytest.mark.parametrize("km", [2, 10, 100, 1000])
def test_the_ranges_hold_little_else(km: float) -> None:
    """At 33 degrees north a cell is about 0.305 by 0.51 km; at most half as much again."""
    inside = sum(last - first + 1 for first, last in cover(33.5, 36.3, km)) * 0.3054 * 0.5094
    assert inside < 3.1416 * km * km * 1.6
