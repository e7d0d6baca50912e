"""Sets of boundaries as somebody drew them: loading one, showing or hiding it."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import Conflict, InvalidInput
from goodoffices.core import audit
from goodoffices.core.models import Boundary, BoundarySet, Place, PlaceName, Programme, User
from goodoffices.core.services.permits import permitted
from goodoffices.formats.geojson_in import Boundary as Area
from goodoffices.formats.geojson_in import read_boundaries
from goodoffices.methods.text import fold

CHUNK = 1 << 20
AT_A_TIME = 200
_LANGUAGES = ("en", "ar", "he")
_AREA_KINDS = (Place.Kind.COUNTRY, Place.Kind.REGION, Place.Kind.DISTRICT)


def load_boundaries(
    *,
    programme: Programme,
    file: Path,
    source: str,
    licence: str,
    note: str = "",
    name: str = "",
    by: User | None,
    name_property: str = "",
    level_property: str = "",
    tolerance: float | None = None,
) -> BoundarySet:
    """Load a GeoJSON file of areas as a new set beside the others.

    ``source``, ``licence`` and ``note`` (whose line it is, as of when) are shown wherever the
    lines are; ``tolerance``: see `read_boundaries`. Raises InvalidInput with one sentence for a
    file that is none, Conflict for one that is loaded already; then nothing is kept.
    """
    permitted(by, programme, "core.places")
    if not source.strip() or not licence.strip():
        raise InvalidInput(_("Say who drew these boundaries and under which licence."))
    digest = _digest(file)
    if BoundarySet.objects.filter(programme=programme, digest=digest).exists():
        raise Conflict(_("This file is loaded already."), code="already-loaded")
    read = read_boundaries(
        file, name_property=name_property, level_property=level_property, tolerance=tolerance
    )
    with transaction.atomic():
        made = BoundarySet.objects.create(
            programme=programme,
            code=_free_code(programme, name or source),
            name=(name or source).strip()[:200],
            source=source.strip()[:300],
            licence=licence.strip()[:200],
            note=note.strip(),
            digest=digest,
            by=by,
        )
        known = _areas_by_name(programme)
        rows = (_row(made, area, known) for area in read.boundaries)
        Boundary.objects.bulk_create(rows, batch_size=AT_A_TIME)
        audit.record(
            "core.boundaries.loaded",
            by=by,
            programme=programme,
            record=made,
            data={"sha256": digest, "areas": len(read.boundaries), "mended": len(read.mended)},
        )
    return made


def show(*, boundary_set: BoundarySet, shown: bool, by: User | None) -> None:
    """Draw a set on the programme's maps, or leave it out."""
    programme = boundary_set.programme
    permitted(by, programme, "core.places")
    with transaction.atomic():
        changed = BoundarySet.objects.filter(pk=boundary_set.pk).exclude(shown=shown)
        if changed.update(shown=shown):
            audit.record(
                "core.boundaries.shown" if shown else "core.boundaries.hidden",
                by=by,
                programme=programme,
                record=boundary_set,
            )


def level_number(level: str) -> int:
    """Return the level of an area as a number, 0 the outermost: ``ADM2`` is 2, ``region`` 1."""
    digits = re.search(r"\d+", level)
    if digits:
        return min(int(digits.group()), 20)
    words = {"country": 0, "region": 1, "province": 1, "governorate": 1, "district": 2}
    return words.get(level.strip().lower(), 0)


def _digest(file: Path) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _free_code(programme: Programme, name: str) -> str:
    base = slugify(name)[:40] or "boundaries"
    taken = set(
        BoundarySet.objects.filter(programme=programme, code__startswith=base).values_list(
            "code", flat=True
        )
    )
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return base if base not in taken else next(code for code in numbered if code not in taken)


def _areas_by_name(programme: Programme) -> Mapping[str, set[int]]:
    """Return the countries, regions and districts of each folded name."""
    found: dict[str, set[int]] = defaultdict(set)
    names = PlaceName.objects.filter(place__programme=programme, place__kind__in=_AREA_KINDS)
    for folded, place in names.values_list("folded", "place_id"):
        found[folded].add(place)
    return found


def _row(made: BoundarySet, area: Area, known: Mapping[str, set[int]]) -> Boundary:
    west, south, east, north = area.bbox
    places = known.get(fold(area.name).strip(), set())
    return Boundary(
        set=made,
        name=area.name[:200],
        names=_names(area.properties),
        level=level_number(area.level),
        place_id=next(iter(places)) if len(places) == 1 else None,
        properties=dict(area.properties),
        geometry=dict(area.geometry),
        display=dict(area.display),
        west=west,
        south=south,
        east=east,
        north=north,
    )


def _names(properties: Mapping[str, object]) -> dict[str, str]:
    """Return the names by language, from properties such as ``name_ar`` or ``NAME_HE``."""
    folded = {str(key).lower(): value for key, value in properties.items()}
    found = {code: folded.get(f"name_{code}") for code in _LANGUAGES}
    return {code: name[:200] for code, name in found.items() if isinstance(name, str) and name}
