"""How alike two names are, from 0 to 1, and why: never whether it is the same person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, permutations

from .blocking import first_sounds
from .parts import NamePart, PersonName
from .sounds import vowels, vowels_agree

SAME, CONSONANTS, VOWELS_DIFFER = "same-after-folding", "same-consonants", "vowels-differ"
ONE_LETTER, INITIAL, DIFFERS = "one-letter-differs", "initial-agrees", "part-differs"
MISSING, FIRST_MISSING = "part-missing", "first-part-missing"
ORDER, ONE_PART = "order-differs", "one-part-only"
REASONS = (
    SAME,
    CONSONANTS,
    VOWELS_DIFFER,
    ONE_LETTER,
    INITIAL,
    DIFFERS,
    MISSING,
    FIRST_MISSING,
    ORDER,
    ONE_PART,
)
"""All reasons, in the order in which they are told."""

BY_CONSONANTS = {0: 0.5, 1: 0.7, 2: 0.9}
"""Value of the same consonants by how many there are; 0.96 from three on."""

ENOUGH_CONSONANTS = 0.96
OTHER_VOWELS = 0.2
"""Taken off where the vowels that are written disagree."""

LETTER_OFF = 0.8
INITIAL_VALUE, INITIAL_WEIGHT = 0.7, 0.4
MISSING_COST, MISSING_MOST, FIRST_MISSING_COST, ORDER_COST = 0.03, 0.09, 0.15, 0.03
ALONE = 0.75
"""The value is taken so many times where only one part could be compared."""

DIFFERENT_MOST = 0.7
"""Where a part has no counterpart although the other name has one to spare, not more than this;
nor where only an initial stands for a part and the other name has whole parts to spare."""

LEAST_CONSONANTS = 4
"""Across scripts one consonant may differ among so many: Ahmad is not Mahmud, nor Masri Samir."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two names are: 0 to 1, with how often each reason holds."""

    value: float
    reasons: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class PartLikeness:
    """How alike two parts are, why, and how much that counts."""

    value: float
    reasons: tuple[str, ...]
    weight: float = 1.0


def compare_names(one: PersonName, other: PersonName) -> Likeness:
    """Return how alike two names are. The order of the two changes nothing.

    Each part of the shorter name is set against one of the longer so that the sum is largest.
    """
    if not one or not other:
        return Likeness(0.0)
    few, many = sorted((one, other), key=_canonical)
    return _compared(few, many)


def _canonical(name: PersonName) -> tuple[int, tuple[tuple[str, str], ...]]:
    return len(name), tuple((part.text, part.script) for part in name)


def _compared(few: PersonName, many: PersonName) -> Likeness:
    values = [[compare_parts(one, other) for other in many] for one in few]
    chosen = _assigned(values, len(many))
    found = [row[place] for row, place in zip(values, chosen, strict=True)]
    value = sum(one.value * one.weight for one in found) / sum(one.weight for one in found)
    spare = [part for place, part in enumerate(many) if place not in chosen]
    reasons = [reason for one in found for reason in one.reasons]
    stretched = INITIAL in reasons and any(not part.initial for part in spare)
    if DIFFERS in reasons or stretched:
        value = min(value, DIFFERENT_MOST)
    reasons += _of_places(chosen, len(spare))
    value -= min(len(spare) * MISSING_COST, MISSING_MOST)
    value -= FIRST_MISSING_COST * (FIRST_MISSING in reasons) + ORDER_COST * (ORDER in reasons)
    if len(few) == 1:
        value, reasons = value * ALONE, [*reasons, ONE_PART]
    counted = tuple((reason, reasons.count(reason)) for reason in REASONS if reason in reasons)
    return Likeness(round(min(max(value, 0.0), 1.0), 4), counted)


def _of_places(chosen: tuple[int, ...], spare: int) -> list[str]:
    """Say what is missing and what is turned round.

    Lists leave out a father's name, hardly ever a person's own: that one weighs more.
    """
    if list(chosen) != sorted(chosen):
        return [MISSING] * spare + [ORDER]
    if len(chosen) > 1 and 0 not in chosen:
        return [MISSING] * (spare - 1) + [FIRST_MISSING]
    return [MISSING] * spare


def _assigned(values: Sequence[Sequence[PartLikeness]], wide: int) -> tuple[int, ...]:
    """Return for each part of the shorter name the place of its counterpart in the longer."""

    def worth(places: tuple[int, ...]) -> tuple[float, int]:
        total = sum(row[at].value * row[at].weight for row, at in zip(values, places, strict=True))
        crossings = sum(one > other for one, other in combinations(places, 2))
        return round(total, 9), -crossings

    return max(permutations(range(wide), len(values)), key=worth)


def compare_parts(one: NamePart, other: NamePart) -> PartLikeness:
    """Return how alike two parts of names are. The order of the two changes nothing."""
    first, second = sorted((one, other), key=lambda part: (part.text, part.script))
    return _compare_parts(first, second)


@lru_cache(maxsize=262_144)
def _compare_parts(one: NamePart, other: NamePart) -> PartLikeness:
    if one.initial or other.initial:
        return _with_initial(one, other)
    if one.text == other.text:
        return PartLikeness(1.0, (SAME,))
    shared = one.readings & other.readings
    if shared:
        return _of_consonants(one, other, max(map(len, shared)))
    if _one_letter_off(one, other):
        return PartLikeness(LETTER_OFF, (ONE_LETTER,))
    return PartLikeness(0.0, (DIFFERS,))


def _with_initial(one: NamePart, other: NamePart) -> PartLikeness:
    """A letter alone agrees with a part that begins with it, or with a sound it may stand for."""
    if one.text == other.text or one.text[:1] == other.text[:1]:
        return PartLikeness(INITIAL_VALUE, (INITIAL,), INITIAL_WEIGHT)
    if one.script != other.script and first_sounds(one) & first_sounds(other):
        return PartLikeness(INITIAL_VALUE, (INITIAL,), INITIAL_WEIGHT)
    return PartLikeness(0.0, (DIFFERS,), INITIAL_WEIGHT)


def _of_consonants(one: NamePart, other: NamePart, length: int) -> PartLikeness:
    value = BY_CONSONANTS.get(length, ENOUGH_CONSONANTS)
    if vowels_agree(vowels(one.text), vowels(other.text)):
        return PartLikeness(value, (CONSONANTS,))
    return PartLikeness(value - OTHER_VOWELS, (CONSONANTS, VOWELS_DIFFER))


def _one_letter_off(one: NamePart, other: NamePart) -> bool:
    """Within a script by letters, else by consonants; two letters changed about count as one."""
    from rapidfuzz.distance import OSA

    if one.script == other.script:
        shorter = min(len(one.text), len(other.text))
        return shorter >= 4 and OSA.distance(one.text, other.text, score_cutoff=1) <= 1
    return any(
        OSA.distance(first, second, score_cutoff=1) <= 1
        for first in one.readings
        for second in other.readings
        if min(len(first), len(second)) >= LEAST_CONSONANTS
    )
