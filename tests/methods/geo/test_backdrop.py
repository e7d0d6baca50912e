"""The world's outlines cut to a drawing: light, whole across the 180th meridian, never torn."""

from __future__ import annotations

import re
from typing import Any

import pytest

from goodoffices.methods import geo
from goodoffices.methods.geo.backdrop import MARGIN_PX, Backdrop, window


def area(*corners: tuple[float, float]) -> dict[str, Any]:
    """Return a GeoJSON feature of one area."""
    ring = [list(corner) for corner in (*corners, corners[0])]
    return {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [ring]}}


def line(*points: tuple[float, float]) -> dict[str, Any]:
    """Return a GeoJSON feature of one line."""
    return {
        "type": "Feature",
        "geometry": {"type": "LineString", "coordinates": [list(one) for one in points]},
    }


def numbers(path: str) -> list[tuple[float, float]]:
    """Return the points of a path."""
    return [(float(x), float(y)) for x, y in re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", path)]


ISLAND = area((10, 10), (12, 10), (12, 12), (10, 12))
# Runs on beyond 180, as the outlines do: two thirds of it lie west of the meridian.
STRADDLING = area((178, -18), (181, -18), (181, -16), (178, -16))


def test_a_window_shows_a_little_more_than_the_view() -> None:
    drawing = geo.projection(geo.Box(south=0, west=10, north=5, east=20), 600, 400)
    view = window(drawing)
    edge, top = drawing.point(view.west, view.north)
    assert (edge, top) == pytest.approx((-MARGIN_PX, -MARGIN_PX), abs=1e-6)
    far, bottom = drawing.point(view.east, view.south)
    assert (far, bottom) == pytest.approx((600 + MARGIN_PX, 400 + MARGIN_PX), abs=1e-6)


def test_a_window_is_never_wider_than_the_world() -> None:
    view = window(geo.projection(geo.Box(south=-60, west=-180, north=75, east=180), 2000, 300))
    assert view.east - view.west == pytest.approx(360)


def test_land_out_of_view_is_left_out() -> None:
    world = Backdrop.of([ISLAND, area((50, 50), (52, 50), (52, 52))])
    land, lines = world.drawn(geo.projection(geo.Box(9, 9, 13, 13), 600, 400))
    assert land.count("M") == 1
    assert lines == ""


def test_land_that_is_cut_goes_on_beyond_the_edge() -> None:
    """The cut itself must not be seen, or it would look like a coast."""
    drawing = geo.projection(geo.Box(10.5, 10.5, 11, 11), 600, 400)
    land, _lines = Backdrop.of([ISLAND]).drawn(drawing)
    points = numbers(land)
    assert points
    assert all(x < 0 or x > 600 or y < 0 or y > 400 for x, y in points)


@pytest.mark.parametrize(("west", "east"), [(177, -178), (-182, -178), (177, 182)])
def test_land_across_the_meridian_is_drawn_whole(west: float, east: float) -> None:
    drawing = geo.projection(geo.Box(-19, west, -15, east), 600, 400)
    land, _lines = Backdrop.of([STRADDLING]).drawn(drawing)
    assert land.count("M") == 1
    xs = [x for x, _y in numbers(land)]
    assert max(xs) - min(xs) == pytest.approx(3 / 360 * drawing.scale, abs=2)


def test_no_line_leaps_across_a_map_of_the_world() -> None:
    drawing = geo.projection(geo.Box(-56, -170, 75, 180), 640, 430)
    land, _lines = Backdrop.of([STRADDLING, ISLAND]).drawn(drawing)
    for ring in land.split("M")[1:]:
        xs = [x for x, _y in numbers("M" + ring)]
        assert max(xs) - min(xs) < 30


def test_small_islands_and_needless_corners_are_left_out() -> None:
    speck = area((11, 11), (11.01, 11), (11.01, 11.01))
    bent = line(*((10 + step / 100, 10 + (step % 2) / 1000) for step in range(200)))
    world = Backdrop.of([speck, bent])
    land, lines = world.drawn(geo.projection(geo.Box(0, 0, 40, 40), 400, 400))
    assert land == ""
    assert len(numbers(lines)) == 2


def test_lines_stay_lines() -> None:
    _land, lines = Backdrop.of([line((10, 10), (12, 12))]).drawn(
        geo.projection(geo.Box(9, 9, 13, 13), 400, 400)
    )
    assert lines.startswith("M")
    assert "Z" not in lines
