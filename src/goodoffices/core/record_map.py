"""The small map of one record: a point, and the circle within which the true place lies."""

from __future__ import annotations

from django.core.cache import cache
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


def record_map(
    latitude: float | None,
    longitude: float | None,
    radius_m: int | None,
    label: str,
    name: str,
    member: Membership,
    *,
    title: str = "",
) -> MapFigure | None:
    """Return the map around a point with its radius of uncertainty, None without a point.

    ``label`` says what is there, ``name`` is the place's name, set under the point.
    """
    if latitude is None or longitude is None or abs(latitude) > 85:
        return None
    km = (radius_m or 0) / 1000
    box = geo.around_circle(latitude, longitude, min(MOST_KM, max(LEAST_KM, km * 1.4)))
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
        clusters=[MapCluster(x, y, 1, label)],
        labels=[
            MapLabel(x, round(y + 20, 1), name),
            *(one for one in labels if abs(one.x - x) > 70 or abs(one.y - y - 18) > 22),
        ],
        rows=[MapRow(label, 1)],
        note=drawn.note,
        can_filter=False,
    )


def _surroundings(
    box: geo.Box, drawing: geo.Projection, member: Membership
) -> tuple[Ground, list[MapLabel]]:
    """Return boundaries and place names around, kept for a while: most records share a few."""
    parts = (member.programme_id, member.clearance, (get_language() or "en")[:2])
    corners = (f"{edge:.3f}" for edge in (box.west, box.south, box.east, box.north))
    key = "record-map:" + ":".join([*map(str, parts), *corners])
    kept: tuple[Ground, list[MapLabel]] | None = cache.get(key)
    if kept is None:
        labels = labels_in(_anybody(member), box, drawing)
        kept = ground(shown_sets(), box, drawing), labels
        cache.set(key, kept, KEPT_SECONDS)
    return kept


def _anybody(member: Membership) -> Membership:
    """Return a stand-in for all members of one clearance: named on nothing."""
    stand_in = Membership(
        pk=0,
        programme_id=member.programme_id,
        clearance=min(member.clearance, TLP.AMBER_STRICT),
        active=True,
    )
    stand_in._named_ids = {}  # type: ignore[attr-defined]
    return stand_in
