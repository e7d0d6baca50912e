"""Parties, offices, the cast and the sources, as the tables of ``demo/data`` have them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from goodoffices.demo.tables import in_three, table
from goodoffices.demo.timeline import accord_day, first_day
from goodoffices.demo.values import DemoOffice, DemoParty, DemoSource, DemoStaff

MAIN = "talmora"


def parties() -> tuple[DemoParty, ...]:
    """Return the parties, parents before their parts."""
    return tuple(_party(key, entry) for key, entry in table("people")["parties"].items())


def _party(key: str, entry: Mapping[str, Any]) -> DemoParty:
    english, *others = entry["names"]
    return DemoParty(
        key=key,
        kind=entry["kind"],
        names=in_three(english, others),
        aliases={language: tuple(found) for language, found in entry["aliases"].items()},
        parent=entry.get("parent", ""),
        camp=entry.get("camp", ""),
        labels=tuple((lang, label, source) for lang, label, source in entry.get("labels", ())),
    )


def offices() -> tuple[DemoOffice, ...]:
    """Return the three offices of the programme and the one of the other programme."""
    data = table("people")
    found = [
        DemoOffice(key, in_three(o["names"][0], o["names"][1:]), key, tuple(o["districts"]))
        for key, o in data["offices"].items()
    ]
    key, english, *others = data["second"]["office"]
    names = in_three(english, others)
    second = DemoOffice(f"{key}_desk", names, key, (key,), data["second"]["key"])
    return (*found, second)


def staff() -> tuple[DemoStaff, ...]:
    """Return the cast: one of each role, and the two people of the other programme."""
    data = table("people")
    second = data["second"]["key"]
    return tuple(
        [_member(row, MAIN) for row in data["staff"]]
        + [_member(row, second) for row in data["second"]["staff"]]
    )


def _member(row: Sequence[str], programme: str) -> DemoStaff:
    key, english, arabic, hebrew, role, office, language = row
    email = f"{key}@{programme.replace('_', '-')}.example"
    office = f"{office}_desk" if programme != MAIN else office
    names = in_three(english, (arabic, hebrew))
    return DemoStaff(key, names, role, office, language, email, programme)


def sources(today: date) -> tuple[DemoSource, ...]:
    """Return the sources with their dated grades, counted from the first day of the two years."""
    data = table("people")
    every = _all_districts()
    found = [_source(key, entry, today, every, MAIN) for key, entry in data["sources"].items()]
    second = data["second"]
    other = second["source"] | {"offices": [f"{second['office'][0]}_desk"]}
    return (*found, _source(other["key"], other, today, every, second["key"]))


def _all_districts() -> tuple[str, ...]:
    return tuple(d["name"].lower() for d in table("places")["districts"])


def _source(
    key: str, entry: Mapping[str, Any], today: date, every: tuple[str, ...], programme: str
) -> DemoSource:
    start = accord_day(today) if entry.get("from_accord") else first_day(today)
    shift = table("history")["accord_day"] if entry.get("from_accord") else 0
    english, *others = entry["names"]
    grades = tuple(
        (start + timedelta(days=day - shift if day >= shift else day), grade, reason)
        for day, grade, reason in entry["grades"]
    )
    return DemoSource(
        key=key,
        kind=entry["kind"],
        names=in_three(english, others),
        language=max(entry["languages"], key=lambda code: entry["languages"][code]),
        languages=entry["languages"],
        grades=grades,
        style=entry["style"],
        tlp=entry["tlp"],
        leans=entry.get("leans", ""),
        offices=tuple(entry["offices"]),
        districts=tuple(entry["districts"]) or every,
        model=entry["model"] | {"url": entry.get("url", ""), "from": start},
        programme=programme,
    )


def label_of(party: DemoParty, source: DemoSource, language: str) -> str:
    """Return the source's own label for a party, or "" where it uses the party's name."""
    return next((t for lang, t, who in party.labels if who == source.key and lang == language), "")
