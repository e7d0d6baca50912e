"""Light stemming of folded words: Arabic and Hebrew prefixes, English suffixes.

The prefix rules run until nothing more comes off, so a word and the same word with an article or
conjunction before it always end alike. Words whose own first letters look like a prefix are kept
whole by `keep.KEPT`.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable

import Stemmer

from .keep import KEPT
from .letters import fold

LONGEST = 64  # characters of a token; longer ones are cut on both sides alike

_KEPT = frozenset(fold(word) for word in KEPT)
# Article with or without one particle before it; the particle li- swallows the article's alef.
_ARABIC_ARTICLE = re.compile(r"(?:[وف]?[بك]?ال|[وف]?لل)(?=..)")
# Hebrew particle -> letters that must remain after it; where roots often begin with the same
# letter more must remain.
_HEBREW = {"ו": 2, "ה": 2, "ב": 3, "ל": 3, "ש": 4, "מ": 4, "כ": 5}
_ARABIC_PARTICLE = re.compile(r"[وف]?[بك]?ال|[وف]?لل|[وفبكل]")
_LOCAL = threading.local()


def _arabic_step(word: str) -> str:
    if word in _KEPT:
        return word
    if word == "لله":
        return "الله"
    if word[0] in "وفبكل" and word[1:] in _KEPT:
        return word[1:]
    article = _ARABIC_ARTICLE.match(word)
    if article:
        return word[article.end() :]
    if word[0] == "و" and len(word) >= 4:
        return word[1:]
    return word


def _hebrew_step(word: str) -> str:
    if len(word) > _HEBREW.get(word[0], LONGEST) and word not in _KEPT:
        return word[1:]
    return word


def _settle(word: str, step: Callable[[str], str]) -> str:
    """Apply a step until the word no longer changes."""
    while (shorter := step(word)) != word:
        word = shorter
    return word


def _arabic(word: str) -> str:
    word = _settle(word, _arabic_step)
    return word[:-1] if word[-1] == "ء" and len(word) > 3 else word


def _english(word: str) -> str:
    """Snowball stem; PyStemmer objects must not be shared between threads."""
    try:
        stemmer = _LOCAL.english
    except AttributeError:
        stemmer = _LOCAL.english = Stemmer.Stemmer("english", 0)
    stemmed: str = stemmer.stemWord(word)
    return stemmed


def stem(word: str) -> str:
    """Return the form under which one folded word is filed and looked up."""
    first = word[0]
    if "a" <= first <= "z":
        return _english(word)[:LONGEST] if word.isascii() else word[:LONGEST]
    if "א" <= first <= "ת":
        return _settle(word, _hebrew_step)[:LONGEST]
    if "ء" <= first <= "ي":
        return _arabic(word)[:LONGEST]
    return word[:LONGEST]


def without_particles(begun: str) -> list[str]:
    """Return a begun Arabic or Hebrew word without each run of particles it may begin with.

    A beginning is too short to know which letters are a particle, so every reading counts that
    leaves two letters or more.
    """
    found: list[str] = []
    rest = begun
    while len(rest) > 2:
        particle = _ARABIC_PARTICLE.match(rest)
        cut = particle.end() if particle else int(rest[0] in _HEBREW)
        rest = rest[cut:]
        if not cut or len(rest) < 2:
            break
        found.append(rest)
    return found
