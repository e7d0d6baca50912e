"""The same map as GeoJSON for the living one: single incidents while few, clusters above."""

from __future__ import annotations

import math
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, ngettext

from goodoffices.core.ground import around
from goodoffices.core.models import Membership
from goodoffices.core.queries.addresses import Circle, MapView
from goodoffices.methods.columns import Columns
from goodoffices.methods.geo import Cluster
from goodoffices.monitor.figures.gathering import counted, gather, margin_km
from goodoffices.monitor.figures.names import what_and_where, when
from goodoffices.monitor.models import Incident
from goodoffices.monitor.queries import maps
from goodoffices.monitor.queries.chosen import choose
from goodoffices.monitor.queries.filters import IncidentFilter

COLUMNS = {*maps.PLACED, "first_day"}
CELL_PX = 56
MOST_LISTED = 12


def map_json(asked: MapView, filters: IncidentFilter, member: Membership) -> dict[str, Any]:
    """Return a GeoJSON FeatureCollection of what lies in view."""
    found = maps.placed(choose(filters, member, COLUMNS), asked.box)
    if len(found) <= maps.MOST_POINTS:
        features = _points(found, member)
    else:
        features = _clusters(found, asked, filters, member)
    return {"type": "FeatureCollection", "features": features}


def _clusters(
    found: Columns, asked: MapView, filters: IncidentFilter, member: Membership
) -> list[dict[str, Any]]:
    areas = counted(found, asked.box)
    made = gather(areas, asked.box, width_px=min(asked.width_px, 4096), cell_px=CELL_PX)
    margin = margin_km(areas)
    return [_cluster(one, around(one, margin), filters, member) for one in made]


def _points(found: Columns, member: Membership) -> list[dict[str, Any]]:
    """Return one feature for each spot; incidents at the same spot share it."""
    spots: dict[tuple[float, float], list[Incident]] = {}
    for incident in maps.points(found):
        at = incident.latitude or 0.0, incident.longitude or 0.0
        spots.setdefault(at, []).append(incident)
    return [_spot(at, here, member) for at, here in spots.items()]


def _spot(at: tuple[float, float], found: list[Incident], member: Membership) -> dict[str, Any]:
    latitude, longitude = at
    items = [_item(incident, member) for incident in found[:MOST_LISTED]]
    near = Circle(latitude, longitude, 1.0)
    properties = {
        "count": len(found),
        "label": items[0]["label"] if len(found) == 1 else _counted(len(found)),
        "url": items[0]["url"],
        "items": items,
        "radius_m": max((one.radius_m or 0) for one in found),
        "shrink": math.cos(math.radians(latitude)),
        "list_url": f"{_list_address(member)}?near={near}",
    }
    return _feature(longitude, latitude, properties)


def _item(incident: Incident, member: Membership) -> dict[str, str]:
    language = (get_language() or "en")[:2]
    address = reverse(
        "monitor:incident", kwargs={"programme": member.programme.slug, "code": incident.code}
    )
    return {"label": what_and_where(incident, language), "url": address, "note": when(incident)}


def _cluster(
    one: Cluster, near: Circle, filters: IncidentFilter, member: Membership
) -> dict[str, Any]:
    count = round(one.count)
    properties = {
        "count": count,
        "label": _counted(count),
        "radius_m": 0,
        "shrink": 1,
        "items": [],
        "list_url": f"{_list_address(member)}?{filters.address(near=near)}",
    }
    return _feature(one.lon, one.lat, properties)


def _counted(count: int) -> str:
    text = ngettext("%(count)s incident", "%(count)s incidents", count)
    return text % {"count": f"{count:,}"}


def _list_address(member: Membership) -> str:
    return reverse("monitor:incidents", kwargs={"programme": member.programme.slug})


def _feature(longitude: float, latitude: float, properties: dict[str, Any]) -> dict[str, Any]:
    point = {"type": "Point", "coordinates": [round(longitude, 5), round(latitude, 5)]}
    return {"type": "Feature", "geometry": point, "properties": properties}
