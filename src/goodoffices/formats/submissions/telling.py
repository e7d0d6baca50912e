"""What was said in answer to a question, quoted: the ground every claim of a submission has."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from goodoffices.formats.submissions import flags as codes
from goodoffices.formats.submissions.answers import Answers
from goodoffices.formats.submissions.entries import (
    LinkEntry,
    NarrativeEntry,
    PartyEntry,
    TitleEntry,
    TypeEntry,
)
from goodoffices.formats.submissions.flags import Flag
from goodoffices.formats.submissions.questions import CHOICES, Questions
from goodoffices.formats.values import PartyClaim, TypeClaim

MOST_CLAIMS = 100
"""Claims taken from one entry: a repeat can be asked a thousand times."""

_ENDS = ("?", "؟", ":", ".")
_COMMA, _SEMICOLON = {"ar": "، "}, {"ar": "؛ "}
_LINK = re.compile(r"https?://[^\s<>\"]+")


@dataclass(slots=True)
class Teller:
    """One submission on its way to a report: the answers, the wording, what had to be flagged.

    ``received``: when the submission came in.
    """

    answers: Answers
    questions: Questions
    received: datetime
    flags: list[Flag] = field(default_factory=list)

    @property
    def language(self) -> str:
        """The language of the submission."""
        return self.answers.language

    def said(self, path: str) -> list[tuple[str, str]]:
        """Return the answers to a question as (place, text), at most `MOST_CLAIMS`."""
        return self.answers.said(path)[:MOST_CLAIMS] if path else []

    def label(self, path: str) -> str:
        """Return the wording of a question in the submission's language."""
        return self.questions.label(path, self.language)

    def shown(self, path: str, text: str) -> str:
        """Return an answer as the officer saw it: a choice by its wording, a text as written."""
        if self.questions.type_of(path) not in CHOICES:
            return text.strip()
        names = self.questions.chosen(path, text)
        comma = _COMMA.get(self.language, ", ")
        return comma.join(self.questions.choice(path, name, self.language) for name in names)

    def quote(self, path: str, *texts: str) -> str:
        """Return a question with the answer to it (several of a repeat with a plus between).

        Figures, dates and points keep their direction among Arabic and Hebrew words.
        """
        said = " + ".join(self.shown(path, text) for text in texts)
        if self.language in ("ar", "he") and said.isascii():
            said = f"\u2066{said}\u2069"
        label = self.label(path)
        return f"{label} {said}" if label.endswith(_ENDS) else f"{label}: {said}"

    def quotes(self, quotes: Iterable[str]) -> str:
        """Return several quotes as one."""
        return _SEMICOLON.get(self.language, "; ").join(quotes)

    def flag(self, code: str, path: str = "") -> None:
        """Remark on an answer that cannot be claimed as it stands."""
        self.flags.append(Flag(code, path))


def types(teller: Teller, entry: TypeEntry) -> Iterator[TypeClaim]:
    """Claim what kind of event it was: by each choice that has a meaning, or by the form."""
    if entry.constant:
        yield TypeClaim(entry.constant)
        return
    for key, text in teller.said(entry.path):
        names = teller.questions.chosen(entry.path, text)
        if any(name not in entry.values for name in names):
            teller.flag(codes.TYPE_NOT_MAPPED, key)
        quote = teller.quote(entry.path, text)
        for name in names:
            if name in entry.values:
                yield TypeClaim(entry.values[name], name, quote)


def parties(teller: Teller, entry: PartyEntry) -> Iterator[PartyClaim]:
    """Claim who took part: what a choice stands for, else its wording, else what was written."""
    listed = teller.questions.type_of(entry.path) in CHOICES
    for _, text in teller.said(entry.path):
        quote = teller.quote(entry.path, text)
        names = teller.questions.chosen(entry.path, text) if listed else [" ".join(text.split())]
        for name in names:
            called = entry.values.get(name) or teller.questions.choice(
                entry.path, name, teller.language
            )
            yield PartyClaim(called, entry.role, quote=quote)


def title(teller: Teller, entries: Iterable[TitleEntry]) -> str:
    """Return what heads the report: the answers in order, else what the form calls itself."""
    said = [
        teller.shown(entry.path, text) for entry in entries for _, text in teller.said(entry.path)
    ]
    return " ".join(", ".join(said).split()) or teller.answers.name


def narrative(teller: Teller, entries: Sequence[NarrativeEntry]) -> str:
    """Return the report's text; where several questions give it, each answer under its question."""
    parts = []
    for entry in entries:
        for _, text in teller.said(entry.path):
            said = teller.shown(entry.path, text).replace("\r\n", "\n")
            parts.append(f"{teller.label(entry.path)}\n{said}" if len(entries) > 1 else said)
    return "\n\n".join(parts)


def links(teller: Teller, entry: LinkEntry) -> Iterator[str]:
    """Return the addresses on the web in the answers to a question."""
    for key, text in teller.said(entry.path):
        found = _LINK.findall(text)
        if not found:
            teller.flag(codes.LINK_NOT_READ, key)
        yield from found
