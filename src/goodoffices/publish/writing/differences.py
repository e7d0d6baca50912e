"""What differs between two versions of a text: paragraph by paragraph, then word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

SAME, ADDED, REMOVED = "same", "added", "removed"
MOST_WORDS = 1_500
"""Longer paragraphs are shown whole, old and new: comparing their words would take too long."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a paragraph: the same in both versions, added, or removed."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of the newer version, or one that it lacks, in pieces."""

    pieces: tuple[Piece, ...]

    @property
    def changed(self) -> bool:
        """Say whether anything in it differs."""
        return any(piece.kind != SAME for piece in self.pieces)

    @property
    def removed(self) -> bool:
        """Say whether the newer version lacks it altogether."""
        return all(piece.kind == REMOVED for piece in self.pieces)


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a text, as blank lines divide them."""
    return [part.strip("\n") for part in re.split(r"\n[ \t]*\n+", text) if part.strip()]


def differences(old: str, new: str) -> list[Paragraph]:
    """Return the newer text in paragraphs that say what was added and removed."""
    before, after = paragraphs(old), paragraphs(new)
    found: list[Paragraph] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind == "equal":
            found += [Paragraph((Piece(SAME, text),)) for text in after[j1:j2]]
        else:
            found += _replaced(before[i1:i2], after[j1:j2])
    return found


def _replaced(old: Sequence[str], new: Sequence[str]) -> Iterator[Paragraph]:
    """Pair what stands in the same order; a paragraph without a partner came or went whole."""
    for one, other in zip_longest(old, new):
        if one is None:
            yield Paragraph((Piece(ADDED, other),))
        elif other is None:
            yield Paragraph((Piece(REMOVED, one),))
        else:
            yield Paragraph(tuple(_words(one, other)))


def _words(old: str, new: str) -> Iterator[Piece]:
    before, after = re.findall(r"\s+|\S+", old), re.findall(r"\s+|\S+", new)
    if len(before) + len(after) > MOST_WORDS:
        yield Piece(REMOVED, old)
        yield Piece(ADDED, new)
        return
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind == "equal":
            yield Piece(SAME, "".join(after[j1:j2]))
            continue
        if i2 > i1:
            yield Piece(REMOVED, "".join(before[i1:i2]))
        if j2 > j1:
            yield Piece(ADDED, "".join(after[j1:j2]))
