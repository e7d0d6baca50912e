"""What two texts tell alike in whatever language each is: times of day, and things they name.

A clock time is written with the same figures in all three languages; what is named at the place, a
school, a bridge, a patrol car, stands in a small lexicon.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING

from goodoffices.methods.text import index_text

from .sharing import words_of

if TYPE_CHECKING:
    from .table import Floats, Whole

LANGUAGES = ("en", "ar", "he")
CLOCK = re.compile(r"(?<![\d:])([01]?\d|2[0-3]):([0-5]\d)(?![\d:])")
DAY = 24 * 60
ABOUT = 30
"""Times of day no more minutes apart are about the same."""

NAMED = 3
"""So many of the things two texts name are told."""

HABIT = 30.0
"""Counted as texts without any given thing, so that few texts do not make a common one rare."""


@lru_cache(maxsize=65_536)
def clocks(text: str) -> tuple[int, ...]:
    """Return the times of day a text names in figures, as minutes, each once."""
    return tuple(sorted({int(hour) * 60 + int(minute) for hour, minute in CLOCK.findall(text)}))


def nearest_clocks(one: str, other: str) -> tuple[str, str] | None:
    """Return the nearest two times of day of two texts if they are about the same."""
    pairs = [(_between(a, b), a, b) for a in clocks(one) for b in clocks(other)]
    gap, mine, theirs = min(pairs, default=(DAY, 0, 0))
    return (_as_clock(mine), _as_clock(theirs)) if gap <= ABOUT else None


def _as_clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _between(one: int, other: int) -> int:
    gap = abs(one - other)
    return min(gap, DAY - gap)


def minutes_apart(one: tuple[int, ...], other: tuple[int, ...]) -> int | None:
    """Return how far apart the nearest two times of day of two texts are; None if one has none."""
    return min((_between(mine, theirs) for mine in one for theirs in other), default=None)


@lru_cache(maxsize=65_536)
def things(text: str) -> frozenset[int]:
    """Return which things of the lexicon a text names, by their place in it."""
    known, longest = _lexicon()
    words = words_of(text)
    return frozenset(
        known[words[at : at + length]]
        for at in range(len(words))
        for length in range(1, longest + 1)
        if words[at : at + length] in known
    )


def shared_things(one: str, other: str) -> tuple[str, ...]:
    """Return some of the things both texts name, by their English names; see `label`."""
    both = sorted(things(one) & things(other))
    return tuple(_lines()[thing][0][0] for thing in both[:NAMED])


def label(thing: str, language: str) -> str:
    """Return the name of a thing in a language of the interface, itself where it is not known."""
    at = LANGUAGES.index(language) if language in LANGUAGES else 0
    return next((line[at][0] for line in _lines() if line[0][0] == thing), thing)


@cache
def _lines() -> tuple[tuple[list[str], ...], ...]:
    """Return the lexicon: for each thing its forms by language."""
    file = resources.files("goodoffices.methods.linkage").joinpath("things.txt")
    lines = file.read_text(encoding="utf-8").splitlines()
    return tuple(
        tuple([form.strip() for form in forms.split(",")] for forms in line.split("|"))
        for line in lines
        if not line.startswith("#")
    )


@cache
def _lexicon() -> tuple[dict[tuple[str, ...], int], int]:
    """Return each form, as the words it is compared by, with its thing; and the longest form."""
    known: dict[tuple[str, ...], int] = {}
    for number, line in enumerate(_lines()):
        for form in (form for forms in line for form in forms):
            known.setdefault(tuple(index_text(form).split()), number)
    return known, max(map(len, known))


def together(texts: Sequence[str], i: Whole, j: Whole) -> tuple[Floats, Floats]:
    """Return of each pair the minutes between the nearest times of day, and the cosine of the
    rarity-weighted things both name; NaN where one of the texts has none."""
    import numpy as np

    apart = np.full(len(i), np.nan, np.float32)
    alike = np.full(len(i), np.nan, np.float32)
    needed = np.unique(np.concatenate([i, j])).tolist()
    times = {at: clocks(texts[at]) for at in needed}
    named = {at: things(texts[at]) for at in needed}
    rare = _rarity(list(named.values()))
    length = {at: sum(rare[one] for one in named[at]) ** 0.5 for at in needed}
    for pair, (one, other) in enumerate(zip(i.tolist(), j.tolist(), strict=True)):
        if times[one] and times[other]:
            apart[pair] = minutes_apart(times[one], times[other])
        if named[one] and named[other]:
            both = sum(rare[thing] for thing in named[one] & named[other])
            alike[pair] = both / (length[one] * length[other])
    return apart, alike


def _rarity(named: Sequence[frozenset[int]]) -> dict[int, float]:
    """Return the squared weight of each thing: the fewer texts name it, the more."""
    from math import log

    count: dict[int, int] = {}
    for things_ in named:
        for thing in things_:
            count[thing] = count.get(thing, 0) + 1
    total = len(named) + HABIT
    return {thing: max(0.05, log(total / (times + 0.5))) ** 2 for thing, times in count.items()}
