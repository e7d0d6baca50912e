"""Submissions within a circle on the map, by the distance test that every database can work out."""

from __future__ import annotations

from typing import Any

from django.db.models import ExpressionWrapper, F, FloatField, Q, QuerySet

from goodoffices.core.ground import held
from goodoffices.core.queries.addresses import Circle
from goodoffices.field.models import Submission
from goodoffices.methods import geo


def within(rows: QuerySet[Submission], circle: Circle) -> QuerySet[Submission]:
    """Return the submissions whose first point lies in the circle.

    The box around it is tested first, because that is quick.
    """
    box = geo.around_circle(circle.latitude, circle.longitude, circle.km)
    metric = geo.local_metric(circle.latitude, circle.longitude)
    near = Q()
    for number, turn in enumerate(metric.turns(circle.km)):
        name = f"distance_{number}"
        left = ExpressionWrapper(_distance(metric, turn), output_field=FloatField())
        rows = rows.alias(**{name: left})
        near |= Q(**{f"{name}__lte": metric.limit(circle.km)})
    return rows.filter(held(box)).filter(near)


def _distance(metric: geo.LocalMetric, turn: float) -> Any:
    """The left side of the test of `methods.geo.LocalMetric`."""
    u: Any = F("latitude") - metric.lat
    v: Any = F("longitude") - (metric.lon - turn)
    n0, n1 = metric.north
    s0, s1, s2, s3 = metric.shrink
    e0, e1, e2 = metric.east
    north = u * u * (u * u * n1 + n0)
    shrink = u * (u * (u * s3 + s2) + s1) + s0
    return north + shrink * (v * v * (v * v * (v * v * e2 + e1) + e0))
