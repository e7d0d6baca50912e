"""Submissions on a map: drawn by the server, and as GeoJSON for the living map over it.

The database groups the points into squares first, so that neither form reads every submission.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db.models import Count, Max, Min, QuerySet
from django.db.models.functions import Round
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from goodoffices.core.days import moment_in_words
from goodoffices.core.figures import MapCluster, MapFigure, MapRow
from goodoffices.core.ground import (
    HEIGHT,
    WIDTH,
    addresses,
    around,
    ground,
    held,
    inside,
    labels_in,
    roomy,
    shown_sets,
    whole,
    widened,
)
from goodoffices.core.models import BoundarySet, Membership
from goodoffices.core.queries.addresses import MapView
from goodoffices.core.world import INHABITED
from goodoffices.field.models import Submission
from goodoffices.field.queries.asked import SubmissionFilter, select
from goodoffices.methods import geo
from goodoffices.methods.geo.distance import EARTH_KM

CELL_PX = 44
MOST_ROWS = 30
MOST_POINTS = 500
"""Single submissions are sent to the living map up to here, clusters above."""
MOST_LISTED = 12
MOST_ACROSS = 150


@dataclass(frozen=True, slots=True)
class Spot:
    """Submissions whose points fall into one square: their extent and number."""

    west: float
    south: float
    east: float
    north: float
    count: int


def spots(rows: QuerySet[Submission], box: geo.Box) -> list[Spot]:
    """Count the submissions in a box by squares fine enough for the map of the box."""
    digits = _digits(box)
    grouped: Any = (
        rows.filter(held(box), latitude__isnull=False)
        .order_by()
        .annotate(row=Round("latitude", digits), column=Round("longitude", digits))
        .values("row", "column")
        .annotate(
            west=Min("longitude"),
            south=Min("latitude"),
            east=Max("longitude"),
            north=Max("latitude"),
            count=Count("pk"),
        )
    )
    return [
        Spot(*found) for found in grouped.values_list("west", "south", "east", "north", "count")
    ]


def _digits(box: geo.Box) -> int:
    """Return to how many decimals of a degree points are rounded: so that between 15 and 150
    squares go across the box, finer than a cluster and few enough to be handed on."""
    wide = (box.east - box.west) % 360 or 360.0
    return max(0, min(6, math.floor(-math.log10(wide / MOST_ACROSS))))


def clusters(found: Sequence[Spot], box: geo.Box, width_px: int) -> list[geo.Cluster]:
    """Return what is drawn as one dot; the counts add up to all of them."""
    if not found:
        return []
    columns = np.array(
        [((s.south + s.north) / 2, (s.west + s.east) / 2, s.count) for s in found], dtype=np.float64
    )
    made = geo.clusters(
        columns[:, 0],
        columns[:, 1],
        columns[:, 2],
        box=widened(box),
        width_px=width_px,
        cell_px=CELL_PX,
    )
    return list(made)


def _margin_km(found: Sequence[Spot]) -> float:
    """Return half the width of the largest square: a cluster knows only the middles of its own."""
    if not found:
        return 0.0
    sides = np.radians(np.array([(s.south, s.west, s.north, s.east) for s in found]))
    south, west, north, east = sides.T
    shrink = np.cos(np.minimum(np.abs(south), np.abs(north)))
    return float(np.hypot(north - south, (east - west) * shrink).max()) * EARTH_KM / 2


def map_figure(asked: SubmissionFilter, member: Membership) -> MapFigure:
    """Return the map of a selection; the same filters are in the address of its living form."""
    rows, sets = select(asked, member), shown_sets()
    box = _frame(rows, asked, sets)
    drawing = geo.projection(box, WIDTH, HEIGHT, margin=14)
    found = spots(rows, box)
    made, margin = clusters(found, box, WIDTH), _margin_km(found)
    drawn = ground(sets, box, drawing)
    address = reverse("field:submission-map", kwargs={"programme": member.programme.slug})
    return MapFigure(
        title=_("Where submissions were filled in"),
        width=WIDTH,
        height=HEIGHT,
        bounds=(box.west, box.south, box.east, box.north),
        land=drawn.land,
        lines=drawn.lines,
        beneath=drawn.beneath,
        clusters=[_dot(one, margin, asked, drawing) for one in made],
        labels=labels_in(member, box, drawing),
        rows=_table(made, margin, asked),
        note=drawn.note,
        src=f"{address}?{asked.address()}",
        boundaries=addresses(sets, drawn, member),
    )


def _frame(rows: QuerySet[Submission], asked: SubmissionFilter, sets: list[BoundarySet]) -> geo.Box:
    """Return the part of the world to draw: the circle asked for, else all that has a point."""
    if asked.near:
        return geo.around_circle(asked.near.latitude, asked.near.longitude, asked.near.km * 1.3)
    ends = rows.order_by().aggregate(
        south=Min("latitude"), west=Min("longitude"), north=Max("latitude"), east=Max("longitude")
    )
    points = None if ends["south"] is None else geo.Box(**ends)
    around_sets = whole(sets)
    if around_sets and (points is None or inside(points, around_sets)):
        return around_sets
    return roomy(points) if points else around_sets or INHABITED


def _dot(
    one: geo.Cluster, margin: float, asked: SubmissionFilter, drawing: geo.Projection
) -> MapCluster:
    x, y = drawing.point(one.lon, one.lat)
    count, near = round(one.count), around(one, margin)
    address = asked.address(near=near, look="table")
    return MapCluster(round(x, 1), round(y, 1), count, _counted(count), f"?{address}")


def _table(made: Sequence[geo.Cluster], margin: float, asked: SubmissionFilter) -> list[MapRow]:
    """Return the map as a table: the spots with most submissions."""
    largest = sorted(made, key=lambda one: -one.count)[:MOST_ROWS]
    return [
        MapRow(
            f"{one.lat:.3f}, {one.lon:.3f}",
            round(one.count),
            "?" + asked.address(near=around(one, margin), look="table"),
        )
        for one in largest
    ]


def map_json(view: MapView, asked: SubmissionFilter, member: Membership) -> dict[str, Any]:
    """Return a GeoJSON FeatureCollection of what lies in view."""
    rows = select(asked, member).filter(held(view.box), latitude__isnull=False)
    few = list(rows.order_by("-received_at").select_related("form")[: MOST_POINTS + 1])
    if len(few) <= MOST_POINTS:
        features = _points(few, member)
    else:
        found = spots(rows, view.box)
        made, margin = clusters(found, view.box, min(view.width_px, 4096)), _margin_km(found)
        features = [_cluster(one, margin, asked, member) for one in made]
    return {"type": "FeatureCollection", "features": features}


def _points(rows: Sequence[Submission], member: Membership) -> list[dict[str, Any]]:
    at: dict[tuple[float, float], list[Submission]] = {}
    for one in rows:
        at.setdefault((one.latitude or 0.0, one.longitude or 0.0), []).append(one)
    return [_spot(point, found, member) for point, found in at.items()]


def _spot(
    point: tuple[float, float], found: Sequence[Submission], member: Membership
) -> dict[str, Any]:
    items = [_item(one, member) for one in found[:MOST_LISTED]]
    single = len(found) == 1
    properties = {
        "count": len(found),
        "label": items[0]["label"] if single else _counted(len(found)),
        "url": items[0]["url"],
        "items": items,
        "radius_m": 0,
        "list_url": f"{_listed(member)}?near={point[0]:.4f},{point[1]:.4f},1",
    }
    return _feature(point[1], point[0], properties)


def _item(one: Submission, member: Membership) -> dict[str, str]:
    where = {"programme": member.programme.slug, "code": one.code}
    when = moment_in_words(timezone.localtime(one.received_at), get_language() or "en")
    return {
        "label": one.name or one.form.title,
        "url": reverse("field:submission", kwargs=where),
        "note": when,
    }


def _cluster(
    one: geo.Cluster, margin: float, asked: SubmissionFilter, member: Membership
) -> dict[str, Any]:
    count = round(one.count)
    address = asked.address(near=around(one, margin), look="table")
    properties = {
        "count": count,
        "label": _counted(count),
        "radius_m": 0,
        "items": [],
        "list_url": f"{_listed(member)}?{address}",
    }
    return _feature(one.lon, one.lat, properties)


def _counted(count: int) -> str:
    return ngettext("%(count)s submission", "%(count)s submissions", count) % {
        "count": f"{count:,}"
    }


def _listed(member: Membership) -> str:
    return reverse("field:submissions", kwargs={"programme": member.programme.slug})


def _feature(longitude: float, latitude: float, properties: dict[str, Any]) -> dict[str, Any]:
    point = {"type": "Point", "coordinates": [round(longitude, 5), round(latitude, 5)]}
    return {"type": "Feature", "geometry": point, "properties": properties}
