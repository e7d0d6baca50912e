"""Invented reports for the tests of linkage."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from goodoffices.methods.linkage import Record

DAY = date(2026, 3, 4).toordinal()
TOLD = "Shells fell on the market of Old Bridge shortly after the noon prayer on Wednesday."
MARKET = Record(
    "a",
    "radio",
    first_day=DAY,
    last_day=DAY,
    latitude=10.0,
    longitude=20.0,
    radius_m=2000,
    event_type="remote_shelling",
    parties=("north front", "river guard"),
    killed=(None, 28, None),
    text=TOLD,
)


def on(day: int, record: Record = MARKET, **changes: object) -> Record:
    """Return a record moved to so many days after the market, with changes."""
    moved = replace(record, first_day=DAY + day, last_day=DAY + day)
    return replace(moved, **changes)  # type: ignore[arg-type]


def elsewhere(number: int) -> Record:
    """Return a record of another event, far from the market and from all others."""
    return Record(
        f"z{number}",
        "paper",
        first_day=DAY + number % 300,
        last_day=DAY + number % 300,
        latitude=-40 + (number * 7) % 80,
        longitude=-170 + (number * 13) % 340,
        radius_m=2000,
        killed=(None, 1 + number % 5, None),
    )
