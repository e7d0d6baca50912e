"""Write rows with coordinates as a GeoJSON FeatureCollection (RFC 7946)."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

CHUNK = 65_536


def write(
    rows: Iterable[Mapping[str, Any]],
    columns: Sequence[str],
    *,
    latitude: str = "latitude",
    longitude: str = "longitude",
    identifier: str = "",
    facts: Mapping[str, Any] | None = None,
) -> Iterator[bytes]:
    """Yield a FeatureCollection in pieces of about 64 KB; one point per row, in degrees WGS 84.

    ``columns`` become properties. A row without coordinates has a null geometry and is not left
    out. ``facts`` (programme, made at, source) become members of the collection.
    """
    head = json.dumps({"type": "FeatureCollection", **(facts or {})}, ensure_ascii=False)
    pieces, size, comma = [f'{head[:-1]}, "features": ['], 0, "\n"
    for row in rows:
        text = json.dumps(
            _feature(row, columns, latitude, longitude, identifier),
            ensure_ascii=False,
            separators=(",", ":"),
            allow_nan=False,
        )
        pieces.append(comma + text)
        size, comma = size + len(text), ",\n"
        if size > CHUNK:
            yield _bytes(pieces)
            pieces, size = [], 0
    pieces.append("\n]}\n")
    yield _bytes(pieces)


def _bytes(pieces: list[str]) -> bytes:
    return "".join(pieces).encode("utf-8", "replace")


def _feature(
    row: Mapping[str, Any],
    columns: Sequence[str],
    latitude: str,
    longitude: str,
    identifier: str,
) -> dict[str, Any]:
    feature: dict[str, Any] = {"type": "Feature"}
    if identifier and row.get(identifier) is not None:
        feature["id"] = row[identifier]
    feature["geometry"] = _point(row.get(latitude), row.get(longitude))
    feature["properties"] = {name: _plain(row.get(name)) for name in columns}
    return feature


def _point(north: Any, east: Any) -> dict[str, Any] | None:
    if north is None or east is None or not (math.isfinite(north) and math.isfinite(east)):
        return None
    return {"type": "Point", "coordinates": [round(float(east), 6), round(float(north), 6)]}


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return str(value)
