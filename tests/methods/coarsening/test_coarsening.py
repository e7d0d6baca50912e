"""Coarsening: never finer than agreed, and the same again when it is done again."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from goodoffices.methods.coarsening import UNITS, cell_of, is_whole, widened, withheld
from goodoffices.methods.geo import haversine_km

LATITUDES = st.floats(-90, 90)
LONGITUDES = st.floats(-180, 180)
SIZES = st.sampled_from([1, 5, 10, 25, 50, 100])
DAYS = st.integers(1, date.max.toordinal())


@given(LATITUDES, LONGITUDES, SIZES)
@example(90.0, 180.0, 100)
@example(-90.0, -180.0, 1)
@example(0.0, 0.0, 5)
def test_a_point_lies_within_the_radius_of_the_middle(
    latitude: float, longitude: float, km: int
) -> None:
    cell = cell_of(latitude, longitude, km)
    away = haversine_km(latitude, longitude, cell.latitude, cell.longitude)
    assert away * 1000 <= cell.radius_m
    assert 350 * km <= cell.radius_m <= 760 * km + 10


@given(LATITUDES, LONGITUDES, SIZES)
def test_the_middle_stays_where_it_is(latitude: float, longitude: float, km: int) -> None:
    cell = cell_of(latitude, longitude, km)
    assert cell_of(cell.latitude, cell.longitude, km) == cell


def test_neighbours_share_a_middle_and_far_points_do_not() -> None:
    here = cell_of(11.45, 31.22, 10)
    assert cell_of(11.451, 31.221, 10) == here
    assert cell_of(11.95, 31.22, 10) != here


@given(DAYS, DAYS, st.sampled_from(UNITS))
def test_a_period_only_grows_and_then_stays(one: int, other: int, unit: str) -> None:
    first, last = sorted((one, other))
    begin, end = widened(first, last, unit)
    assert 1 <= begin <= first <= last <= end <= date.max.toordinal()
    assert widened(begin, end, unit) == (begin, end)
    assert is_whole(begin, end, unit)


@pytest.mark.parametrize(
    ("unit", "first", "last"),
    [
        ("day", "2026-03-04", "2026-03-04"),
        ("week", "2026-03-02", "2026-03-08"),
        ("month", "2026-03-01", "2026-03-31"),
        ("quarter", "2026-01-01", "2026-03-31"),
        ("year", "2026-01-01", "2026-12-31"),
    ],
)
def test_the_units(unit: str, first: str, last: str) -> None:
    day = date(2026, 3, 4).toordinal()
    found = [date.fromordinal(one).isoformat() for one in widened(day, day, unit)]
    assert found == [first, last]
    assert is_whole(None, None, unit)
    assert is_whole(day, None, unit) == (unit == "day")


def test_few_are_withheld_and_nobody_is_not() -> None:
    assert withheld((0, 4, 9), 5)
    assert withheld((None, 1, None), 5)
    assert not withheld((0, 0, 0), 5)
    assert not withheld((5, 6, 7), 5)
    assert not withheld((None, None, None), 5)
    assert not withheld((1, 2, 3), 0)
