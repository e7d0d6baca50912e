"""Boundary sets for the living map, as GeoJSON that a browser keeps until the set changes."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_safe

from goodoffices.codebook.errors import NotFound
from goodoffices.core.models import Boundary, BoundarySet
from goodoffices.core.views.acting import acting


def _found(code: str) -> BoundarySet:
    found: BoundarySet | None = BoundarySet.objects.filter(code=code).first()
    if found is None:
        raise NotFound(_("There is nothing at this address."))
    return found


def _etag(request: HttpRequest, code: str) -> str | None:
    acting(request)
    return f'"{_found(code).digest[:24]}-{get_language()}"'


@require_safe
@condition(etag_func=_etag)
def show(request: HttpRequest, code: str) -> HttpResponse:
    """Send one set: its areas simplified for display, the outermost level first."""
    acting(request)
    rows = Boundary.objects.filter(set=_found(code)).order_by("level", "pk")
    features = [_feature(row) for row in rows.only("name", "names", "level", "display")]
    answer = JsonResponse({"type": "FeatureCollection", "features": features})
    answer["Content-Type"] = "application/geo+json"
    answer["Cache-Control"] = "private, no-cache"
    return answer


def _feature(row: Boundary) -> dict[str, Any]:
    names: dict[str, str] = row.names
    name = names.get((get_language() or "en")[:2]) or row.name
    properties = {"name": name, "level": row.level}
    return {"type": "Feature", "geometry": row.display, "properties": properties}
