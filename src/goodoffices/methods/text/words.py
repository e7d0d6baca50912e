"""Cutting a text into words, and each word into the tokens it is filed under.

Words are found in the original text, so each token knows where it stands there; each word is
folded and stemmed once and remembered.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from .letters import DOUBLE_QUOTES, SINGLE_QUOTES, fold
from .stems import stem

_REMEMBERED = 262_144  # words; then the memory starts afresh
_LONG = 256  # characters; longer "words" are not remembered


def _marks() -> str:
    """Return the signs that ride on letters or stand invisibly inside a word."""
    low = (chr(code) for code in range(0x80, 0x2000))
    signs = "".join(letter for letter in low if unicodedata.category(letter)[0] == "M")
    return signs + "\xad\u061c\u200c\u200d\u200e\u200f\u20d0-\u20ff\ufb1e\ufe00-\ufe0f\ufe20-\ufe2f"


_HEBREW = "\u0590-\u05bd\u05bf-\u05c7\u05d0-\u05ea\ufb1d-\ufb4f"
_WORD = re.compile(
    rf"[^\W_](?:[^\W_]+|[{_marks()}]+|[{SINGLE_QUOTES}](?=[^\W_])"
    rf"|(?<=[{_HEBREW}])[{DOUBLE_QUOTES}](?=[{_HEBREW}]))*"
)
_DOUBLE_QUOTE = re.compile(f"[{DOUBLE_QUOTES}]")
_FOLDED_WORD = re.compile(r"[^\W_]+")


def _file(word: str) -> str:
    """Return the tokens of one word as written, joined by a space; '' when nothing is left."""
    folded = fold(word).replace("'", "").replace('"', "")
    if folded.isalnum():
        return stem(folded)
    return " ".join(map(stem, _FOLDED_WORD.findall(folded)))


class _Memory(dict[str, str]):
    """Word as written -> its tokens, worked out once."""

    def __missing__(self, word: str) -> str:
        tokens = _file(word)
        if len(word) <= _LONG:
            if len(self) >= _REMEMBERED:
                self.clear()
            self[word] = tokens
        return tokens


_MEMORY = _Memory()


def index_text(text: str) -> str:
    """Return the tokens of a text joined by spaces: what both databases store for search."""
    return " ".join(filter(None, map(_MEMORY.__getitem__, _WORD.findall(text))))


def tokens(text: str) -> list[str]:
    """Return the tokens of a text in order: folded, lightly stemmed words."""
    return index_text(text).split()


def placed_words(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, tokens joined by a space) of each word, as offsets in the text given."""
    for match in _WORD.finditer(text):
        yield match.start(), match.end(), _MEMORY[match.group()]


def straight_quotes(text: str) -> str:
    """Return the text with every kind of double quote as '"', but for those inside a word.

    The mark of a Hebrew abbreviation belongs to its word and becomes U+05F4.
    """
    pieces, at = [], 0
    for match in _WORD.finditer(text):
        pieces.append(_DOUBLE_QUOTE.sub('"', text[at : match.start()]))
        pieces.append(_DOUBLE_QUOTE.sub("\u05f4", match.group()))
        at = match.end()
    return "".join(pieces) + _DOUBLE_QUOTE.sub('"', text[at:])
