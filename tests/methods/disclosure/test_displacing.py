"""Places: never nearer than the least, never farther than the most, the same every time."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goodoffices.codebook.errors import InvalidInput
from goodoffices.methods.disclosure import Ring, displaced, holds
from goodoffices.methods.geo import haversine_km

KEY = b"k" * 32
POINTS = st.tuples(st.floats(-89, 89), st.floats(-180, 180))
RINGS = st.tuples(st.integers(1, 50_000), st.integers(1, 100_000)).map(
    lambda two: Ring(two[0], two[0] + two[1])
)


@settings(deadline=None)
@given(POINTS, RINGS, st.binary(min_size=16, max_size=64), st.text(max_size=20))
def test_a_point_moves_into_its_ring_and_always_to_the_same_place(
    point: tuple[float, float], ring: Ring, key: bytes, spot: str
) -> None:
    moved = displaced(point, ring, key=key, spot=spot)
    assert moved is not None
    assert ring.least_m <= haversine_km(*point, *moved) * 1000 <= ring.most_m
    assert holds(ring, point, moved)
    assert moved == displaced(point, ring, key=key, spot=spot)
    assert -90 <= moved[0] <= 90
    assert -180 <= moved[1] <= 180


def test_key_spot_and_ring_each_draw_anew() -> None:
    ring = Ring(1000, 5000)
    drawn = {
        displaced((10, 20), ring, key=KEY, spot="a"),
        displaced((10, 20), ring, key=KEY, spot="b"),
        displaced((10, 20), ring, key=b"other" * 8, spot="a"),
        displaced((10, 20), Ring(1000, 5001), key=KEY, spot="a"),
    }
    assert len(drawn) == 4


def test_the_two_rings_of_one_spot_do_not_lie_on_one_line() -> None:
    """Otherwise two releases with other distances would give the true point away."""
    bearings = []
    for ring in (Ring(1000, 2000), Ring(3000, 9000)):
        moved = displaced((0, 0), ring, key=KEY, spot="a")
        assert moved is not None
        bearings.append(math.degrees(math.atan2(moved[1], moved[0])) % 360)
    assert abs(bearings[0] - bearings[1]) > 1


def test_the_draw_is_uniform_over_the_area_and_all_around() -> None:
    ring, inner, east, number = Ring(1000, 5000), 0, 0, 4000
    # Half of the ring's area lies within sqrt((1 + 25) / 2) km.
    half = math.sqrt((1 + 25) / 2)
    for one in range(number):
        moved = displaced((45, 7), ring, key=KEY, spot=str(one))
        assert moved is not None
        inner += haversine_km(45, 7, *moved) < half
        east += moved[1] > 7
    assert abs(inner / number - 0.5) < 0.03
    assert abs(east / number - 0.5) < 0.03


def test_a_point_is_kept_within_its_area_or_left_out() -> None:
    ring = Ring(1000, 5000)
    for spot in "abcdefgh":
        moved = displaced((10, 20), ring, key=KEY, spot=spot, inside=lambda _lat, lon: lon > 20)
        assert moved is not None
        assert moved[1] > 20
    assert displaced((10, 20), ring, key=KEY, spot="a", inside=lambda _lat, _lon: False) is None


@pytest.mark.parametrize("ring", [(0, 10), (10, 10), (20, 10), (5, 300_000), (-1, 10)])
def test_a_ring_that_is_none_is_refused(ring: tuple[int, int]) -> None:
    with pytest.raises(InvalidInput):
        Ring(*ring)
