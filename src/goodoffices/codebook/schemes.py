"""The typed form of the vocabularies: entries, schemes, and the codebook that holds them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from goodoffices.codebook.errors import NotFound

LANGUAGES = ("en", "ar", "he")


@dataclass(frozen=True, slots=True)
class Entry:
    """One word of one vocabulary. ``id`` never changes its meaning.

    ``labels`` and ``definitions`` are keyed by language; ``mappings`` by the code list of another
    publisher (``ucdp.where_prec``), each with that publisher's codes as text; ``extra`` holds what
    only some schemes have (a radius in metres, a mark's name, a rank).
    """

    id: str
    labels: Mapping[str, str]
    definitions: Mapping[str, str]
    parent: str = ""
    mappings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    extra: Mapping[str, str | int | None] = field(default_factory=dict)

    def label(self, language: str = "en") -> str:
        """Return the label in a language, or the English one where the language is unknown."""
        return self.labels.get(language.split("-")[0]) or self.labels["en"]

    def definition(self, language: str = "en") -> str:
        """Return the one-line definition in a language, or the English one."""
        return self.definitions.get(language.split("-")[0]) or self.definitions["en"]


@dataclass(frozen=True, slots=True)
class Scheme:
    """One vocabulary, with the version and date of its file; entries keep the file's order."""

    name: str
    version: int
    date: date
    labels: Mapping[str, str]
    definitions: Mapping[str, str]
    entries: Mapping[str, Entry]
    by_code: Mapping[tuple[str, str], str]
    below: Mapping[str, frozenset[str]]

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries.values())

    def __contains__(self, entry_id: object) -> bool:
        return entry_id in self.entries

    def __getitem__(self, entry_id: str) -> Entry:
        try:
            return self.entries[entry_id]
        except KeyError:
            raise NotFound(f"The codebook has no {entry_id!r} in {self.name}.") from None


@dataclass(frozen=True, slots=True)
class Codebook:
    """All vocabularies by name: event types, toll measures, precisions and the rest."""

    schemes: Mapping[str, Scheme]

    def __getitem__(self, scheme: str) -> Scheme:
        try:
            return self.schemes[scheme]
        except KeyError:
            raise NotFound(f"The codebook has no vocabulary {scheme!r}.") from None

    def label(self, scheme: str, entry_id: str, language: str = "en") -> str:
        """Say one code in a reader's language. Raises `NotFound` for an unknown code."""
        return self[scheme][entry_id].label(language)

    def labels(self, scheme: str, language: str = "en") -> dict[str, str]:
        """Return every code of a vocabulary with its label, in the order of the file."""
        return {entry.id: entry.label(language) for entry in self[scheme]}

    def choices(self, scheme: str, language: str = "en") -> list[tuple[str, str]]:
        """Return (code, label) pairs as a form field wants them."""
        return list(self.labels(scheme, language).items())

    def descendants(self, scheme: str, entry_id: str) -> frozenset[str]:
        """Return a code and everything under it: what a filter on that code must find."""
        entry = self[scheme][entry_id]
        return self[scheme].below[entry.id]

    def children(self, scheme: str, entry_id: str = "") -> tuple[Entry, ...]:
        """Return the entries directly under a code, or the top ones."""
        return tuple(entry for entry in self[scheme] if entry.parent == entry_id)

    def from_code(self, scheme: str, code_list: str, code: str) -> str | None:
        """Translate another publisher's code (``"ucdp.where_prec", "4"``) into ours, or None."""
        return self[scheme].by_code.get((code_list, code.strip().casefold()))
