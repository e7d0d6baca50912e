"""Which names are worth comparing: keys that do not depend on script, spelling or order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations, permutations, product

from .parts import NamePart, PersonName
from .sounds import SILENT

SHORTEST = 3
"""A key shorter than this is not also tried with a sound left out."""

MOST_IN_BLOCK = 400
"""A key that so many names of one list share says too little; other keys find its pairs."""


def blocking_keys(name: PersonName) -> frozenset[str]:
    """Return the keys of a name: two names are candidates when they share one.

    A key is two parts of the name, by their rough consonants, in no order; so that one letter may
    differ, also with one sound of either left out. A name of one part has that part alone, which
    only names of one part share. Keys that begin with a question mark hold the first sound of one
    part only: they count where one of the names has an initial.
    """
    whole = [part for part in name if not part.initial]
    if len(name) == 1:
        return frozenset(f"{key}|" for part in name for key in _looser(part))
    pairs = (key for one, other in combinations(whole, 2) for key in _of_pair(one, other))
    return frozenset((*pairs, *_with_first_sound(name)))


def _with_first_sound(name: PersonName) -> Iterator[str]:
    for one, other in permutations(name, 2):
        if not other.initial:
            for key in other.keys:
                yield from (f"?{start}|{key}" for start in first_sounds(one))


def first_sounds(part: NamePart) -> set[str]:
    """Return how a part may begin, roughly; all vowels and what carries them are one."""
    if part.text[:1] in SILENT:
        return {"~"}
    return {key[:1] for key in part.keys if key} or {"~"}


def _of_pair(one: NamePart, other: NamePart) -> Iterator[str]:
    for first, second in product(one.keys, other.keys):
        yield _joined(first, second)
    for first, second in product(one.keys, _looser(other)):
        yield _joined(first, second)
    for first, second in product(_looser(one), other.keys):
        yield _joined(first, second)


def _joined(one: str, other: str) -> str:
    return "|".join(sorted((one, other)))


def _looser(part: NamePart) -> list[str]:
    """Return the keys of a part, and what remains of each when one sound is left out."""
    found = dict.fromkeys(part.keys)
    for key in part.keys:
        if len(key) >= SHORTEST:
            found.update(dict.fromkeys(key[:at] + key[at + 1 :] for at in range(len(key))))
    return list(found)


def candidate_pairs(
    first: Sequence[PersonName], second: Sequence[PersonName], *, most: int = MOST_IN_BLOCK
) -> list[tuple[int, int]]:
    """Return the places of names in two lists that share a key, in order, each pair once.

    ``most``: keys that more names than this of either list share are passed over.
    """
    blocks: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, names in enumerate((first, second)):
        for place, name in enumerate(names):
            for key in blocking_keys(name):
                blocks[key][side].append(place)
    shortened = _shortened(first), _shortened(second)
    found: set[tuple[int, int]] = set()
    for key, (left, right) in blocks.items():
        if len(left) <= most and len(right) <= most:
            pairs: Iterator[tuple[int, int]] = product(left, right)
            if key.startswith("?"):
                pairs = ((i, j) for i, j in pairs if shortened[0][i] or shortened[1][j])
            found.update(pairs)
    return sorted(found)


def _shortened(names: Sequence[PersonName]) -> list[bool]:
    return [any(part.initial for part in name) for name in names]
