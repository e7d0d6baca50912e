"""Maps as SVG: places where they belong, paths short, bars round."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodoffices.methods.geo import Box, haversine_km, projection


@given(
    st.floats(-70, 70), st.floats(-180, 179), st.floats(0.01, 10), st.floats(0.01, 20),
    st.integers(50, 2000), st.integers(50, 2000),
)  # fmt: skip
def test_the_box_fits_centred(
    south: float, west: float, high: float, wide: float, width: int, height: int
) -> None:
    east = west + wide if west + wide < 180 else west + wide - 360
    drawn = projection(Box(south, west, south + high, east), width, height)
    left, bottom = drawn.point(west, south)
    right, top = drawn.point(east, south + high)
    assert left == pytest.approx(width - right, abs=1e-3)
    assert top == pytest.approx(height - bottom, abs=1e-3)
    assert left >= -1e-3
    assert top >= -1e-3
    assert min(left, top) == pytest.approx(0, abs=1e-3)


def test_a_circle_is_as_wide_as_its_kilometres() -> None:
    drawn = projection(Box(33, 35, 34, 36), 600, 600)
    west, _ = drawn.point(35.4, 33.5)
    east, _ = drawn.point(35.6, 33.5)
    km = haversine_km(33.5, 35.4, 33.5, 35.6)
    assert drawn.radius(km, 33.5) == pytest.approx(east - west, rel=1e-5)


SQUARE = [[0, 0], [10, 0], [10, 10], [10, 10.0001], [0, 10], [0, 0]]


def test_paths_of_geojson() -> None:
    drawn = projection(Box(0, 0, 10, 10), 100, 100)
    polygon = drawn.path({"type": "Polygon", "coordinates": [SQUARE]}, digits=0)
    assert polygon == "M0 100L100 100L100 0L0 0Z"
    twice = {"type": "MultiPolygon", "coordinates": [[SQUARE], [SQUARE]]}
    assert drawn.path(twice, digits=0) == polygon * 2
    line = drawn.path({"type": "LineString", "coordinates": [[0, 0], [10, 10]]})
    assert line.startswith("M")
    assert not line.endswith("Z")
    inside = {"type": "GeometryCollection", "geometries": [twice, {"type": "Point"}]}
    assert drawn.path(inside, digits=0) == polygon * 2
    assert drawn.path({"type": "Polygon", "coordinates": []}) == ""


def test_a_speck_is_not_drawn() -> None:
    drawn = projection(Box(0, 0, 10, 10), 100, 100)
    speck = [[1, 1], [1.001, 1], [1, 1.001], [1, 1]]
    assert drawn.path({"type": "Polygon", "coordinates": [speck]}, digits=0) == ""


def test_an_outline_across_the_180th_meridian_stays_in_one_piece() -> None:
    drawn = projection(Box(-5, 175, 5, -175), 100, 100)
    ring = [[178, -1], [-178, -1], [-178, 1], [178, 1], [178, -1]]
    assert drawn.path({"type": "Polygon", "coordinates": [ring]}, digits=0).count("M") == 1
    path = drawn.path({"type": "Polygon", "coordinates": [ring]})
    xs = [float(step.split(" ")[0]) for step in path.strip("MZ").split("L")]
    assert xs == [30, 70, 70, 30]


@pytest.mark.parametrize("wide", [0.001, 0.02, 0.3, 4, 50, 300])
def test_the_scale_bar_is_round_and_fits(wide: float) -> None:
    drawn = projection(
        Box(10, 20, 10 + wide / 10, 20 + wide if wide < 160 else 320 - 360), 500, 500
    )
    bar = drawn.scale_bar(120)
    assert 120 / 2.6 < bar.px <= 120
    assert f"{bar.km:.0e}"[0] in "125"
    assert drawn.radius(bar.km, drawn.middle_lat) == pytest.approx(bar.px)


def test_a_single_place_can_be_drawn() -> None:
    drawn = projection(Box(33, 35, 33, 35), 200, 100)
    assert drawn.point(35, 33) == pytest.approx((100, 50), abs=1e-3)
