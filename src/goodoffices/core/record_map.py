"""The small map of one record: a point, and the circle within which the true place lies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.cache import caches
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from goodoffices.core.figures import MapCircle, MapCluster, MapFigure, MapLabel, MapRow
from goodoffices.core.ground import HEIGHT, WIDTH, Ground, ground, labels_in, shown_sets
from goodoffices.core.models import Membership
from goodoffices.core.tlp import TLP
from goodoffices.methods import geo

KEPT_SECONDS = 300
"""A drawn ground is used again for so long: a new boundary set shows after that at the latest."""

LEAST_KM, MOST_KM = 25.0, 900.0


@dataclass(frozen=True, slots=True)
class Spot:
    """A point beside the record's own: ``label`` says what is there, ``name`` is set beside it."""

    latitude: float
    longitude: float
    label: str
    name: str


def record_map(
    latitude: float | None,
    longitude: float | None,
    radius_m: int | None,
    label: str,
    name: str,
    member: Membership,
    *,
    title: str = "",
    others: Sequence[Spot] = (),
) -> MapFigure | None:
    """Return the map around a point with its radius of uncertainty, None without a point.

    ``label`` says what is there, ``name`` is the place's name, set under the point. ``others``
    are points to set beside it.
    """
    if latitude is None or longitude is None or abs(latitude) > 85:
        return None
    km = (radius_m or 0) / 1000
    far = [geo.haversine_km(latitude, longitude, one.latitude, one.longitude) for one in others]
    wide = max(LEAST_KM, km * 1.4, *(one * 1.15 for one in far))
    box = geo.around_circle(latitude, longitude, min(MOST_KM, wide))
    drawing = geo.projection(box, WIDTH, HEIGHT, margin=8)
    drawn, labels = _surroundings(box, drawing, member)
    x, y = (round(one, 1) for one in drawing.point(longitude, latitude))
    r = round(drawing.radius(km, latitude), 1)
    return MapFigure(
        title=title or _("Where it happened, as far as known"),
        width=WIDTH,
        height=HEIGHT,
        bounds=(box.west, box.south, box.east, box.north),
        land=drawn.land,
        lines=drawn.lines,
        beneath=drawn.beneath,
        circles=[MapCircle(x, y, r)] if r >= 1 else [],
        clusters=[MapCluster(x, y, 1, label), *_dots(others, drawing)],
        labels=[
            MapLabel(x, round(y + 20, 1), name),
            *_names(others, drawing),
            *(one for one in labels if abs(one.x - x) > 70 or abs(one.y - y - 18) > 22),
        ],
        rows=[MapRow(label, 1), *(MapRow(one.label, 1) for one in others)],
        note=drawn.note,
        can_filter=False,
    )


def _dots(others: Sequence[Spot], drawing: geo.Projection) -> list[MapCluster]:
    points = [drawing.point(one.longitude, one.latitude) for one in others]
    return [
        MapCluster(round(x, 1), round(y, 1), 1, one.label)
        for (x, y), one in zip(points, others, strict=True)
    ]


def _names(others: Sequence[Spot], drawing: geo.Projection) -> list[MapLabel]:
    points = [drawing.point(one.longitude, one.latitude) for one in others]
    return [
        MapLabel(round(x, 1), round(y - 12, 1), one.name)
        for (x, y), one in zip(points, others, strict=True)
    ]


def _surroundings(
    box: geo.Box, drawing: geo.Projection, member: Membership
) -> tuple[Ground, list[MapLabel]]:
    """Return boundaries and place names around, kept for a while: most records share a few."""
    parts = (member.programme_id, member.clearance, (get_language() or "en")[:2])
    corners = (f"{edge:.3f}" for edge in (box.west, box.south, box.east, box.north))
    key = "record-map:" + ":".join([*map(str, parts), *corners])
    kept: tuple[Ground, list[MapLabel]] | None = caches["drawn"].get(key)
    if kept is None:
        labels = labels_in(_anybody(member), box, drawing)
        kept = ground(shown_sets(), box, drawing), labels
        caches["drawn"].set(key, kept, KEPT_SECONDS)
    return kept


def _anybody(member: Membership) -> Membership:
    """Return a stand-in for all members of one clearance: named on nothing."""
    stand_in = Membership(
        pk=0,
        programme=member.programme,
        clearance=min(member.clearance, TLP.AMBER_STRICT),
        active=True,
    )
    stand_in._named_ids = {}  # type: ignore[attr-defined]
    return stand_in
