"""The map as the server draws it: boundaries as somebody drew them, incidents in clusters."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db.models import Max, Min, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goodoffices.core import world
from goodoffices.core.figures import MapCircle, MapCluster, MapFigure, MapLabel, MapRow
from goodoffices.core.models import Boundary, BoundarySet, Membership, Place
from goodoffices.core.queries.addresses import Circle
from goodoffices.methods import geo
from goodoffices.monitor.figures.gathering import around, counted, gather, margin_km
from goodoffices.monitor.models import Incident
from goodoffices.monitor.queries import maps
from goodoffices.monitor.queries.filters import IncidentFilter
from goodoffices.monitor.queries.maps import Area
from goodoffices.monitor.queries.situation import Figures

WIDTH, HEIGHT = 640, 430
CLUSTER_PX = 40
MOST_CIRCLES = 16
LEAST_CIRCLE_PX = 8
MOST_LABELS = 12
MOST_ROWS = 30
LEAST_DEGREES = 0.15
LABELLED = (Place.Kind.TOWN, Place.Kind.DISTRICT, Place.Kind.COUNTRY)


@dataclass(frozen=True, slots=True)
class Ground:
    """What the map is drawn on: path data of the boundaries, whose they are, where they are."""

    land: tuple[str, ...]
    lines: tuple[str, ...]
    note: str
    beneath: str = ""


def map_figure(
    rows: QuerySet[Incident], now: Figures, asked: IncidentFilter, member: Membership
) -> MapFigure:
    """Return the map of a selection; the same filters are in the address of its living form.

    ``now`` are the figures of ``rows``: the box around their points, the roughest place.
    """
    sets = list(BoundarySet.objects.filter(shown=True).order_by("name"))
    box = _frame(now.box, asked, sets)
    drawing = geo.projection(box, WIDTH, HEIGHT, margin=14)
    areas = counted(rows, box)
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
        circles=_circles(rows, drawing) if now.roughest_m else [],
        clusters=[_drawn(one, around(one, margin), asked, drawing) for one in made],
        labels=labels_in(member, box, drawing),
        rows=_table(areas, asked, member),
        note=drawn.note,
        src=f"{address}?{asked.address()}",
        boundaries=_addresses(sets, drawn, member),
    )


def _addresses(sets: list[BoundarySet], drawn: Ground, member: Membership) -> list[str]:
    """Return what the living map is drawn on: the world or the sets over it, names of places."""
    far = world.address()
    if sets and far:
        far = f"{far}#beneath" if drawn.beneath else ""
    names = reverse("core:place-points", kwargs={"programme": member.programme.slug})
    return [*filter(None, [far]), *(_set_address(one, member) for one in sets), names]


def _set_address(one: BoundarySet, member: Membership) -> str:
    where = {"programme": member.programme.slug, "code": one.code}
    return reverse("core:boundary-set", kwargs=where)


def _frame(points: geo.Box | None, asked: IncidentFilter, sets: list[BoundarySet]) -> geo.Box:
    """Return the part of the world to draw: the circle asked for, else the area's boundaries
    where all incidents lie within them and nothing narrower was asked for, else the incidents.
    """
    if asked.near:
        return geo.around_circle(asked.near.latitude, asked.near.longitude, asked.near.km * 1.3)
    whole = _whole(sets)
    if whole and (points is None or (not asked.place and _inside(points, whole))):
        return whole
    return _roomy(points) if points else whole or world.INHABITED


def _whole(sets: list[BoundarySet]) -> geo.Box | None:
    found = Boundary.objects.filter(set__in=sets).aggregate(
        west=Min("west"), south=Min("south"), east=Max("east"), north=Max("north")
    )
    return None if found["west"] is None else geo.Box(**found)


def _inside(inner: geo.Box, outer: geo.Box) -> bool:
    """Say whether a box lies in another and fills enough of it to be worth showing whole."""
    within = outer.holds(inner.south, inner.west) and outer.holds(inner.north, inner.east)
    return within and (inner.east - inner.west) * 6 > outer.east - outer.west


def _roomy(box: geo.Box) -> geo.Box:
    """Return the box with a margin, never smaller than a town's surroundings."""
    high = max(box.north - box.south, LEAST_DEGREES) * 0.08
    wide = max(box.east - box.west, LEAST_DEGREES) * 0.08
    return geo.Box(
        south=max(-85.0, box.south - high),
        west=max(-180.0, box.west - wide),
        north=min(85.0, box.north + high),
        east=min(180.0, box.east + wide),
    )


