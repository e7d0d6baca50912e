"""Words as a rule sees them: folded, and without what Arabic and Hebrew write together with them.

A term is compared as it is written, not by its stem: the stem of the Hebrew word for attackers is
that for ropes, and in English innocents and innocence have one stem. What may stand before or
after a term is a closed list instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from goodoffices.methods.text import fold, placed_words

_HEBREW = re.compile(r"ו?(?:לכש|כש|מש|ש|)(?:[בכלמ])?ה?")
_ARABIC = re.compile(r"[وف]?(?:[بك]?ال|لل|[بكل])?")
_LONGEST = 5
ENDINGS = ("s", "es")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text: where it stands, and every form a rule may know it by."""

    start: int
    end: int
    forms: frozenset[str]


def words(text: str) -> Iterator[Word]:
    """Yield the words of a text in order, as offsets in the text given."""
    for start, end, _tokens in placed_words(text):
        yield Word(start, end, forms(text[start:end]))


def plain(word: str) -> str:
    """Return a word of a term or a text, folded: one spelling for what readers take as one."""
    return fold(word).replace("'", "").replace('"', "")


@lru_cache(maxsize=65_536)
def forms(word: str) -> frozenset[str]:
    """Return what is left of a word without each run of particles it may begin with.

    English words are known without the ending of a plural or a possessive as well.
    """
    folded = plain(word)
    found = {folded}
    if folded.isascii():
        return frozenset({folded, *(folded[:-n] for n in (1, 2) if folded[-n:] in ENDINGS)})
    particles = _HEBREW if "א" <= folded[:1] <= "ת" else _ARABIC
    for cut in range(1, min(_LONGEST, len(folded) - 2) + 1):
        if particles.fullmatch(folded[:cut]):
            found.add(folded[cut:])
            if folded[:cut].endswith("لل"):  # l- before an article, whose alef goes
                found.add("ال" + folded[cut:])
    return frozenset(found)


def term_forms(word: str) -> str:
    """Return the one form by which a word of a term is looked up."""
    folded = plain(word)  # an Arabic term is known with and without its article
    return folded[2:] if folded.startswith("ال") and len(folded) > 4 else folded
