"""What maps are drawn on: boundaries as somebody drew them, the land around, names of places."""

from __future__ import annotations

import math
from dataclasses import dataclass

from django.core.cache import caches
from django.db.models import Max, Min, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from goodoffices.core import world
from goodoffices.core.figures import MapLabel
from goodoffices.core.models import Boundary, BoundarySet, Membership, Place
from goodoffices.core.queries.addresses import Circle
from goodoffices.methods import geo
from goodoffices.methods.geo.distance import around as around_globe

WIDTH, HEIGHT = 640, 430
MOST_LABELS = 12
LEAST_DEGREES = 0.15
ROUNDED_KM = 0.02
"""So far an address may move the middle of a circle."""
LABELLED = (Place.Kind.TOWN, Place.Kind.DISTRICT, Place.Kind.COUNTRY)


@dataclass(frozen=True, slots=True)
class Ground:
    """What the map is drawn on: path data of the boundaries, whose they are, where they are."""

    land: tuple[str, ...]
    lines: tuple[str, ...]
    note: str
    beneath: str = ""


def held(box: geo.Box) -> Q:
    """The condition that a point lies in a box."""
    found = Q(latitude__gte=box.south, latitude__lte=box.north)
    if not box.crosses:
        return found & Q(longitude__gte=box.west, longitude__lte=box.east)
    return found & (Q(longitude__gte=box.west) | Q(longitude__lte=box.east))


def shown_sets() -> list[BoundarySet]:
    """Return the boundary sets that the programme shows on its maps."""
    return list(BoundarySet.objects.filter(shown=True).order_by("name"))


def addresses(sets: list[BoundarySet], drawn: Ground, member: Membership) -> list[str]:
    """Return what the living map is drawn on: the world or the sets over it, names of places."""
    far = world.address()
    if sets and far:
        far = f"{far}#beneath" if drawn.beneath else ""
    names = reverse("core:place-points", kwargs={"programme": member.programme.slug})
    return [*filter(None, [far]), *(_set_address(one, member) for one in sets), names]


def _set_address(one: BoundarySet, member: Membership) -> str:
    where = {"programme": member.programme.slug, "code": one.code}
    return reverse("core:boundary-set", kwargs=where)


def whole(sets: list[BoundarySet]) -> geo.Box | None:
    """Return the box around all areas of some sets; None without any."""
    found = Boundary.objects.filter(set__in=sets).aggregate(
        west=Min("west"), south=Min("south"), east=Max("east"), north=Max("north")
    )
    return None if found["west"] is None else geo.Box(**found)


def inside(inner: geo.Box, outer: geo.Box) -> bool:
    """Say whether a box lies in another and fills enough of it to be worth showing whole."""
    within = outer.holds(inner.south, inner.west) and outer.holds(inner.north, inner.east)
    return within and (inner.east - inner.west) * 6 > outer.east - outer.west


def roomy(box: geo.Box) -> geo.Box:
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
    kept: tuple[tuple[str, ...], tuple[str, ...]] | None = caches["drawn"].get(key)
    if kept is None:
        kept = _paths(sets, box, drawing)
        caches["drawn"].set(key, kept, 3600)
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


def labels_in(member: Membership, box: geo.Box, drawing: geo.Projection) -> list[MapLabel]:
    """Return the names of the largest places in view, none over another."""
    places = Place.objects.visible_to(member).filter(held(box), kind__in=LABELLED, population__gt=0)
    found: list[MapLabel] = []
    for place in places.order_by("-population")[: 8 * MOST_LABELS]:
        x, y = drawing.point(place.longitude or 0.0, place.latitude or 0.0)
        free = all(abs(x - one.x) > 78 or abs(y - one.y) > 22 for one in found)
        if free and 30 < x < WIDTH - 30 and 10 < y < HEIGHT - 24:
            found.append(MapLabel(round(x, 1), round(y + 16, 1), place.label))
        if len(found) == MOST_LABELS:
            break
    return found


def around(cluster: geo.Cluster, margin: float) -> Circle:
    """Return a circle of 1 to 500 km that holds all of a cluster, for the link to its list."""
    box = cluster.box
    wide = (box.east - box.west) % 360
    across = geo.haversine_km(box.south, box.west, box.north, box.east) / 2
    km = max(1, min(500, math.ceil(across + margin + ROUNDED_KM)))
    middle = around_globe(box.west + wide / 2)
    return Circle((box.south + box.north) / 2, middle, float(km))


def widened(box: geo.Box) -> geo.Box:
    """Return the box a hair wider, so that means of points on its edge stay inside."""
    hair = 1e-6
    return geo.Box(
        south=max(-90.0, box.south - hair),
        west=max(-180.0, box.west - hair),
        north=min(90.0, box.north + hair),
        east=min(180.0, box.east + hair),
    )
