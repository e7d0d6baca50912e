"""The numbers of the situation page: this period, the one before, and what is usual."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from goodoffices.methods import geo
from goodoffices.methods.columns import Columns, by_value, known, least, most, total
from goodoffices.monitor.ledger.leaves import word


@dataclass(frozen=True, slots=True)
class Figures:
    """What happened in one period; tolls are sums over incidents whose toll is known.

    ``killed_unknown`` counts the incidents of which no figure is known: they are in no sum.
    ``box`` holds every point, None where no place is known; ``roughest_m`` is the largest radius
    of uncertainty in metres.
    """

    incidents: int
    killed_low: int
    killed_best: int
    killed_high: int
    killed_unknown: int
    verified: int
    pending: int
    box: geo.Box | None
    roughest_m: int | None = None


Days = Mapping[int, int]
"""How many incidents began on each day (proleptic Gregorian ordinal)."""

FIGURES = (
    *("killed_low", "killed_best", "killed_high", "state"),
    *("latitude", "longitude", "radius_m"),
)
"""The columns that `figures` looks at."""


def figures(found: Columns) -> Figures:
    """Add up incidents; what is not known is in no sum."""
    state = found["state"]
    return Figures(
        incidents=len(found),
        killed_low=total(found["killed_low"]),
        killed_best=total(found["killed_best"]),
        killed_high=total(found["killed_high"]),
        killed_unknown=int((~known(found["killed_best"])).sum()),
        verified=int((state == word("verified")).sum()),
        pending=int((state == word("pending")).sum()),
        box=_box(found),
        roughest_m=most(found["radius_m"]),  # type: ignore[arg-type]
    )


def _box(found: Columns) -> geo.Box | None:
    south, west = least(found["latitude"]), least(found["longitude"])
    north, east = most(found["latitude"]), most(found["longitude"])
    if south is None or west is None or north is None or east is None:
        return None
    return geo.Box(south=south, west=west, north=north, east=east)


def days(found: Columns) -> Days:
    """Count incidents by the day they began, the first day first."""
    return by_value(found["first_day"])


def in_bins(counts: Days, origin: int, length: int, bins: int) -> list[int]:
    """Add days up to ``bins`` bins of ``length`` days, the first of which begins at ``origin``."""
    found = [0] * bins
    for day, count in counts.items():
        number = (day - origin) // length
        if 0 <= number < bins:
            found[number] += count
    return found
