"""Circles on the map as SQL: ranges of cells narrow the search, arithmetic decides."""

from __future__ import annotations

from django.db.models import ExpressionWrapper, F, FloatField, Q, Value
from django.db.models.expressions import Combinable
from django.db.models.lookups import LessThanOrEqual

from goodoffices.methods import geo
from goodoffices.methods.geo.distance import EARTH_KM
from goodoffices.monitor.queries.filters import Circle

MOST_RADIUS_KM = 100
"""A place known no better than this "may lie" anywhere: it is never said to reach a circle."""


def in_circle(circle: Circle, *, possibly: bool = False) -> Q:
    """Incidents whose point lies in the circle.

    With ``possibly`` also those whose radius of uncertainty reaches into it: they may have
    happened there, nobody knows.
    """
    inside = covered(circle, circle.km) & within(circle, Value(_limit(circle, circle.km)))
    if not possibly:
        return inside
    far = covered(circle, circle.km + MOST_RADIUS_KM)
    uncertain = Q(radius_m__gt=0, radius_m__lte=MOST_RADIUS_KM * 1000)
    return inside | (far & uncertain & within(circle, _reach(circle)))


def covered(circle: Circle, km: float) -> Q:
    """The ranges of cells that hold every point within ``km`` (a condition on the index)."""
    found = Q()
    for first, last in geo.cover(circle.latitude, circle.longitude, km):
        found |= Q(cell__gte=first, cell__lte=last)
    return found


def within(circle: Circle, limit: Combinable) -> Q:
    """The distance test of `methods.geo.LocalMetric`, written with + - * only."""
    metric = geo.local_metric(circle.latitude, circle.longitude)
    found = Q()
    for turn in metric.turns(circle.km + MOST_RADIUS_KM):
        found |= Q(LessThanOrEqual(_value(metric, turn), limit))
    return found


def _value(metric: geo.LocalMetric, turn: float) -> Combinable:
    u = F("latitude") - Value(metric.lat)
    v = F("longitude") - Value(metric.lon - turn)
    n0, n1 = metric.north
    s0, s1, s2, s3 = metric.shrink
    e0, e1, e2 = metric.east
    north = u * u * (u * u * n1 + n0)
    shrink = u * (u * (u * s3 + s2) + s1) + s0
    east = v * v * (v * v * (v * v * e2 + e1) + e0)
    return ExpressionWrapper(north + shrink * east, output_field=FloatField())


def _limit(circle: Circle, km: float) -> float:
    return geo.local_metric(circle.latitude, circle.longitude).limit(km)


def _reach(circle: Circle) -> Combinable:
    """The same limit for the circle widened by each incident's own radius.

    sin(x)**2 is x*x for the small angles of such circles (to 0.1 % at 600 km).
    """
    half = (F("radius_m") * Value(0.001) + Value(circle.km)) * Value(0.5 / EARTH_KM)
    return ExpressionWrapper(half * half, output_field=FloatField())
