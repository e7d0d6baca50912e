"""Whole columns of points are measured as one point is."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from goodoffices.methods import geo

latitudes = st.floats(-80, 80)
longitudes = st.floats(-180, 180)
offsets = st.lists(st.tuples(st.floats(-3, 3), st.floats(-3, 3)), max_size=20)


@given(latitudes, longitudes, offsets, st.floats(0.1, 400))
def test_within_a_circle(lat: float, lon: float, away: list[tuple[float, float]], km: float):
    points = [(lat + up, geo.distance.around(lon + right)) for up, right in away]
    columns = np.array(points or np.zeros((0, 2)), dtype=np.float64)
    found = geo.within(columns[:, 0], columns[:, 1], (lat, lon), km)
    for point, is_in in zip(points, found.tolist(), strict=True):
        distance = geo.haversine_km(lat, lon, *point)
        assert is_in == (distance <= km) or abs(distance - km) < km * 1e-3


@given(latitudes, longitudes, offsets, st.floats(0.1, 200), st.integers(1, 100_000))
def test_a_radius_reaches_into_a_circle(
    lat: float, lon: float, away: list[tuple[float, float]], km: float, radius_m: int
):
    points = [(lat + up, geo.distance.around(lon + right)) for up, right in away]
    columns = np.array(points or np.zeros((0, 2)), dtype=np.float64)
    radius = np.full(len(points), radius_m)
    found = geo.reaching(columns[:, 0], columns[:, 1], radius, (lat, lon), km, 100)
    for point, is_in in zip(points, found.tolist(), strict=True):
        distance, reach = geo.haversine_km(lat, lon, *point), km + radius_m / 1000
        assert is_in == (distance <= reach) or abs(distance - reach) < reach * 1e-2


def test_an_unknown_place_is_nowhere():
    nowhere = np.array([np.nan])
    assert not geo.within(nowhere, nowhere, (0, 0), 500).any()
    assert not geo.in_box(nowhere, nowhere, geo.Box(-90, -180, 90, 180)).any()


@given(st.lists(st.tuples(st.floats(-90, 90), longitudes), max_size=20), longitudes, longitudes)
def test_in_a_box(points: list[tuple[float, float]], west: float, east: float):
    box = geo.Box(south=-20, west=west, north=50, east=east)
    columns = np.array(points or np.zeros((0, 2)), dtype=np.float64)
    found = geo.in_box(columns[:, 0], columns[:, 1], box)
    assert found.tolist() == [box.holds(*point) for point in points]
