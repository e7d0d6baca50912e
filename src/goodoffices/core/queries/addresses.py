"""Reading the address of a page: each part that cannot be understood is named, none is guessed."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from goodoffices.methods import geo

MOST_DAYS = date(2200, 1, 1).toordinal()
FEWEST_DAYS = date(1800, 1, 1).toordinal()
LARGEST_CIRCLE_KM = 500.0
LONGEST_TEXT = 300
MOST_VALUES = 50
TILE_PX = 512
WORLD = geo.Box(south=-90, west=-180, north=90, east=180)


@dataclass(frozen=True, slots=True)
class Circle:
    """A circle on the map: degrees of WGS 84, radius in kilometres.

    Addresses carry four decimals of a degree, 11 metres.
    """

    latitude: float
    longitude: float
    km: float

    def __str__(self) -> str:
        latitude, longitude = round(self.latitude, 4), round(self.longitude, 4)
        return f"{latitude:.7g},{longitude:.7g},{self.km:g}"


@dataclass(frozen=True, slots=True)
class MapView:
    """The part of the map in view, and how far it is zoomed in (0: the world, 22: a room)."""

    box: geo.Box = WORLD
    zoom: float = 1.0

    @classmethod
    def of(cls, query: Mapping[str, Any]) -> MapView:
        """Read ``bbox=west,south,east,north`` and ``zoom``; nonsense means the whole world."""
        try:
            west, south, east, north = (float(x) for x in str(query.get("bbox", "")).split(","))
            zoom = float(query.get("zoom", 1))
        except (ValueError, TypeError):
            return cls()
        numbers = west, south, east, north, zoom
        if not all(map(math.isfinite, numbers)) or south > north:
            return cls()
        box = geo.Box(
            south=max(-90.0, south),
            west=max(-180.0, min(180.0, west)),
            north=min(90.0, north),
            east=max(-180.0, min(180.0, east)),
        )
        return cls(box, max(0.0, min(22.0, zoom)))

    @property
    def width_px(self) -> int:
        """How wide the box is on the screen."""
        wide = (self.box.east - self.box.west) % 360 or 360.0
        return max(64, round(TILE_PX * 2**self.zoom * wide / 360))


class AddressReader:
    """Reads single parts of a query string and collects what it could not understand."""

    def __init__(self, query: Mapping[str, Any]) -> None:
        self.query = query
        self.problems: list[str] = []

    def problem(self, sentence: str) -> None:
        self.problems.append(sentence)

    def not_understood(self, name: str, value: str) -> None:
        self.problem(
            _("“%(name)s=%(value)s” in the address was not understood and was left out.")
            % {"name": name, "value": value[:60]}
        )

    def several(self, name: str) -> list[str]:
        getlist = getattr(self.query, "getlist", None)
        found = getlist(name) if getlist else self.query.get(name, [])
        values = [found] if isinstance(found, str) else list(found)
        if len(values) > MOST_VALUES:
            self.problem(_("Too many values in the address; only the first were used."))
        return [str(value).strip() for value in values[:MOST_VALUES] if str(value).strip()]

    def one(self, name: str) -> str:
        return (self.several(name) or [""])[-1]

    def code(self, name: str) -> str:
        return (self.codes(name) or ("",))[-1]

    def codes(self, name: str) -> tuple[str, ...]:
        found = []
        for value in self.several(name):
            if len(value) <= 16 and value.isascii() and value.isalnum():
                found.append(value)
            else:
                self.not_understood(name, value)
        return tuple(dict.fromkeys(found))

    def slugs(self, name: str) -> tuple[str, ...]:
        found = []
        for value in self.several(name):
            if len(value) <= 50 and value.isascii() and value.replace("-", "").isalnum():
                found.append(value)
            else:
                self.not_understood(name, value)
        return tuple(dict.fromkeys(found))

    def choice(self, name: str, known: tuple[str, ...]) -> str:
        value = self.one(name)
        if value and value not in known:
            self.not_understood(name, value)
        return value if value in known else known[0]

    def day(self, name: str) -> int | None:
        value = self.one(name)
        if not value:
            return None
        try:
            day = date.fromisoformat(value).toordinal()
        except ValueError:
            day = -1
        if FEWEST_DAYS <= day <= MOST_DAYS:
            return day
        self.not_understood(name, value)
        return None

    def period(self) -> tuple[int | None, int | None]:
        """Return the days "from" and "to"; both left out where the period ends before it begins."""
        first, last = self.day("from"), self.day("to")
        if first is not None and last is not None and first > last:
            self.problem(_("The period ends before it begins; it was left out."))
            return None, None
        return first, last

    def text(self, name: str) -> str:
        return self.one(name)[:LONGEST_TEXT].replace("\x00", " ").strip()

    def count(self, name: str) -> int | None:
        value = self.one(name)
        if not value:
            return None
        if value.isascii() and value.isdigit() and len(value) <= 9:
            return int(value)
        self.not_understood(name, value)
        return None

    def circle(self, name: str) -> Circle | None:
        value = self.one(name)
        if not value:
            return None
        try:
            latitude, longitude, km = (float(part) for part in value.split(","))
        except ValueError:
            latitude = longitude = km = math.nan
        known = abs(latitude) <= 90 and abs(longitude) <= 180 and 0 < km <= LARGEST_CIRCLE_KM
        if not known:
            self.not_understood(name, value)
        return Circle(latitude, longitude, km) if known else None

    def known(self, name: str, ids: set[str]) -> tuple[str, ...]:
        found = []
        for value in self.several(name):
            if value in ids:
                found.append(value)
            else:
                self.not_understood(name, value)
        return tuple(dict.fromkeys(found))


def iso(day: int | None) -> str:
    """Return a day as an address holds it; nothing for no day."""
    return "" if day is None else date.fromordinal(day).isoformat()


def midnight(day: int, zone: ZoneInfo) -> datetime:
    """Return when a day (a proleptic Gregorian ordinal) begins in a time zone, in UTC."""
    return datetime.combine(date.fromordinal(day), time(), zone).astimezone(UTC)
