"""What is usual: the same number of days, several times over, before the period looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from goodoffices.core.models import Membership, Place
from goodoffices.methods.columns import Columns, grouped, known
from goodoffices.methods.warning import usual_range
from goodoffices.monitor.queries.periods import Period
from goodoffices.monitor.queries.situation import Days, in_bins

PERIODS, LONG_PERIODS = 12, 6
"""How many earlier periods "usual" is taken from; of long ones half as many: what happened more
than six years ago says little about a year of today, and takes long to count."""
LONG = 183
"""A period of so many days is a long one."""
FEWEST = 3
"""A count below this is never called unusual: too small to tell from chance."""
MOST_SHOWN = 4

History = dict[int | None, list[int]]
"""Per place (None: not known) how many incidents began in each of the earlier periods, the oldest
first, and in this one."""


@dataclass(frozen=True, slots=True)
class AreaChange:
    """An area whose count lies outside the range of its own earlier periods."""

    place: Place
    count: int
    low: int
    high: int

    @property
    def is_more(self) -> bool:
        """Say whether there were more than usual, not fewer."""
        return self.count > self.high

    @property
    def distance(self) -> int:
        """How far the count lies outside the range."""
        return self.count - self.high if self.is_more else self.low - self.count


def periods(period: Period) -> int:
    """Return how many earlier periods "usual" is taken from."""
    return LONG_PERIODS if period.days >= LONG else PERIODS


def first_day(period: Period) -> int:
    """Return the first day of the oldest period looked at."""
    return period.first - periods(period) * period.days


def history(found: Columns, period: Period) -> History:
    """Count what began in this period and the earlier ones, per place.

    ``found`` are not narrowed to a period.
    """
    start, bins = first_day(period), periods(period) + 1
    began = found["first_day"]
    chosen = known(began) & (began >= start) & (began <= period.last)
    number = (began[chosen].astype(np.int64) - start) // period.days
    places, at_place = grouped(found["place"][chosen])
    counts = np.bincount(at_place * bins + number, minlength=len(places) * bins)
    named = zip(places.tolist(), known(places).tolist(), strict=True)
    series = counts.reshape(len(places), bins).tolist()
    return {
        place if is_known else None: s for (place, is_known), s in zip(named, series, strict=True)
    }


def usual(counts: Days, period: Period) -> tuple[int, int] | None:
    """Return the range in which the count of such a period usually lies, or None: not known."""
    return band(in_bins(counts, first_day(period), period.days, periods(period)))


def band(earlier: Sequence[int]) -> tuple[int, int] | None:
    """Return the usual range of counts; periods before the first incident known do not count
    as quiet ones: nobody was looking.
    """
    seen = next((i for i, count in enumerate(earlier) if count), len(earlier))
    return usual_range(list(earlier[seen:]))


def changes(found: History, member: Membership) -> list[AreaChange]:
    """Return the areas furthest outside their usual range, the largest difference first.

    An area is the district of a place where it has one, else its region, else its country.
    """
    counts = _by_area(found)
    areas = Place.objects.visible_to(member).in_bulk(counts)
    listed = [_change(areas[area], series) for area, series in counts.items() if area in areas]
    outside = [change for change in listed if change is not None]
    outside.sort(key=lambda change: (-change.distance, change.place.pk))
    return outside[:MOST_SHOWN]


def _change(place: Place, series: list[int]) -> AreaChange | None:
    found, now = band(series[:-1]), series[-1]
    if found is None:
        return None
    low, high = found
    more = now > high and now >= FEWEST
    fewer = now < low and low >= FEWEST
    return AreaChange(place, now, low, high) if more or fewer else None


def _by_area(found: History) -> dict[int, list[int]]:
    area_of = areas_of({place for place in found if place is not None})
    summed: dict[int, list[int]] = {}
    for place, series in found.items():
        if place in area_of:
            into = summed.get(area_of[place], [0] * len(series))
            summed[area_of[place]] = [a + b for a, b in zip(into, series, strict=True)]
    return summed


def areas_of(places: set[int]) -> dict[int, int]:
    """Return for each place the id of its district, else region, else country, else itself."""
    paths = dict(Place.objects.filter(pk__in=places).values_list("pk", "path"))
    above = {step for path in paths.values() for step in _steps(path)}
    kinds = dict(Place.objects.filter(pk__in=above).values_list("pk", "kind"))
    return {place: _area(place, path, kinds) for place, path in paths.items()}


def _steps(path: str) -> list[int]:
    return [int(step) for step in path.strip("/").split("/") if step]


def _area(place: int, path: str, kinds: dict[int, str]) -> int:
    for kind in (Place.Kind.DISTRICT, Place.Kind.REGION, Place.Kind.COUNTRY):
        for step in _steps(path):
            if kinds.get(step) == kind:
                return step
    return place
