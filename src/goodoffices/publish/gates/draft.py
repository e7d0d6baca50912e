"""What the gates look at: texts, citations and rules of one publication, as plain values."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from goodoffices.formats.manuscript import Sentence, sentences
from goodoffices.formats.manuscript.marks import ANY
from goodoffices.methods.exposure import Count, KnownNames, find_counts
from goodoffices.methods.terminology import Called, Checker
from goodoffices.publish.evidence import Evidence
from goodoffices.publish.gates.finding import Finding, fingerprint, squeezed

FIELDS = ("title", "summary", "body")


@dataclass(frozen=True)
class Passage:
    """One field of a text: as written, and with its marks blanked out (offsets stay)."""

    language: str
    field: str
    text: str

    @cached_property
    def masked(self) -> str:
        """The text with blanks in the place of marks, so that no pattern meets a key."""
        return ANY.sub(lambda mark: " " * len(mark[0]), self.text)

    @cached_property
    def counts(self) -> Sequence[Count]:
        """The counts of people in it."""
        return find_counts(self.masked)

    @cached_property
    def sentences(self) -> Sequence[Sentence]:
        """The sentences of a body; a title and a summary state no facts of their own."""
        return sentences(self.text) if self.field == "body" else ()

    @cached_property
    def _starts(self) -> list[int]:
        return [one.start for one in self.sentences]

    def at(self, place: int) -> Sentence | None:
        """Return the sentence at a place of a body."""
        number = bisect_right(self._starts, place) - 1
        found = self.sentences[number] if number >= 0 else None
        return found if found and found.start <= place < found.end else None

    def around(self, place: int) -> str:
        """Return the sentence at a place, else the line."""
        if found := self.at(place):
            return squeezed(self.text[found.start : found.end])
        start = self.text.rfind("\n", 0, place) + 1
        end = self.text.find("\n", place)
        return squeezed(self.text[start : end if end >= 0 else len(self.text)])


@dataclass(frozen=True)
class DraftText:
    """The latest text in one language; ``of_source`` as in `publish.models.Text`."""

    language: str
    number: int
    of_source: int | None
    title: str
    summary: str
    body: str

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Its fields, in the order in which they are read."""
        return tuple(Passage(self.language, one, getattr(self, one)) for one in FIELDS)

    @property
    def main(self) -> Passage:
        """The body."""
        return self.passages[-1]


@dataclass(frozen=True, slots=True)
class Cited:
    """One citation: what its record says now and said when it was checked.

    ``last_day`` is the last day of what happened, as an ordinal; None where not known.
    ``exact_places`` are names of places smaller than a village that it names or shows.
    """

    evidence: Evidence
    checked: Mapping[str, object]
    last_day: int | None = None
    exact_places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rules:
    """The policy in force, as in `publish.models.ReleasePolicy`; number 0 where none was set."""

    number: int = 0
    level: str = "verified"
    tlp: int = 0
    smallest: int = 5
    displace_m: int = 5000
    delay_days: int = 7
    replies: bool = True
    reply_hours: int = 24
    all_languages: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """What was done about the reply of one party."""

    asked_at: datetime | None
    until: datetime | None
    answered: bool
    not_asked: bool


@dataclass(frozen=True, slots=True)
class NamedParty:
    """A party that a text may name."""

    code: str
    label: str


@dataclass(frozen=True)
class Draft:
    """Everything the gates need, loaded once; nothing in it that its reader may not see.

    ``looked`` says whether somebody who may open identities looked at these very texts for names
    of people who are to be protected; ``digest`` stands for the texts.
    """

    source_language: str
    texts: Mapping[str, DraftText]
    rules: Rules
    today: int
    now: datetime
    out_at: datetime | None = None
    citations: Mapping[str, Cited] = field(default_factory=dict)
    checker: Checker | None = None
    parties: Called[NamedParty] | None = None
    asked: Mapping[str, Asked] = field(default_factory=dict)
    staff: KnownNames | None = None
    sources: Called[str] | None = None
    code_words: frozenset[str] = frozenset()
    looked: bool = True
    digest: str = ""

    def passages(self) -> Iterator[Passage]:
        """Yield every field of every text."""
        for text in self.texts.values():
            yield from text.passages

    def bodies(self) -> Iterator[Passage]:
        """Yield the body of every text."""
        for text in self.texts.values():
            yield text.main


def read_words(text: str) -> str:
    """Return a stretch as a reader of the editor would say it: without its marks, but figures."""
    kept = ANY.sub(lambda mark: mark[0] if mark["of"] or mark["picture"] else "", text)
    return squeezed(kept) or squeezed(text)


def found_at(
    gate: str,
    passage: Passage,
    start: int,
    end: int,
    *rests_on: object,
    why: str,
    do: str,
    blocking: bool = True,
    key: str = "",
    overridable: bool = True,
) -> Finding:
    """Return a finding about a stretch of a text; it rests on its sentence, too."""
    words, shown = squeezed(passage.text[start:end]), read_words(passage.text[start:end])
    sentence = passage.around(start)
    return Finding(
        gate,
        passage.language,
        fingerprint(gate, passage.language, words, sentence, *rests_on),
        passage.field,
        start,
        end,
        shown[:300],
        sentence,
        why,
        do,
        blocking,
        key,
        overridable,
    )
