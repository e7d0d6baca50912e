"""Which of many points lie in a circle: the arithmetic of `LocalMetric`, on whole columns.

The same operations in the same order as `monitor.queries.circles` writes as SQL, so that both say
the same of a point on the very edge.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .distance import EARTH_KM, Box, LocalMetric, around_circle, local_metric

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Mask = npt.NDArray[np.bool_]

HAIR = 1e-9
"""Degrees: the box around a circle is that much wider, so that the distance decides, not it."""


def in_box(lat: Floats, lon: Floats, box: Box) -> Mask:
    """Say of each point whether it lies in the box or on its edge (unknown: no)."""
    west, east = lon >= box.west, lon <= box.east
    across = (west | east) if box.crosses else (west & east)
    return (lat >= box.south) & (lat <= box.north) & across


def within(lat: Floats, lon: Floats, centre: tuple[float, float], km: float) -> Mask:
    """Say of each point whether it lies within ``km`` of the centre (degrees; unknown: no)."""
    metric = local_metric(*centre)
    return _measured(lat, lon, metric, km, metric.limit(km))


def reaching(
    lat: Floats, lon: Floats, radius_m: Floats, centre: tuple[float, float], km: float, most: float
) -> Mask:
    """Say of each point known to ``radius_m`` whether it may lie within ``km`` of the centre.

    No radius may be above ``most`` km. sin(x)**2 is x*x for the small angles of such circles.
    """
    half = radius_m * (0.0005 / EARTH_KM) + km / 2 / EARTH_KM
    return _measured(lat, lon, local_metric(*centre), km + most, half * half)


def _measured(
    lat: Floats, lon: Floats, metric: LocalMetric, km: float, limit: float | Floats
) -> Mask:
    """Measure what lies in the box around the circle, which is quickly tested."""
    import numpy as np

    box = around_circle(metric.lat, metric.lon, km)
    west, east = lon >= box.west - HAIR, lon <= box.east + HAIR
    found: Mask = (lat >= box.south - HAIR) & (lat <= box.north + HAIR)
    found &= (west | east) if box.crosses else (west & east)
    at = np.flatnonzero(found)
    limits = limit[at] if isinstance(limit, np.ndarray) else limit
    near = np.zeros(len(at), np.bool_)
    for turn in metric.turns(km):
        near |= _distance(metric, turn, lat[at], lon[at]) <= limits
    found[at] = near
    return found


def _distance(metric: LocalMetric, turn: float, lat: Floats, lon: Floats) -> Floats:
    """Return the left side of the distance test of `LocalMetric`."""
    u, v = lat - metric.lat, lon - (metric.lon - turn)
    uu, vv = u * u, v * v
    n0, n1 = metric.north
    s0, s1, s2, s3 = metric.shrink
    e0, e1, e2 = metric.east
    north = uu * (n0 + uu * n1)
    shrink = s0 + u * (s1 + u * (s2 + u * s3))
    return north + shrink * (vv * (e0 + vv * (e1 + vv * e2)))
