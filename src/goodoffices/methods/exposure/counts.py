"""How many people a text counts, where, and what it says befell them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from goodoffices.methods.terminology.forms import Word, words
from goodoffices.methods.terminology.passages import Sentences

from .numbers import Number, find_numbers
from .people_words import DUAL_FORMS, HARM, LABELS, MONTHS, PEOPLE_FORMS, TELLING_FORMS

REACH = 3
"""So many words may stand between a number and the word for people it counts."""

HARM_REACH = 8
"""So many words may stand between a count and the word for what befell the people."""


_GAP = re.compile(r"\s*:?\s+")


@dataclass(frozen=True, slots=True)
class Count:
    """People counted in a text: from ``low`` to ``high``, as offsets in it.

    ``telling``: they are counted by a trait (age, family, work, captivity) by which they can be
    recognised. ``harm`` is dead, hurt, taken, or "" where the sentence does not say.
    """

    start: int
    end: int
    low: int
    high: int
    telling: bool
    harm: str


def find_counts(text: str) -> list[Count]:
    """Return the counts of people in a text, in its order; each number counts once."""
    found = list(words(text))
    sentences = Sentences(text)
    starts = [word.start for word in found]
    kinds = [_kind(word.forms) for word in found]
    counts = []
    for number in find_numbers(text):
        at = _words_of(number, starts, found)
        if at is not None and (one := _counted(number, at, found, kinds, sentences, text)):
            counts.append(one)
    counts += _duals(found, kinds, sentences, counts)
    return sorted(counts, key=lambda one: one.start)


@lru_cache(maxsize=65_536)
def _kind(forms: frozenset[str]) -> frozenset[str]:
    """Return what a word is: people, telling, dual, or a harm."""
    kinds = {harm for harm, known in HARM.items() if forms & known}
    if forms & PEOPLE_FORMS:
        kinds.add("people")
    if forms & TELLING_FORMS:
        kinds.add("telling")
    if forms & DUAL_FORMS:
        kinds.add("dual")
    return frozenset(kinds)


def _words_of(
    number: Number, starts: Sequence[int], found: Sequence[Word]
) -> tuple[int, int] | None:
    """Return the first and last word of a number."""
    from bisect import bisect_left

    first = bisect_left(starts, number.start)
    last = bisect_left(starts, number.end) - 1
    return (first, max(first, last)) if first < len(found) else None


def _counted(
    number: Number,
    at: tuple[int, int],
    found: Sequence[Word],
    kinds: Sequence[frozenset[str]],
    sentences: Sentences,
    text: str,
) -> Count | None:
    """Return what a number counts: the next word for people or harm, else the one before it."""
    start, end = sentences.around(number.start)
    first, last = at
    if first and found[first - 1].forms & LABELS:
        return None
    beside = _beside(first, last, found, kinds, text)
    if beside is None or not start <= found[beside].start < end:
        return None
    said = kinds[beside]
    low, high = min(found[beside].start, number.start), max(found[beside].end, number.end)
    harm = _harm((min(first, beside), max(last, beside)), found, kinds, (start, end))
    return Count(low, high, number.low, number.high, "telling" in said, harm)


def _beside(
    first: int, last: int, found: Sequence[Word], kinds: Sequence[frozenset[str]], text: str
) -> int | None:
    for place in range(last + 1, min(last + 2 + REACH, len(found))):
        if any(sign in text[found[place - 1].end : found[place].start] for sign in ".;:()\n؛،,"):
            break
        if found[place].forms & MONTHS:
            break
        if kinds[place]:
            return _noun_after(place, kinds)
    before = first - 1
    if (
        before >= 0
        and kinds[before]
        and _GAP.fullmatch(text, found[before].end, found[first].start)
    ):
        return before
    return None


def _noun_after(place: int, kinds: Sequence[frozenset[str]]) -> int:
    """Return the telling word right after a general one: "two people, both nurses" stays apart."""
    following = kinds[place + 1] if place + 1 < len(kinds) else frozenset()
    return place + 1 if "telling" not in kinds[place] and "telling" in following else place


def _harm(
    at: tuple[int, int],
    found: Sequence[Word],
    kinds: Sequence[frozenset[str]],
    sentence: tuple[int, int],
) -> str:
    """Return the harm nearest to a count in its sentence.

    Of two as near the one after it, but in Arabic, whose verbs come first, the one before.
    """
    first, last = at
    arabic = any("ء" <= form[:1] <= "ي" for form in found[last].forms)
    for far in range(HARM_REACH + 1):
        near = (first - far, last + far) if arabic else (last + far, first - far)
        for place in dict.fromkeys(near):
            if not 0 <= place < len(found):
                continue
            harm = kinds[place] & HARM.keys()
            if harm and sentence[0] <= found[place].start < sentence[1]:
                return min(harm)
    return ""


def _duals(
    found: Sequence[Word],
    kinds: Sequence[frozenset[str]],
    sentences: Sentences,
    counts: Sequence[Count],
) -> Iterator[Count]:
    """Yield Arabic words that say two by themselves, where no number counts them already."""
    for place, word in enumerate(found):
        if "dual" not in kinds[place]:
            continue
        if any(one.start <= word.start < one.end for one in counts):
            continue
        harm = _harm((place, place), found, kinds, sentences.around(word.start))
        yield Count(word.start, word.end, 2, 2, "telling" in kinds[place], harm)