def ground(sets: list[BoundarySet], box: geo.Box, drawing: geo.Projection) -> Ground:
    """Return the boundaries within the box as path data; the drawing is kept for the next page."""
    if not sets:
        return _world(box, drawing)
    key = "ground:" + ":".join(one.digest[:16] for one in sets) + f":{box}".replace(" ", "")
    kept: tuple[tuple[str, ...], tuple[str, ...]] | None = cache.get(key)
    if kept is None:
        kept = _paths(sets, box, drawing)
        cache.set(key, kept, 3600)
    names = ", ".join(f"{one.name} ({one.source})" for one in sets)
    note = _("Boundaries are indicative. Source: %(names)s.") % {"names": names}
    beneath = world.outlines(box, drawing)[0]
    if beneath:
        note = f"{note} {_('The land around: Natural Earth.')}"
    return Ground(*kept, note, beneath)


def _world(box: geo.Box, drawing: geo.Projection) -> Ground:
    """Return the outlines of the world, for a programme that has loaded no boundaries."""
    land, lines = world.outlines(box, drawing)
    note = _("Outlines: Natural Earth, indicative.") if land or lines else ""
    return Ground(tuple(filter(None, (land,))), tuple(filter(None, (lines,))), note)


def _paths(
    sets: list[BoundarySet], box: geo.Box, drawing: geo.Projection
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    areas = Boundary.objects.filter(
        set__in=sets,
        west__lte=box.east,
        east__gte=box.west,
        south__lte=box.north,
        north__gte=box.south,
    ).order_by("set_id", "level", "pk")
    widest: dict[int, int] = {}
    land: list[str] = []
    lines: list[str] = []
    for area in areas.only("set_id", "level", "display"):
        top = widest.setdefault(area.set_id, area.level)
        (land if area.level == top else lines).append(drawing.path(area.display))
    return tuple(filter(None, land)), tuple(filter(None, lines))


def _drawn(
    cluster: geo.Cluster, near: Circle, asked: IncidentFilter, drawing: geo.Projection
) -> MapCluster:
    x, y = drawing.point(cluster.lon, cluster.lat)
    count = round(cluster.count)
    label = ngettext("%(count)s incident", "%(count)s incidents", count) % {"count": f"{count:,}"}
    return MapCluster(round(x, 1), round(y, 1), count, label, "?" + asked.address(near=near))


def _circles(rows: QuerySet[Incident], drawing: geo.Projection) -> list[MapCircle]:
    """Return the circles within which the least certain places lie, each spot once."""
    rough = maps.placed(rows).filter(radius_m__gt=0).order_by("-first_day")
    spots: Any = rough.values_list("latitude", "longitude", "radius_m")[: 10 * MOST_CIRCLES]
    found: dict[tuple[float, float], MapCircle] = {}
    for latitude, longitude, radius_m in spots:
        r = drawing.radius(radius_m / 1000, latitude)
        if LEAST_CIRCLE_PX <= r <= WIDTH / 3:
            x, y = drawing.point(longitude, latitude)
            found.setdefault((latitude, longitude), MapCircle(*(round(v, 1) for v in (x, y, r))))
        if len(found) == MOST_CIRCLES:
            break
    return list(found.values())


def labels_in(member: Membership, box: geo.Box, drawing: geo.Projection) -> list[MapLabel]:
    """Return the names of the largest places in view, none over another."""
    places = Place.objects.visible_to(member).filter(
        maps.held(box), kind__in=LABELLED, population__gt=0
    )
    found: list[MapLabel] = []
    for place in places.order_by("-population")[: 8 * MOST_LABELS]:
        x, y = drawing.point(place.longitude or 0.0, place.latitude or 0.0)
        free = all(abs(x - one.x) > 78 or abs(y - one.y) > 22 for one in found)
        if free and 30 < x < WIDTH - 30 and 10 < y < HEIGHT - 24:
            found.append(MapLabel(round(x, 1), round(y + 16, 1), place.label))
        if len(found) == MOST_LABELS:
            break
    return found


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
