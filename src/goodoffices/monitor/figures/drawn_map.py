"""The map as the server draws it: boundaries as somebody drew them, incidents in clusters."""

from __future__ import annotations

from collections import Counter

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goodoffices.core import world
from goodoffices.core.figures import MapCircle, MapCluster, MapFigure, MapRow
from goodoffices.core.ground import (
    HEIGHT,
    WIDTH,
    addresses,
    around,
    ground,
    inside,
    labels_in,
    roomy,
    shown_sets,
    whole,
)
from goodoffices.core.models import BoundarySet, Membership, Place
from goodoffices.core.queries.addresses import Circle
from goodoffices.methods import geo
from goodoffices.methods.columns import Area, Columns, first_of
from goodoffices.monitor.figures.gathering import counted, gather, margin_km
from goodoffices.monitor.queries import maps
from goodoffices.monitor.queries.filters import IncidentFilter
from goodoffices.monitor.queries.situation import Figures

CLUSTER_PX = 40
MOST_CIRCLES = 16
LEAST_CIRCLE_PX = 8
MOST_ROWS = 30
SPOT = ("latitude", "longitude", "radius_m")


def map_figure(
    found: Columns, now: Figures, asked: IncidentFilter, member: Membership
) -> MapFigure:
    """Return the map of incidents; the same filters are in the address of its living form.

    ``now`` are their figures: the box around their points, the roughest place.
    """
    sets = shown_sets()
    box = _frame(now.box, asked, sets)
    drawing = geo.projection(box, WIDTH, HEIGHT, margin=14)
    areas = counted(found, box)
    made = gather(areas, box, width_px=WIDTH, cell_px=CLUSTER_PX)
    margin = margin_km(areas)
    drawn = ground(sets, box, drawing)
    address = reverse("monitor:incident-map", kwargs={"programme": member.programme.slug})
    return MapFigure(
        title=_("Where incidents happened"),
        width=WIDTH,
        height=HEIGHT,
        bounds=(box.west, box.south, box.east, box.north),
        land=drawn.land,
        lines=drawn.lines,
        beneath=drawn.beneath,
        circles=_circles(found, drawing) if now.roughest_m else [],
        clusters=[_drawn(one, around(one, margin), asked, drawing) for one in made],
        labels=labels_in(member, box, drawing),
        rows=_table(areas, asked, member),
        note=drawn.note,
        src=f"{address}?{asked.address()}",
        boundaries=addresses(sets, drawn, member),
    )


def _frame(points: geo.Box | None, asked: IncidentFilter, sets: list[BoundarySet]) -> geo.Box:
    """Return the part of the world to draw: the circle asked for, else the area's boundaries
    where all incidents lie within them and nothing narrower was asked for, else the incidents.
    """
    if asked.near:
        return geo.around_circle(asked.near.latitude, asked.near.longitude, asked.near.km * 1.3)
    around_sets = whole(sets)
    if around_sets and (points is None or (not asked.place and inside(points, around_sets))):
        return around_sets
    return roomy(points) if points else around_sets or world.INHABITED


def _drawn(
    cluster: geo.Cluster, near: Circle, asked: IncidentFilter, drawing: geo.Projection
) -> MapCluster:
    x, y = drawing.point(cluster.lon, cluster.lat)
    count = round(cluster.count)
    label = ngettext("%(count)s incident", "%(count)s incidents", count) % {"count": f"{count:,}"}
    return MapCluster(round(x, 1), round(y, 1), count, label, "?" + asked.address(near=near))


def _circles(found: Columns, drawing: geo.Projection) -> list[MapCircle]:
    """Return the circles within which the least certain places lie, each spot once."""
    rough = maps.placed(found)
    rough = rough.where(rough["radius_m"] > 0)
    newest = first_of(rough["first_day"], 0, 10 * MOST_CIRCLES)
    spots = zip(*(rough[name][newest].tolist() for name in SPOT), strict=True)
    circles: dict[tuple[float, float], MapCircle] = {}
    for latitude, longitude, radius_m in spots:
        r = drawing.radius(radius_m / 1000, latitude)
        if LEAST_CIRCLE_PX <= r <= WIDTH / 3:
            x, y = drawing.point(longitude, latitude)
            circles.setdefault((latitude, longitude), MapCircle(*(round(v, 1) for v in (x, y, r))))
        if len(circles) == MOST_CIRCLES:
            break
    return list(circles.values())


def _table(areas: list[Area], asked: IncidentFilter, member: Membership) -> list[MapRow]:
    """Return the map as a table: the places with most incidents."""
    counts: Counter[int | None] = Counter()
    for area in areas:
        counts[area.place] += area.count
    found = counts.most_common(MOST_ROWS)
    ids = [place for place, _count in found if place]
    places = Place.objects.visible_to(member).in_bulk(ids)
    return [_row(places.get(place or 0), count, asked) for place, count in found]


def _row(place: Place | None, count: int, asked: IncidentFilter) -> MapRow:
    if place is None:
        return MapRow(_("place not known"), count)
    return MapRow(place.label, count, "?" + asked.address(place=place.code))
