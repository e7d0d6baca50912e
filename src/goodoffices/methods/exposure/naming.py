"""Finding names that are known in a text, whatever script or spelling they stand in there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from goodoffices.methods.names import Entry, PersonName, compare_entries, person_name
from goodoffices.methods.names.parts import ARTICLES, OPENING, NamePart
from goodoffices.methods.terminology.forms import Word, plain, words

REACH = 4
"""So many words after a first part of a name, its other parts are looked for."""

GRADES = frozenset({"strong", "fair"})
SHORTEST_ALONE = 4
"""A name of one part is looked for as it is written, from so many letters on."""


@dataclass(frozen=True, slots=True)
class Named:
    """A known name met in a text: where, which one (its place in the list), and how like."""

    start: int
    end: int
    name: int
    grade: str


@dataclass(frozen=True, slots=True)
class _Said:
    """One way to read a word of a text (or two that are one part of a name) as part of a name."""

    first: int
    last: int
    text: str
    part: NamePart
    exact: bool = False


class KnownNames:
    """Names made ready to be looked for in many texts."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names: list[PersonName] = [person_name(name) for name in names]
        self._parts: dict[str, set[int]] = defaultdict(set)
        self._texts: dict[str, set[int]] = defaultdict(set)
        self._alone: dict[str, set[int]] = defaultdict(set)
        for number, name in enumerate(self._names):
            whole = [part for part in name if not part.initial]
            if len(whole) == 1 and len(name) == 1 and len(whole[0].text) >= SHORTEST_ALONE:
                self._alone[whole[0].text].add(number)
            for part in whole if len(name) > 1 else ():
                self._texts[part.text].add(number)
                for key in part.keys:
                    self._parts[key].add(number)

    def met(self, text: str) -> list[Named]:
        """Return the names met in a text, in its order; of each stretch the likest.

        A Latin word without a capital counts only where it is written as in the name. A name of
        two parts or more is met where two of its parts stand close together
        and the stretch is like the name (`methods.names`); one of one part only as it is written.
        """
        found = list(words(text))
        said = _readings(text, found)
        met = [*self._of_parts(text, found, said), *self._single(found, said)]
        return _best(met)

    def _single(self, found: Sequence[Word], said: Sequence[_Said]) -> Iterator[Named]:
        for one in said:
            for number in self._alone.get(one.part.text, ()):
                yield Named(found[one.first].start, found[one.last].end, number, "fair")

    def _of_parts(self, text: str, found: Sequence[Word], said: Sequence[_Said]) -> Iterator[Named]:
        reached = [(one, self._reached(one)) for one in said]
        for at, (one, names) in enumerate(reached):
            if not names:
                continue
            for other, others in reached[at + 1 :]:
                if other.first > one.last + REACH:
                    break
                shared = names & others if other.first > one.last else set()
                stretch = text[found[one.first].start : found[other.last].end]
                if shared and "\n\n" not in stretch:
                    yield from self._compared(one, other, shared, found, text)

    def _reached(self, one: _Said) -> set[int]:
        if one.exact:
            return self._texts.get(one.part.text, set())
        return {number for key in one.part.keys for number in self._parts.get(key, ())}

    def _compared(
        self, one: _Said, other: _Said, names: set[int], found: Sequence[Word], text: str
    ) -> Iterator[Named]:
        start, end = found[one.first].start, found[other.last].end
        stretch = f"{one.text} {text[found[one.last].end : found[other.first].start]} {other.text}"
        entry = Entry(person_name(stretch))
        for number in names:
            grade = compare_entries(entry, Entry(self._names[number])).grade
            if grade in GRADES:
                yield Named(start, end, number, grade)


def _readings(text: str, found: Sequence[Word]) -> list[_Said]:
    """Return how each word may be read as part of a name, with and without particles before it."""
    said: list[_Said] = []
    for at, word in enumerate(found):
        if OPENING.get(plain(text[word.start : word.end])) and at + 1 < len(found):
            last = at + 1
            if plain(text[found[last].start : found[last].end]) in ARTICLES:
                last = min(last + 1, len(found) - 1)
            stretch = text[word.start : found[last].end]
            said += _read(at, last, (stretch,), exact=False)
        small = text[word.start].isascii() and text[word.start].islower()
        said += _read(at, at, sorted(word.forms), exact=small)
    return said


def _read(first: int, last: int, forms: Sequence[str], *, exact: bool) -> Iterator[_Said]:
    for form in forms:
        part = _one_part(form)
        if part is not None:
            yield _Said(first, last, form, part, exact)


@lru_cache(maxsize=65_536)
def _one_part(form: str) -> NamePart | None:
    name = person_name(form)
    return name[0] if len(name) == 1 and not name[0].initial else None


def _best(met: Sequence[Named]) -> list[Named]:
    """Keep one of those that overlap: the strong before the fair, then the longest."""
    kept: list[Named] = []
    order = sorted(met, key=lambda one: (one.grade != "strong", one.start - one.end, one.start))
    for one in order:
        if all(one.end <= other.start or one.start >= other.end for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)
