"""Report rows for tests: one that says everything, changed where a test needs it."""

from __future__ import annotations

from typing import Any

from goodoffices.core.models import Programme
from goodoffices.formats.claims import digested
from goodoffices.formats.values import (
    DateClaim,
    PartyClaim,
    PlaceClaim,
    ReportRow,
    TollClaim,
    TypeClaim,
)
from goodoffices.monitor.models import Source


def row(
    external_id: str = "e1",
    *,
    title: str = "Shelling of the market",
    text: str = "Three shells fell on the market.",
    day: str = "2026-03-04",
    country: str = "Talmora",
    place: str = "Harrow",
    point: tuple[float, float] | None = (11.45, 31.22),
    kind: str = "remote_shelling",
    sides: tuple[str, ...] = ("Northern Front", "Civilians"),
    killed: tuple[int | None, int | None, int | None] | None = (1, 2, 3),
    **more: Any,
) -> ReportRow:
    """Return one report as a reader hands it on."""
    latitude, longitude = point or (None, None)
    said = [external_id, title, text, day, country, place, point, kind, sides, killed]
    raw, digest = digested({str(n): repr(part) for n, part in enumerate(said)})
    roles = ("side_a", "side_b", "associated")
    values: dict[str, Any] = {
        "external_id": external_id,
        "raw": raw,
        "digest": digest,
        "line": 2,
        "title": title,
        "text": text,
        "dates": (DateClaim(day),) if day else (),
        "places": (PlaceClaim((country, place), country, latitude, longitude, "exact", 1000),),
        "types": (TypeClaim(kind),) if kind else (),
        "parties": tuple(PartyClaim(name, role) for name, role in zip(sides, roles, strict=False)),
        "tolls": (TollClaim("killed", "all", *killed),) if killed else (),
    }
    return ReportRow(**{**values, **more})


def source(programme: Programme, name: str = "Radio Sarend", **more: Any) -> Source:
    """Make a source that staff may see."""
    return Source.objects.create(programme=programme, name=name, kind="media", **more)
