"""Clusters: nothing lost, nothing moved out, the same every time."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodoffices.methods.geo import Box, clusters

WORLD = Box(-90, -180, 90, 180)
POINTS = st.lists(
    st.tuples(st.floats(-90, 90), st.floats(-180, 179.999), st.integers(1, 50)), max_size=60
)


@given(POINTS, st.integers(100, 4000))
def test_every_point_in_the_box_is_counted_once(
    points: list[tuple[float, float, int]], width: int
) -> None:
    columns = np.array(points, dtype=np.float64).reshape(-1, 3).T
    found = clusters(*columns, box=WORLD, width_px=width)
    assert sum(one.points for one in found) == len(points)
    assert sum(one.count for one in found) == sum(weight for _, _, weight in points)
    assert found == clusters(*columns, box=WORLD, width_px=width)
    for one in found:
        assert one.box.south <= one.lat <= one.box.north
        assert one.box.west <= one.lon <= one.box.east
        assert (one.id is None) == (one.points > 1)
        if one.id is not None:
            assert (one.lat, one.lon) == points[one.id][:2]


def test_only_the_box_counts_and_single_points_keep_their_id() -> None:
    lat, lon = np.array([10.0, 10.001, 50.0, 12.0]), np.array([20.0, 20.001, 20.0, 24.0])
    found = clusters(lat, lon, box=Box(5, 15, 15, 25), width_px=800, ids=[7, 8, 9, 11])
    assert [(one.points, one.id) for one in found] == [(1, 11), (2, None)]
    assert found[1].lat == pytest.approx(10.0005)
    assert clusters(lat, lon, box=Box(-10, 0, -5, 5), width_px=800) == ()


def test_closer_looks_split_clusters() -> None:
    lat, lon = np.array([10.0, 10.2]), np.array([20.0, 20.2])
    assert len(clusters(lat, lon, box=Box(-60, -100, 70, 100), width_px=500)) == 1
    assert len(clusters(lat, lon, box=Box(9, 19, 11, 21), width_px=500)) == 2


def test_moving_the_map_keeps_the_clusters() -> None:
    random = np.random.default_rng(7)
    lat, lon = random.uniform(9.5, 10.5, 400), random.uniform(19.5, 20.5, 400)
    here = clusters(lat, lon, box=Box(9, 19, 11, 21), width_px=600)
    there = clusters(lat, lon, box=Box(8, 18.6, 11, 20.6), width_px=600)
    shared = [one for one in here if one.box.east < 20.3]
    assert len(shared) > 20
    assert set(shared) <= set(there)


def test_a_box_across_the_180th_meridian() -> None:
    lat, lon = np.array([0.0, 0.1, 0.0]), np.array([179.9, -179.9, 0.0])
    found = clusters(lat, lon, box=Box(-5, 175, 5, -175), width_px=100)
    assert [one.points for one in found] == [2]
    assert abs(found[0].lon) > 179.9


def test_weights_draw_the_centre() -> None:
    lat, lon = np.array([0.0, 1.0]), np.array([0.0, 0.0])
    weight = np.array([1.0, 3.0])
    (one,) = clusters(lat, lon, weight, box=Box(-60, -90, 60, 90), width_px=100, cell_px=200)
    assert (one.lat, one.count) == (0.75, 4)
