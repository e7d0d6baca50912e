"""Where a text speaks in the words of others, and where its sentences end."""

from __future__ import annotations

import re
from bisect import bisect_right

from goodoffices.methods.text.words import straight_quotes

_OPEN_CLOSE = {"“": "”", "«": "»", "„": "“”"}
_QUOTED_LINE = re.compile(r"^[ \t]*>.*$", re.MULTILINE)
_END = re.compile(r"[.!?؟۔]+[\"”»“'’)\]]*(?=\s|$)|\n\s*\n|\n(?=[ \t]*[-*#>|])")
_PARAGRAPH = re.compile(r"\n[ \t]*\n")
_LONGEST = 2000

Span = tuple[int, int]


def quoted(text: str) -> list[Span]:
    """Return where others are quoted: between quotation marks of one paragraph, or after ">".

    A mark that is never closed quotes nothing. The mark inside a Hebrew abbreviation is none.
    """
    straight = straight_quotes(text)
    spans = [match.span() for match in _QUOTED_LINE.finditer(text)]
    for start, end in _paragraphs(text):
        spans += _pairs(straight, start, end)
    return sorted(spans)


def _paragraphs(text: str) -> list[Span]:
    breaks = [match.start() for match in _PARAGRAPH.finditer(text)]
    return list(zip([0, *breaks], [*breaks, len(text)], strict=True))


def _pairs(straight: str, start: int, end: int) -> list[Span]:
    """Pair the marks of one paragraph, every kind already made straight."""
    marks = [at for at in range(start, end) if straight[at] == '"']
    pairs = zip(marks[::2], marks[1::2], strict=False)
    return [(first, last + 1) for first, last in pairs if last - first <= _LONGEST]


class Sentences:
    """The sentences of a text, found by any place in them."""

    def __init__(self, text: str) -> None:
        ends = [match.end() for match in _END.finditer(text)]
        self._starts = [0, *ends]
        self._length = len(text)

    def around(self, place: int) -> Span:
        """Return where the sentence of a place begins and ends."""
        at = bisect_right(self._starts, place)
        end = self._starts[at] if at < len(self._starts) else self._length
        return self._starts[at - 1], end
