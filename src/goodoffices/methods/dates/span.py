"""A stretch of days that is as exact as the source was: the value behind every date here."""

from __future__ import annotations

from dataclasses import dataclass

FIRST_YEAR, LAST_YEAR = 1000, 2999
_FAR = 10_000_000  # days; beyond any date


@dataclass(frozen=True, slots=True)
class Span:
    """When something happened, as far as a source says.

    ``edtf``: EDTF level 1, '' when nothing is known. ``first_day`` and ``last_day``: the days
    meant, both inclusive, as proleptic Gregorian ordinals (`datetime.date.toordinal`); None where
    that end is open or unknown. ``approximate`` ('about') and ``uncertain`` ('possibly') are the
    source's own doubts; they do not widen the days.
    """

    edtf: str
    first_day: int | None
    last_day: int | None
    approximate: bool = False
    uncertain: bool = False

    @property
    def known(self) -> bool:
        """Whether at least one end is known."""
        return self.first_day is not None or self.last_day is not None

    @property
    def days(self) -> int | None:
        """How many days it may be, or None when an end is open or unknown."""
        if self.first_day is None or self.last_day is None:
            return None
        return self.last_day - self.first_day + 1


UNKNOWN = Span("", None, None)


def overlaps(one: Span, other: Span) -> bool:
    """Tell whether both may be about one same day.

    Open ends reach without limit; a span of which nothing is known overlaps nothing, so that a
    filter by period never claims it.
    """
    if not (one.known and other.known):
        return False
    return _first(one) <= _last(other) and _first(other) <= _last(one)


def midpoint(span: Span) -> int | None:
    """Return the middle day (the earlier of two), the known end when one is open, or None."""
    if span.first_day is None or span.last_day is None:
        return span.last_day if span.first_day is None else span.first_day
    return (span.first_day + span.last_day) // 2


def sort_key(span: Span) -> tuple[int, int, int]:
    """Return the key for chronological order: by first day, the more exact first, unknown last."""
    if not span.known:
        return (1, 0, 0)
    anchor = span.first_day if span.first_day is not None else span.last_day
    assert anchor is not None
    return (0, anchor, _last(span) - _first(span))


def _first(span: Span) -> int:
    return -_FAR if span.first_day is None else span.first_day


def _last(span: Span) -> int:
    return _FAR if span.last_day is None else span.last_day
