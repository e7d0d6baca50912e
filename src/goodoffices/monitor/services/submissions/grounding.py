"""Where a name is said and no point: the point of the place that bears it in the gazetteer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from goodoffices.core.models import Place
from goodoffices.formats.values import PlaceClaim, ReportRow
from goodoffices.monitor.services.intake.desk import Desk
from goodoffices.monitor.services.intake.words import batches

_PRECISION = {
    Place.Kind.COUNTRY: "country",
    Place.Kind.REGION: "admin1",
    Place.Kind.DISTRICT: "admin2",
}


@dataclass(frozen=True, slots=True)
class Ground:
    """A place's point, how far around it a thing said to be there may lie, and how exact it is."""

    latitude: float
    longitude: float
    radius_m: int
    precision: str


class Grounds:
    """Finds the places that claims name; keep one for many."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._known: dict[int, Ground | None] = {}

    def placed(self, rows: Sequence[ReportRow], tlp: int) -> list[ReportRow]:
        """Return the rows with points for the places they only name, where these are known."""
        named = [claim for row in rows for claim in row.places if _only_named(claim)]
        if not named:
            return list(rows)
        self._desk.prepare(rows, tlp)
        register = self._desk.register
        found = {claim: register.place_id(claim) for claim in named}
        self._learn({pk for pk in found.values() if pk is not None} - self._known.keys())
        grounded = {
            claim: self._grounded(claim, pk) for claim, pk in found.items() if pk is not None
        }
        return [
            replace(row, places=tuple(grounded.get(claim, claim) for claim in row.places))
            for row in rows
        ]

    def _learn(self, ids: set[int]) -> None:
        self._known |= dict.fromkeys(ids)
        names = ("pk", "latitude", "longitude", "radius_m", "kind")
        for part in batches(sorted(ids)):
            rows = Place.objects.filter(pk__in=part, latitude__isnull=False)
            for pk, latitude, longitude, radius, kind in rows.values_list(*names):
                precision = _PRECISION.get(kind, "exact")
                self._known[pk] = Ground(latitude, longitude, radius, precision)

    def _grounded(self, claim: PlaceClaim, pk: int) -> PlaceClaim:
        ground = self._known[pk]
        if ground is None:
            return claim
        return replace(
            claim,
            latitude=ground.latitude,
            longitude=ground.longitude,
            radius_m=ground.radius_m,
            precision=ground.precision,
        )


def _only_named(claim: PlaceClaim) -> bool:
    return claim.latitude is None and bool(claim.names)
