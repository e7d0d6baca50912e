"""The map of one place: its point and reach on the boundaries the programme shows."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from goodoffices.core import world
from goodoffices.core.figures import MapCircle, MapCluster, MapFigure, MapLabel, MapRow
from goodoffices.core.models import Boundary, BoundarySet, Membership, Place
from goodoffices.methods import geo

WIDTH, HEIGHT = 640, 430
LEAST_KM, MOST_KM = 25.0, 900.0
MOST_LABELS = 8


def place_map(place: Place, member: Membership) -> MapFigure | None:
    """Return the map around a place's point; None where the point is not known."""
    if place.latitude is None or place.longitude is None or abs(place.latitude) > 84:
        return None
    km = place.radius_m / 1000
    reach = min(MOST_KM, max(LEAST_KM, km * 1.4))
    box = geo.around_circle(place.latitude, place.longitude, reach)
    drawing = geo.projection(box, WIDTH, HEIGHT, margin=8)
    x, y = (round(one, 1) for one in drawing.point(place.longitude, place.latitude))
    r = round(drawing.radius(km, place.latitude), 1)
    sets = list(BoundarySet.objects.filter(shown=True).order_by("name"))
    far = world.outlines(box, drawing)
    land, lines = _paths(sets, box, drawing) if sets else ([far[0]], [far[1]])
    return MapFigure(
        title=_("Where it lies"),
        width=WIDTH,
        height=HEIGHT,
        bounds=(box.west, box.south, box.east, box.north),
        land=land,
        lines=lines,
        beneath=far[0] if sets else "",
        circles=[MapCircle(x, y, r)] if r >= 1 else [],
        clusters=[MapCluster(x, y, 1, place.label)],
        labels=[MapLabel(x, round(y + 20, 1), place.label), *_around(place, member, box, drawing)],
        rows=[MapRow(place.label, 1)],
        note=_note(sets),
        can_filter=False,
    )


def _paths(
    sets: list[BoundarySet], box: geo.Box, drawing: geo.Projection
) -> tuple[list[str], list[str]]:
    """Return the outermost areas and the lines within them as path data."""
    areas: QuerySet[Boundary] = Boundary.objects.filter(
        set__in=sets,
        west__lte=box.east,
        east__gte=box.west,
        south__lte=box.north,
        north__gte=box.south,
    )
    widest: dict[int, int] = {}
    land: list[str] = []
    lines: list[str] = []
    for area in areas.order_by("set_id", "level", "pk").only("set_id", "level", "display"):
        top = widest.setdefault(area.set_id, area.level)
        (land if area.level == top else lines).append(drawing.path(area.display))
    return [path for path in land if path], [path for path in lines if path]


def _around(
    place: Place, member: Membership, box: geo.Box, drawing: geo.Projection
) -> list[MapLabel]:
    """Return the names of larger places in view, none over another."""
    near = Place.objects.visible_to(member).filter(
        latitude__range=(box.south, box.north), longitude__range=(box.west, box.east)
    )
    own = drawing.point(place.longitude or 0.0, place.latitude or 0.0)
    taken = [own, (own[0], own[1] + 20)]
    found = []
    for other in near.exclude(pk=place.pk).filter(population__gt=0).order_by("-population")[:40]:
        x, y = drawing.point(other.longitude or 0.0, other.latitude or 0.0)
        free = all(abs(x - left) > 78 or abs(y + 4 - top) > 22 for left, top in taken)
        if free and 30 < x < WIDTH - 30 and 10 < y < HEIGHT - 24:
            taken.append((x, y + 4))
            found.append(MapLabel(round(x, 1), round(y + 4, 1), other.label))
        if len(found) == MOST_LABELS:
            break
    return found


def _note(sets: list[BoundarySet]) -> str:
    if not sets:
        return _("Outlines: Natural Earth, indicative.")
    names = ", ".join(f"{one.name} ({one.source})" for one in sets)
    return _("Boundaries are indicative. Source: %(names)s.") % {"names": names}
