"""From what was read of an incident to the row that may be seen: coarser, moved, small counts out.

A row is a tuple in the order of the columns, without the id.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from goodoffices import codebook
from goodoffices.methods.disclosure import Ring, displaced, holds, period
from goodoffices.publish.data.areas import Areas
from goodoffices.publish.data.fields import columns_of
from goodoffices.publish.data.gathering import Ground
from goodoffices.publish.models import DataRelease

Row = tuple[Any, ...]
Step = Callable[[Row], Row]

PLACES = ("country", "region", "district", "latitude")
"""Columns that say where: what one of them said before and says no more cannot wait."""

SPOT = 3
"""Decimals of a degree, about 100 m: what lies so close is moved as one."""


@dataclass(slots=True)
class Shaper:
    """Makes rows; counts in ``said`` how often something was left out."""

    release: DataRelease
    smallest: int
    key: bytes
    ground: Ground
    areas: Areas | None
    said: dict[str, int] = field(default_factory=dict)

    def row(self, found: Mapping[str, Any], before: Row | None) -> Row:
        """Return the row of an incident; ``before``: as the last version had it, or None."""
        values: dict[str, Any] = {}
        chosen = set(self.release.fields)
        for name, work in _WORK.items():
            if chosen & set(name):
                values.update(work(self, found, before))
        return tuple(values.get(column) for column in self.columns)

    @property
    def columns(self) -> list[str]:
        """The names of the columns, without the id."""
        return names_of(self.release)

    def count(self, what: str) -> None:
        """Note that something was left out or blurred."""
        self.said[what] = self.said.get(what, 0) + 1

    def _date(self, found: Mapping[str, Any], _before: Row | None) -> dict[str, Any]:
        days = period(found["first_day"], found["last_day"], self.release.fineness)
        return dict(zip(("date_start", "date_end"), map(date.fromordinal, days), strict=True))

    def _where(self, found: Mapping[str, Any], _before: Row | None) -> dict[str, Any]:
        return self.ground.areas(found["place_id"])

    def _point(self, found: Mapping[str, Any], before: Row | None) -> dict[str, Any]:
        latitude, longitude = found["latitude"], found["longitude"]
        if latitude is None or longitude is None:
            return {}
        if not self.ground.knows(found["place_id"]):
            self.count("places_secret")
            return {}
        moved = self._moved(latitude, longitude, before)
        if moved is None:
            self.count("points_astray")
            return {}
        reach = self.release.most_m + (found["radius_m"] or 0)
        return {"latitude": moved[0], "longitude": moved[1], "within_km": math.ceil(reach / 1000)}

    def _moved(
        self, latitude: float, longitude: float, before: Row | None
    ) -> tuple[float, float] | None:
        """Return where a point is shown: where it was last, as long as that is in its ring."""
        ring = Ring(self.release.least_m, self.release.most_m)
        inside = self.areas.inside(latitude, longitude) if self.areas else None
        if before is not None:
            at = self.columns.index("latitude")
            kept = before[at], before[at + 1]
            holding = None not in kept and holds(ring, (latitude, longitude), kept)
            if holding and (inside is None or inside(*kept)):
                return kept
        spot = f"{latitude:.{SPOT}f} {longitude:.{SPOT}f}"
        return displaced((latitude, longitude), ring, key=self.key, spot=spot, inside=inside)

    def _kind(self, found: Mapping[str, Any], _before: Row | None) -> dict[str, Any]:
        return _typed(found["event_type"])

    def _toll(self, found: Mapping[str, Any], _before: Row | None) -> dict[str, Any]:
        low, best, high = (found[f"killed_{end}"] for end in ("low", "best", "high"))
        values: dict[str, Any] = {"harm_state": found["harm_state"]}
        known = [one for one in (low, best, high) if one is not None]
        if not self.release.show_small and any(0 < one < self.smallest for one in known):
            self.count("small_figures")
            middle = best if best is not None else max(known)
            small = 0 < middle < self.smallest
            band = f"1-{self.smallest - 1}" if small else "0" if middle == 0 else ""
            return {**values, "killed_band": band or f"{self.smallest} or more"}
        return {**values, "killed_low": low, "killed_best": best, "killed_high": high}

    def _rest(self, found: Mapping[str, Any], _before: Row | None) -> dict[str, Any]:
        return {"sources": found["source_count"], "state": found["state"]}


_WORK: dict[tuple[str, ...], Callable[..., dict[str, Any]]] = {
    ("date",): Shaper._date,
    ("country", "region", "district"): Shaper._where,
    ("point",): Shaper._point,
    ("event_type",): Shaper._kind,
    ("killed",): Shaper._toll,
    ("sources", "state"): Shaper._rest,
}


def names_of(release: DataRelease) -> list[str]:
    """Return the names of a release's columns, without the id."""
    return [column.name for column in columns_of(release.fields)][1:]


def grouping(release: DataRelease) -> Callable[[Row], Hashable]:
    """Return what gives the values by which a row could be recognised."""
    wanted = {column.name for column in columns_of(release.together)} - {"id", "event_type_label"}
    places = [n for n, name in enumerate(names_of(release)) if name in wanted]
    return lambda row: tuple(row[n] for n in places)


def steps(release: DataRelease) -> list[Step]:
    """Return how rows of small groups are made coarser: the type wider, then areas left out."""
    names, together = names_of(release), set(release.together)
    found: list[Step] = []
    if "event_type" in together:
        found.append(_retype(names, wider))
    if "district" in together:
        found.append(_without(names, "district", "latitude", "longitude", "within_km"))
    if "event_type" in together:
        found.append(_retype(names, lambda _code: ""))
    if "region" in together:
        found.append(_without(names, "region", "district", "latitude", "longitude", "within_km"))
    return found


def as_before(row: Row, last: Row, coarser: Sequence[Step]) -> Row:
    """Return a row as coarse as it was told last, where nothing else of it changed.

    A record whose group grew meanwhile is not told finer for that: to be told finer and coarser in
    turn would have it, and others beside it, come and go.
    """
    variants = [row]
    for step in coarser:
        variants += [step(one) for one in variants]
    return last if last in variants else row


def taking_back(release: DataRelease) -> Callable[[Row, Row], bool]:
    """Return what says of a change that it takes a place back: that cannot wait."""
    at = [n for n, name in enumerate(names_of(release)) if name in PLACES]
    return lambda was, now: any(was[n] is not None and now[n] is None for n in at)


def wider(code: str) -> str:
    """Return the type above a type, itself at the top."""
    scheme = codebook.load()["event_types"]
    return (scheme[code].parent or code) if code in scheme else ""


def _typed(code: str) -> dict[str, str]:
    scheme = codebook.load()["event_types"]
    known = code if code in scheme else ""
    return {"event_type": known, "event_type_label": scheme[known].label("en") if known else ""}


def _retype(names: list[str], change: Callable[[str], str]) -> Step:
    at = names.index("event_type")

    def step(row: Row) -> Row:
        said = _typed(change(row[at]))
        return (*row[:at], said["event_type"], said["event_type_label"], *row[at + 2 :])

    return step


def _without(names: list[str], *gone: str) -> Step:
    at = {n for n, name in enumerate(names) if name in gone}
    return lambda row: tuple(None if n in at else value for n, value in enumerate(row))
