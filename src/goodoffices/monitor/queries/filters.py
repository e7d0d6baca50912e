"""The filters of incidents, as the address of a page holds them.

``parse`` turns a query string into a frozen `IncidentFilter`, ``address`` turns it back, and
``apply`` turns it into SQL. What cannot be understood is left out and named in ``problems``: a
page says so beside its result, an export or the API refuses.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

MOST_DAYS = date(2200, 1, 1).toordinal()
FEWEST_DAYS = date(1800, 1, 1).toordinal()
LARGEST_CIRCLE_KM = 500.0
LONGEST_TEXT = 300
MOST_VALUES = 50
SORTS = ("newest", "oldest", "killed", "changed")
PRESETS = {"7d": 7, "30d": 30, "90d": 90, "365d": 365, "all": None}
"""Periods by name: so many days up to the latest; ``all`` is no period."""


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
class IncidentFilter:
    """What a reader asked for. Days are proleptic Gregorian ordinals, both ends included.

    ``preset`` is a name of `PRESETS`, settled into days by `periods.settle`; ``place`` is the
    code of a place and means everything under it; ``types`` are codebook ids and mean everything
    under them. None or empty means: all. ``problems`` holds one sentence for
    each part of the address that could not be understood.
    """

    first_day: int | None = None
    last_day: int | None = None
    preset: str = ""
    place: str = ""
    near: Circle | None = None
    possibly: bool = False
    types: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    killed_from: int | None = None
    killed_to: int | None = None
    text: str = ""
    sort: str = "newest"
    problems: tuple[str, ...] = field(default=(), compare=False)

    @property
    def is_narrow(self) -> bool:
        """Say whether anything beyond the period is asked for."""
        return bool(self.text) or self._is_narrow_but_for_text

    @property
    def is_text_alone(self) -> bool:
        """Say whether a text is all that is asked for."""
        open_period = self.first_day is None and self.last_day is None
        return bool(self.text) and open_period and not self._is_narrow_but_for_text

    @property
    def _is_narrow_but_for_text(self) -> bool:
        lists = self.types, self.parties, self.sources, self.states
        tolls = self.killed_from is not None or self.killed_to is not None
        return bool(self.place or self.near or tolls or any(lists))

    @property
    def days(self) -> int | None:
        """How many days the period has; None where it is open at an end."""
        if self.first_day is None or self.last_day is None:
            return None
        return self.last_day - self.first_day + 1

    def in_period(self, first_day: int | None, last_day: int | None) -> IncidentFilter:
        """Return the same filter over another period."""
        return replace(self, first_day=first_day, last_day=last_day, preset="")

    def pairs(self) -> list[tuple[str, str]]:
        """Return the query string's names and values, in a stable order."""
        single = {
            "from": _iso(self.first_day),
            "to": _iso(self.last_day),
            "period": self.preset,
            "place": self.place,
            "near": str(self.near) if self.near else "",
            "possibly": "1" if self.possibly else "",
            "killed_from": _plain(self.killed_from),
            "killed_to": _plain(self.killed_to),
            "q": self.text,
            "sort": "" if self.sort == "newest" else self.sort,
        }
        several = {
            "type": self.types,
            "party": self.parties,
            "source": self.sources,
            "state": self.states,
        }
        found = [(name, value) for name, value in single.items() if value]
        found += [(name, value) for name, values in several.items() for value in values]
        return found

    def address(self, **changes: Any) -> str:
        """Return the query string of this filter with some of its fields changed."""
        changed = replace(self, **changes) if changes else self
        return urlencode(changed.pairs())


def _iso(day: int | None) -> str:
    return "" if day is None else date.fromordinal(day).isoformat()


def _plain(number: int | None) -> str:
    return "" if number is None else str(number)


def parse(query: Mapping[str, Any]) -> IncidentFilter:
    """Read a query string (a QueryDict, or a plain mapping of lists or strings)."""
    reader = AddressReader(query)
    first, last = reader.day("from"), reader.day("to")
    if first is not None and last is not None and first > last:
        reader.problem(_("The period ends before it begins; it was left out."))
        first = last = None
    low, high = reader.count("killed_from"), reader.count("killed_to")
    if low is not None and high is not None and low > high:
        reader.problem(_("The smallest toll is above the largest; both were left out."))
        low = high = None
    return IncidentFilter(
        first_day=first,
        last_day=last,
        preset="" if first or last else reader.choice("period", ("", *PRESETS)),
        place=reader.code("place"),
        near=reader.circle("near"),
        possibly=reader.one("possibly") == "1",
        types=reader.event_types("type"),
        parties=reader.codes("party"),
        sources=reader.codes("source"),
        states=reader.states("state"),
        killed_from=low,
        killed_to=high,
        text=reader.one("q")[:LONGEST_TEXT].replace("\x00", " ").strip(),
        sort=reader.choice("sort", SORTS),
        problems=tuple(reader.problems),
    )


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

    def event_types(self, name: str) -> tuple[str, ...]:
        from goodoffices import codebook

        return self.known(name, set(codebook.load()["event_types"].entries))

    def states(self, name: str) -> tuple[str, ...]:
        from goodoffices import codebook

        return self.known(name, set(codebook.load()["verification_states"].entries))

    def known(self, name: str, ids: set[str]) -> tuple[str, ...]:
        found = []
        for value in self.several(name):
            if value in ids:
                found.append(value)
            else:
                self.not_understood(name, value)
        return tuple(dict.fromkeys(found))
