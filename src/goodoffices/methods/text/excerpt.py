"""The part of a text that shows why it was found, with the found words marked where they stand."""

from __future__ import annotations

from dataclasses import dataclass

from .query import Query, Term
from .words import placed_words

_FARTHEST = 200_000  # characters of a text that are looked through for an excerpt


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A stretch of the original text, ``text == original[start:end]``, untouched.

    ``marks``: (start, end) of each found word as offsets in the ORIGINAL text; ``before`` and
    ``after``: whether the original goes on there.
    """

    text: str
    start: int
    end: int
    marks: tuple[tuple[int, int], ...]
    before: bool
    after: bool

    def parts(self) -> list[tuple[str, bool]]:
        """Return the text cut into (piece, is it a found word), ready for a template."""
        pieces: list[tuple[str, bool]] = []
        at = self.start
        for start, end in self.marks:
            pieces.append((self._piece(at, start), False))
            pieces.append((self._piece(start, end), True))
            at = end
        pieces.append((self._piece(at, self.end), False))
        return [piece for piece in pieces if piece[0]]

    def _piece(self, start: int, end: int) -> str:
        return self.text[start - self.start : end - self.start]


@dataclass(frozen=True, slots=True)
class _Hit:
    start: int
    end: int
    term: int


def _fits(token: str, index: int, term: Term) -> bool:
    if term.prefix and index == len(term.tokens) - 1:
        return token.startswith(term.tokens[index])
    return token == term.tokens[index]


def _also_fits(token: str, term: Term) -> bool:
    return any(
        token.startswith(way[:-1]) if way.endswith("*") else token == way for way in term.also
    )


def _hits(words: list[tuple[int, int, str]], terms: tuple[Term, ...]) -> list[_Hit]:
    """Return every place where a term stands, in the order of the text."""
    single = [(start, end, token) for start, end, joined in words for token in joined.split()]
    hits = []
    for at, (start, end, token) in enumerate(single):
        for number, term in enumerate(terms):
            run = single[at : at + len(term.tokens)]
            if len(run) == len(term.tokens) and all(
                _fits(other, index, term) for index, (_, _, other) in enumerate(run)
            ):
                hits.append(_Hit(start, run[-1][1], number))
            elif term.also and _also_fits(token, term):
                hits.append(_Hit(start, end, number))
    return hits


def _best_start(hits: list[_Hit], width: int) -> int:
    """Return where the stretch begins that shows most different terms, the earliest such."""
    best, most = 0, -1
    for at, hit in enumerate(hits):
        shown = {hit.term}
        for other in hits[at + 1 :]:
            if other.start >= hit.start + width:
                break
            shown.add(other.term)
        if len(shown) > most:
            best, most = hit.start, len(shown)
    return best


def _window(
    text: str, words: list[tuple[int, int, str]], focus: int, width: int
) -> tuple[int, int]:
    """Return a stretch of about ``width`` characters around ``focus`` that cuts no word."""
    if len(text) <= width:
        return 0, len(text)
    start = max(0, min(focus - width // 4, len(text) - width))
    end = min(len(text), start + width)
    for word_start, word_end, _ in words:
        if word_start < start < word_end:
            start = word_start
        if word_start < end < word_end:
            end = word_start if word_start > focus else word_end
    return start, end


def _merged(hits: list[_Hit], start: int, end: int) -> tuple[tuple[int, int], ...]:
    marks: list[tuple[int, int]] = []
    for hit in hits:
        if hit.start < start or hit.end > end:
            continue
        if marks and hit.start < marks[-1][1]:
            marks[-1] = (marks[-1][0], max(marks[-1][1], hit.end))
        else:
            marks.append((hit.start, hit.end))
    return tuple(marks)


def excerpt(text: str, asked: Query, width: int = 240) -> Excerpt:
    """Return the stretch of about ``width`` characters that best shows what was asked for.

    Without a hit it is the beginning of the text. Words are never cut and the text is never
    altered; only the first 200,000 characters are looked through.
    """
    words = list(placed_words(text[:_FARTHEST]))
    hits = _hits(words, asked.wanted)
    focus = _best_start(hits, width) if hits else 0
    start, end = _window(text, words, focus, width)
    marks = _merged(hits, start, end)
    return Excerpt(text[start:end], start, end, marks, start > 0, end < len(text))
