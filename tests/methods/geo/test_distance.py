"""Distances, circles and the arithmetic test against the haversine formula."""

from __future__ import annotations

import math
import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodoffices.codebook.errors import InvalidInput
from goodoffices.methods.geo import around_circle, haversine_km, local_metric
from goodoffices.methods.geo.distance import EARTH_KM, around

LATS = st.floats(-85, 85)
LONS = st.floats(-180, 180, exclude_max=True)


def from_here(lat: float, lon: float, km: float, bearing: float) -> tuple[float, float]:
    """The point that lies a distance away in a direction (degrees from north)."""
    angle, turn, phi = km / EARTH_KM, math.radians(bearing), math.radians(lat)
    sine = math.sin(phi) * math.cos(angle) + math.cos(phi) * math.sin(angle) * math.cos(turn)
    there = math.asin(max(-1.0, min(1.0, sine)))
    east = math.atan2(
        math.sin(turn) * math.sin(angle) * math.cos(phi),
        math.cos(angle) - math.sin(phi) * math.sin(there),
    )
    return math.degrees(there), around(lon + math.degrees(east))


def test_known_distances() -> None:
    assert haversine_km(51.5007, -0.1246, 40.6892, -74.0445) == pytest.approx(5574.8, abs=1)
    assert haversine_km(0, 0, 0, 180) == pytest.approx(math.pi * EARTH_KM)
    assert haversine_km(10, 179.9, 10, -179.9) == pytest.approx(
        haversine_km(10, 0, 10, 0.2), rel=1e-9
    )


@given(LATS, LONS, st.floats(0.05, 300), st.floats(0, 360))
def test_the_arithmetic_test_is_within_half_a_percent(
    lat: float, lon: float, km: float, bearing: float
) -> None:
    there = from_here(lat, lon, km, bearing)
    exact = haversine_km(lat, lon, *there)
    assert local_metric(lat, lon).km(*there) == pytest.approx(exact, rel=1e-5)


@given(LATS, LONS, st.floats(0.05, 300), st.floats(0, 360), st.floats(0, 2))
def test_a_database_decides_as_the_haversine_does(
    lat: float, lon: float, km: float, bearing: float, share: float
) -> None:
    """The formula of the docstring, worked out by SQLite with + and * alone."""
    if abs(share - 1) < 0.005:
        return
    at_lat, at_lon = from_here(lat, lon, km * share, bearing)
    metric = local_metric(lat, lon)
    (n0, n1), (s0, s1, s2, s3), (e0, e1, e2) = metric.north, metric.shrink, metric.east
    connection = sqlite3.connect(":memory:")
    inside = False
    for turn in metric.turns(km):
        row = connection.execute(
            "WITH d AS (SELECT :lat - :lat0 AS u, :lon - :lon0 + :turn AS v)"
            " SELECT u*u*(:n0+:n1*u*u)"
            " + (:s0+u*(:s1+u*(:s2+u*:s3)))*v*v*(:e0+v*v*(:e1+v*v*:e2)) <= :limit FROM d",
            {
                "lat": at_lat, "lon": at_lon, "lat0": metric.lat, "lon0": metric.lon,
                "turn": turn, "n0": n0, "n1": n1, "s0": s0, "s1": s1, "s2": s2, "s3": s3,
                "e0": e0, "e1": e1, "e2": e2, "limit": metric.limit(km),
            },
        ).fetchone()  # fmt: skip
        inside = inside or bool(row[0])
    connection.close()
    assert inside == (share < 1)


@given(st.floats(-90, 90), LONS, st.floats(0, 20_000), st.floats(0, 360), st.floats(0, 1))
def test_the_box_holds_the_circle(
    lat: float, lon: float, km: float, bearing: float, share: float
) -> None:
    box = around_circle(lat, lon, km)
    at_lat, at_lon = from_here(lat, lon, km * share, bearing)
    if haversine_km(lat, lon, at_lat, at_lon) > km * (1 - 1e-9) - 1e-6:
        return  # on the rim: rounding decides
    assert box.holds(at_lat, at_lon)


def test_boxes_at_the_edges_of_the_map() -> None:
    crossing = around_circle(10, 179.9, 50)
    assert crossing.crosses
    assert crossing.holds(10, -179.9)
    assert not crossing.holds(10, 0)
    pole = around_circle(89.9, 20, 50)
    assert (pole.west, pole.east, pole.north) == (-180, 180, 90)
    assert around_circle(33, 36, 0) == around_circle(33, 36, 0.0)


@pytest.mark.parametrize(("lat", "lon"), [(91, 0), (0, 400), (math.nan, 0), (0, math.inf)])
def test_off_the_globe_is_refused(lat: float, lon: float) -> None:
    with pytest.raises(InvalidInput, match="degrees"):
        around_circle(lat, lon, 1)


@pytest.mark.parametrize("km", [-1, math.nan, math.inf])
def test_an_absurd_radius_is_refused(km: float) -> None:
    with pytest.raises(InvalidInput, match="kilometres"):
        around_circle(0, 0, km)
