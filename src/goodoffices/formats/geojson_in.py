"""Read boundary sets: GeoJSON polygons, checked, mended and made light enough to draw."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from goodoffices.codebook.errors import InvalidInput
from goodoffices.formats.tables.limits import Source, opened, size_of
from goodoffices.formats.tables.unpacking import gunzipped

WGS84 = ("CRS84", "EPSG::4326", "EPSG:4326", "4326")
NAMES = ("name", "name_en", "shapename", "adm3_en", "adm2_en", "adm1_en", "adm0_en", "admin")
LEVELS = ("level", "admin_level", "adm_level", "shapetype")


@dataclass(frozen=True, slots=True)
class BoundaryLimits:
    """Bounds on one boundary file: bytes, features, and corner points of all polygons."""

    file_bytes: int = 128 * 2**20
    features: int = 20_000
    points: int = 5_000_000


@dataclass(frozen=True, slots=True)
class Boundary:
    """One area of a boundary set.

    ``geometry`` and ``display`` are GeoJSON geometries (Polygon or MultiPolygon, degrees WGS 84);
    ``display`` is the simplified one for drawing, never for deciding what lies inside. ``bbox``
    is (west, south, east, north).
    """

    name: str
    level: str
    properties: Mapping[str, Any]
    geometry: Mapping[str, Any]
    display: Mapping[str, Any]
    bbox: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class BoundarySet:
    """All areas of a file, with what was mended: (position counted from 1, name, remark)."""

    boundaries: tuple[Boundary, ...]
    mended: tuple[tuple[int, str, str], ...] = ()
    points: int = 0
    display_points: int = 0
    facts: Mapping[str, str] = field(default_factory=dict)


def read_boundaries(
    source: Source,
    *,
    name_property: str = "",
    level_property: str = "",
    tolerance: float | None = None,
    limits: BoundaryLimits | None = None,
) -> BoundarySet:
    """Read a GeoJSON file of areas. Raises `InvalidInput` with one sentence.

    ``name_property`` and ``level_property`` say where names and levels stand, else usual ones are
    tried. ``tolerance``: how far, in degrees, the drawn line may lie from the true one; by
    default a 1,500th of the set's extent.
    """
    limits = limits or BoundaryLimits()
    features = _features(_load(source, limits), limits)
    named = [_named(feature, name_property, level_property) for feature in features]
    shapes, mended = _shapes(features, [name for name, _ in named])
    points = _points(shapes)
    if points > limits.points:
        raise InvalidInput(
            f"The boundaries have {points:,} corner points and the limit is {limits.points:,}: "
            "simplify them first."
        )
    drawn = _simplified(shapes, tolerance)
    boundaries = tuple(
        _boundary(feature, names, shape, light)
        for feature, names, shape, light in zip(features, named, shapes, drawn, strict=True)
    )
    return BoundarySet(boundaries, tuple(mended), points, _points(drawn))


def _load(source: Source, limits: BoundaryLimits) -> Any:
    from goodoffices.formats.tables.limits import Limits

    with opened(source) as handle:
        if size_of(handle) > limits.file_bytes:
            raise InvalidInput(
                f"The boundary file is larger than {limits.file_bytes / 2**20:.0f} MB: simplify it "
                "or split it by level."
            )
        packed = handle.read(2) == b"\x1f\x8b"
        handle.seek(0)
        if packed:
            bounds = Limits(unpacked_bytes=limits.file_bytes)
            with gunzipped(handle, bounds) as stream:
                content = stream.read()
        else:
            content = handle.read()
    try:
        return json.loads(content.removeprefix(b"\xef\xbb\xbf"), parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise InvalidInput(
            "The file is not GeoJSON: it is no JSON, or damaged or cut off. Nothing was loaded."
        ) from None


def _no_constant(name: str) -> float:
    raise ValueError(name)


def _features(data: Any, limits: BoundaryLimits) -> list[dict[str, Any]]:
    if not isinstance(data, dict) or data.get("type") not in {"FeatureCollection", "Feature"}:
        kind = data.get("type") if isinstance(data, dict) else type(data).__name__
        raise InvalidInput(
            f"The file is not a GeoJSON FeatureCollection (its type is {str(kind)[:40]}): "
            "export the boundaries as GeoJSON."
        )
    _refuse_other_systems(data.get("crs"))
    features = data.get("features", []) if data["type"] == "FeatureCollection" else [data]
    if not isinstance(features, list) or not features:
        raise InvalidInput("The GeoJSON file holds no features: nothing was loaded.")
    if len(features) > limits.features:
        raise InvalidInput(
            f"The file holds {len(features):,} areas and the limit is {limits.features:,}: "
            "split it by level."
        )
    if not all(isinstance(feature, dict) for feature in features):
        raise InvalidInput("The GeoJSON file holds features that are no objects: it is damaged.")
    return features


def _refuse_other_systems(crs: Any) -> None:
    if crs is None:
        return
    text = json.dumps(crs)
    if not any(sign in text for sign in WGS84):
        raise InvalidInput(
            "The boundaries are not in degrees WGS 84 but in another coordinate system: "
            "reproject them to EPSG:4326 first."
        )


def _named(feature: Mapping[str, Any], name: str, level: str) -> tuple[str, str]:
    properties = feature.get("properties") or {}
    if not isinstance(properties, dict):
        raise InvalidInput("A feature's properties are not named values: the file is damaged.")
    if name and name not in properties:
        known = ", ".join(map(str, properties))[:200]
        raise InvalidInput(f"There is no property {name[:60]!r}: choose one of {known}.")
    folded = {str(key).lower(): value for key, value in properties.items()}
    title = properties[name] if name else _first(folded, NAMES)
    grade = properties.get(level, "") if level else _first(folded, LEVELS)
    return _word(title), _word(grade)


def _first(folded: Mapping[str, Any], keys: Sequence[str]) -> Any:
    return next((folded[key] for key in keys if folded.get(key) not in (None, "")), "")


def _word(value: Any) -> str:
    return " ".join(str(value).split())[:200] if isinstance(value, str | int | float) else ""


def _shapes(
    features: Sequence[Mapping[str, Any]], names: Sequence[str]
) -> tuple[list[Any], list[tuple[int, str, str]]]:
    shapes, mended = [], []
    for position, (feature, name) in enumerate(zip(features, names, strict=True), start=1):
        shape, remark = _shape(feature.get("geometry"), position, name)
        shapes.append(shape)
        if remark:
            mended.append((position, name, remark))
    return shapes, mended


def _shape(geometry: Any, position: int, name: str) -> tuple[Any, str]:
    import shapely
    from shapely.errors import ShapelyError
    from shapely.geometry import shape as made

    where = f"Feature {position}" + (f" ({name})" if name else "")
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in {"Polygon", "MultiPolygon"}:
        raise InvalidInput(f"{where} is not an area but {kind or 'nothing'}: keep polygons only.")
    try:
        found = shapely.force_2d(made(geometry))
    except (ShapelyError, ValueError, TypeError, IndexError, AttributeError, RecursionError):
        raise InvalidInput(f"{where} has corners that cannot be read: it is damaged.") from None
    if found.is_empty:
        raise InvalidInput(f"{where} is an empty area: remove it.")
    west, south, east, north = found.bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise InvalidInput(
            f"{where} has corners outside the map ({west:.0f}, {south:.0f} to {east:.0f}, "
            f"{north:.0f}): coordinates must be degrees, longitude first."
        )
    if found.is_valid:
        return found, ""
    reason = shapely.is_valid_reason(found).split("[")[0].strip()
    repaired = _areas(shapely.make_valid(found))
    if repaired is None:
        raise InvalidInput(f"{where} encloses no area ({reason}): remove or mend it.")
    return repaired, reason


def _areas(shape: Any) -> Any:
    """Return the polygons of a repaired geometry, without the lines and points left over."""
    from shapely.geometry import MultiPolygon

    parts = [part for part in _parts(shape) if part.geom_type == "Polygon" and part.area]
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else MultiPolygon(parts)


def _parts(shape: Any) -> Iterator[Any]:
    if hasattr(shape, "geoms"):
        for part in shape.geoms:
            yield from _parts(part)
    else:
        yield shape


def _points(shapes: Sequence[Any]) -> int:
    import shapely

    return int(shapely.get_num_coordinates(shapes).sum())


def _simplified(shapes: list[Any], tolerance: float | None) -> list[Any]:
    """Simplify neighbours together so that their shared lines stay shared.

    Where the areas overlap, which no coverage may, each is simplified alone. An area that would
    vanish or lose its shape keeps its full outline.
    """
    import shapely

    if tolerance is None:
        west, south, east, north = shapely.total_bounds(shapes)
        tolerance = max(east - west, north - south) / 1500
    if tolerance <= 0:
        return shapes
    if shapely.coverage_is_valid(shapes):
        drawn = list(shapely.coverage_simplify(shapes, tolerance))
    else:
        drawn = list(shapely.simplify(shapes, tolerance, preserve_topology=True))
    kept = []
    for light, full in zip(drawn, shapes, strict=True):
        areas = None if light.is_empty else _areas(light)
        kept.append(areas if areas is not None and _still_like(areas, full) else full)
    return kept


def _still_like(light: Any, full: Any) -> bool:
    return bool(light.is_valid and 0.7 < light.area / full.area < 1.3)


def _boundary(
    feature: Mapping[str, Any], names: tuple[str, str], shape: Any, light: Any
) -> Boundary:
    from shapely.geometry import mapping

    west, south, east, north = shape.bounds
    return Boundary(
        name=names[0],
        level=names[1],
        properties=feature.get("properties") or {},
        geometry=_rounded(mapping(shape), 7),
        display=_rounded(mapping(light), 5),
        bbox=(west, south, east, north),
    )


def _rounded(geometry: Mapping[str, Any], digits: int) -> dict[str, Any]:
    """Return a geometry with degrees rounded: 7 digits are a centimetre, 5 a metre."""

    def turned(value: Any) -> Any:
        if isinstance(value, float | int):
            return round(float(value), digits)
        return [turned(item) for item in value]

    return {"type": geometry["type"], "coordinates": turned(geometry["coordinates"])}
