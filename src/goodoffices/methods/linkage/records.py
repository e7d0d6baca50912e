"""What linkage knows of a report: when, where, what, who, how many, and what came with it."""

from __future__ import annotations

import math
from dataclasses import dataclass

Toll = tuple[int | None, int | None, int | None]
"""Low, best and high count of people; None is "not known" and never 0."""

NO_TOLL: Toll = (None, None, None)
MOST_PEOPLE = 100_000_000


@dataclass(frozen=True, slots=True)
class Record:
    """One report (or incident) as linkage compares it.

    ``first_day``/``last_day``: the days meant, proleptic Gregorian ordinals, both inclusive; None
    is not known. Degrees WGS 84; ``radius_m``: how far the true point may lie from the one given.
    ``event_type``: a code of the codebook's ``event_types`` or ''. ``parties``: keys of the
    registry or folded names, sides do not count. ``counts``: other tolls by measure, or by measure
    and category ("detained", "killed women"). ``areas``: keys of the gazetteer's places that hold
    the place, the widest first, itself last. ``files``: SHA-256; ``images``: perceptual hashes of
    64 bits. ``received``: seconds, for who copied whom.
    """

    id: str
    source: str = ""
    first_day: int | None = None
    last_day: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    radius_m: int | None = None
    event_type: str = ""
    parties: tuple[str, ...] = ()
    killed: Toll = NO_TOLL
    injured: Toll = NO_TOLL
    counts: tuple[tuple[str, Toll], ...] = ()
    areas: tuple[str, ...] = ()
    text: str = ""
    language: str = ""
    links: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    images: tuple[int, ...] = ()
    received: int | None = None


def days_of(record: Record) -> tuple[int, int] | None:
    """Return the first and last day meant, or None; one known end stands for both."""
    first, last = record.first_day, record.last_day
    if first is None or last is None:
        one = first if last is None else last
        return None if one is None else (one, one)
    return min(first, last), max(first, last)


def point_of(record: Record) -> tuple[float, float] | None:
    """Return the point in degrees, or None where either half is missing or off the globe."""
    lat, lon = record.latitude, record.longitude
    if lat is None or lon is None or not (math.isfinite(lat) and math.isfinite(lon)):
        return None
    return (lat, lon) if abs(lat) <= 90 and abs(lon) <= 360 else None


def toll(low: object = None, best: object = None, high: object = None) -> Toll:
    """Return a toll from whatever a file or form holds: figures as text, out of order, or none.

    What is no whole number of people is not known; figures out of order are put in order.
    """
    figures = [count_of(low), count_of(best), count_of(high)]
    ordered = iter(sorted(figure for figure in figures if figure is not None))
    low_, best_, high_ = (None if figure is None else next(ordered) for figure in figures)
    return low_, best_, high_


def count_of(value: object) -> int | None:
    """Return a whole number of people, or None for what is not one."""
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, str):
        value = value.strip()
        if not value.isdecimal() or len(value) > 9:
            return None
        value = int(value)
    if isinstance(value, int):
        return value if 0 <= value <= MOST_PEOPLE else None
    if isinstance(value, float) and math.isfinite(value) and value == int(value):
        return count_of(int(value))
    return None


def best_of(figures: Toll) -> int | None:
    """Return the figure that stands for a toll: the best, else the middle of its bounds."""
    low, best, high = figures
    if low is None and high is None:
        return count_of(best)
    low, best, high = toll(low, best, high)
    if best is not None:
        return best
    if low is not None and high is not None:
        return (low + high) // 2
    return low if high is None else high
