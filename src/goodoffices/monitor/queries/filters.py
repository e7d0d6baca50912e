"""The filters of incidents, as the address of a page holds them.

``parse`` turns a query string into a frozen `IncidentFilter`, ``address`` turns it back, and
``apply`` turns it into SQL. What cannot be understood is left out and named in ``problems``: a
page says so beside its result, an export or the API refuses.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from goodoffices import codebook
from goodoffices.core.queries.addresses import AddressReader, Circle, iso

SORTS = ("newest", "oldest", "killed", "changed")
PRESETS = {"7d": 7, "30d": 30, "90d": 90, "365d": 365, "all": None}
"""Periods by name: so many days up to the latest; ``all`` is no period."""


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
            "from": iso(self.first_day),
            "to": iso(self.last_day),
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


def _plain(number: int | None) -> str:
    return "" if number is None else str(number)


def parse(query: Mapping[str, Any]) -> IncidentFilter:
    """Read a query string (a QueryDict, or a plain mapping of lists or strings)."""
    reader = AddressReader(query)
    first, last = reader.period()
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
        types=reader.known("type", set(codebook.load()["event_types"].entries)),
        parties=reader.codes("party"),
        sources=reader.codes("source"),
        states=reader.known("state", set(codebook.load()["verification_states"].entries)),
        killed_from=low,
        killed_to=high,
        text=reader.text("q"),
        sort=reader.choice("sort", SORTS),
        problems=tuple(reader.problems),
    )
