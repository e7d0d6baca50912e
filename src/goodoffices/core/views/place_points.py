"""Names of places for the living map, in the reader's language."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from goodoffices.core.models import Place
from goodoffices.core.views.acting import acting

MOST = 150
NAMED = (Place.Kind.COUNTRY, Place.Kind.DISTRICT, Place.Kind.TOWN, Place.Kind.VILLAGE)


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Send the largest places that the member may see, as GeoJSON points by rank (0 first)."""
    rows = Place.objects.visible_to(acting(request)).filter(
        kind__in=NAMED, population__gt=0, latitude__isnull=False, longitude__isnull=False
    )
    largest = rows.order_by("-population", "pk")[:MOST]
    features = [_feature(place, rank) for rank, place in enumerate(largest)]
    answer = JsonResponse({"type": "FeatureCollection", "features": features})
    answer["Content-Type"] = "application/geo+json"
    return answer


def _feature(place: Place, rank: int) -> dict[str, Any]:
    point = {"type": "Point", "coordinates": [place.longitude, place.latitude]}
    properties = {"name": place.label, "rank": rank}
    return {"type": "Feature", "geometry": point, "properties": properties}
