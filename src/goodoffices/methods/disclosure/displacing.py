"""Places moved by a secret direction and distance, the same in every release.

A point is moved into a ring around it, uniform over the ring's area; which point of the ring is
drawn from an HMAC of what it stands for, so that nobody without the key can repeat the draw, and
whoever has many releases sees one draw and not many that could be averaged.
"""

from __future__ import annotations

import hmac
import math
from collections.abc import Callable
from dataclasses import dataclass

from goodoffices.codebook.errors import InvalidInput
from goodoffices.methods.geo.distance import EARTH_KM, around, checked, haversine_km

TRIES = 64
"""Draws before a point is given up that cannot be kept within its area."""

LONGEST_M = 200_000
_WHOLE = float(2**64)
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Ring:
    """How far a point is moved: at least and at most so many metres."""

    least_m: float
    most_m: float

    def __post_init__(self) -> None:
        """Refuse a ring that is none."""
        if not (self.least_m >= 1 and self.least_m + 1 <= self.most_m <= LONGEST_M):
            raise InvalidInput(
                "A place is moved by at least some metres and at most 200 km, and the least is less"
                " than the most.",
                code="bad-ring",
            )


def displaced(
    point: Point,
    ring: Ring,
    *,
    key: bytes,
    spot: str,
    inside: Callable[[float, float], bool] | None = None,
) -> Point | None:
    """Return a point (degrees) in the ring around a point; the same for the same key and spot.

    ``spot`` names what is moved as one: two things of the same spot move by the same way, or
    whoever sees many of them could average them. ``inside`` says which points are allowed; after
    `TRIES` draws without one there is None: such a point is better left out than let go astray.
    """
    latitude, longitude = checked(*point)
    for attempt in range(TRIES):
        said = f"{float(ring.least_m)} {float(ring.most_m)} {attempt} {spot}".encode()
        drawn = hmac.digest(key, said, "sha256")
        moved = _moved(latitude, longitude, ring, _unit(drawn[:8]), _unit(drawn[8:16]))
        if inside is None or inside(*moved):
            return moved
    return None


def holds(ring: Ring, point: Point, moved: Point) -> bool:
    """Say whether ``moved`` lies in the ring around a point: it may stay when the point shifted."""
    metres = haversine_km(*point, *moved) * 1000
    return ring.least_m <= metres <= ring.most_m


def _unit(drawn: bytes) -> float:
    return int.from_bytes(drawn, "big") / _WHOLE


def _moved(latitude: float, longitude: float, ring: Ring, far: float, way: float) -> Point:
    """Go from a point; the half-angle's squared sine is uniform, so the area on the sphere is."""
    # A hand's breadth inside both edges: what is rounded on the way to a file stays in the ring.
    near, wide = (metres / 2000 / EARTH_KM for metres in (ring.least_m + 0.2, ring.most_m - 0.2))
    low, high = math.sin(near) ** 2, math.sin(wide) ** 2
    angle = 2 * math.asin(math.sqrt(low + far * (high - low)))
    return _destination(math.radians(latitude), math.radians(longitude), angle, math.tau * way)


def _destination(phi: float, lam: float, angle: float, bearing: float) -> Point:
    sine = math.sin(phi) * math.cos(angle) + math.cos(phi) * math.sin(angle) * math.cos(bearing)
    latitude = math.asin(max(-1.0, min(1.0, sine)))
    east = math.sin(bearing) * math.sin(angle) * math.cos(phi)
    longitude = lam + math.atan2(east, math.cos(angle) - math.sin(phi) * sine)
    return round(math.degrees(latitude), 6), round(around(math.degrees(longitude)), 6)
