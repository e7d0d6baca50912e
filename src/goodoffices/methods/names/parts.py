"""A person's name taken apart: folded, articles and words for son and daughter taken off."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from goodoffices.methods.text import fold, language_of

from .sounds import coarse, readings

MOST_PARTS = 6
LONGEST = 200
"""Characters of a name that are looked at; a name is never longer."""

ARTICLES = frozenset(
    ["al", "el", "ul", "ash", "as", "an", "ar", "ad", "at", "az", "adh", "ath", "ال", "אל"]
)
KIN = frozenset(["ibn", "bin", "ben", "bint", "bat", "bnt", "بن", "ابن", "بنت", "בת", "אבנ", "בנ"])
FATHER_OF = frozenset(["abu", "abou", "abo", "abi", "ابو", "ابا", "ابي", "אבו"])
MOTHER_OF = frozenset(["umm", "um", "oum", "om", "ام", "אומ", "אמ"])
SERVANT = frozenset(["abd", "abdel", "abdul", "abdal", "abdol", "abdoul", "عبد", "עבד"])
FAITH = frozenset(["din", "deen", "dine", "eddin", "eddine", "uddin", "aldin", "ldin"])
FAITH |= {"دين", "الدين", "דינ", "אלדינ"}
GOD = frozenset(["allah", "ullah", "alla", "الله", "אללה"])
OPENING = {**dict.fromkeys(FATHER_OF, "abu"), **dict.fromkeys(MOTHER_OF, "umm")}
OPENING |= dict.fromkeys(SERVANT, "abd")
OWN_AL = frozenset(["الياس", "الهام", "الفت", "الاء", "الين", "الفاتح"])
"""Names that begin with the letters of the article and have none, or are best left whole."""

WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*'?")
HEBREW_ARTICLE = re.compile(r"(?<!\w)א-")
"""Before some letters the l of the article is not said, and Hebrew does not write it."""

GLUED_SERVANT = re.compile(r"abd[aeiou]+l(?=[bcdfghjkmnpqrstvwxyz])|abd[aeiou]+(?=l)|عبدال(?=..)")


@dataclass(frozen=True, slots=True)
class NamePart:
    """One part of a name: its folded text, script (ar, he, en), and how it may be said.

    ``readings`` are the ways its consonants may be said; ``keys`` are rougher, for finding
    candidates.
    """

    text: str
    script: str
    readings: frozenset[str]
    keys: tuple[str, ...]

    @property
    def initial(self) -> bool:
        """Whether it is one letter only."""
        return len(self.text) == 1


PersonName = tuple[NamePart, ...]
"""The parts of a name, in the order in which they were written."""


def person_name(text: str) -> PersonName:
    """Take a name apart. Any text will do; what holds no letters has no parts."""
    plain = HEBREW_ARTICLE.sub("", fold(text[:LONGEST])).replace("-", " ").replace('"', "")
    words = WORD.findall(plain)
    joined: list[str] = []
    for word in _without_kin([word for word in words if not word.isdecimal()]):
        _take(joined, word)
    return tuple(_part(word) for word in joined[:MOST_PARTS])


def _without_kin(words: list[str]) -> list[str]:
    """Leave out articles that stand alone and words for son and daughter, if a word follows."""
    last = len(words) - 1
    kept = []
    for place, word in enumerate(words):
        article = word in ARTICLES and place < last
        kin = word in KIN and 0 < place < last
        if not (article or kin):
            kept.append(word)
    return kept


def _take(joined: list[str], word: str) -> None:
    """Add a word, joined to the one before where the two are one name (Abd al-Rahman)."""
    before = joined[-1] if joined else ""
    if before in OPENING:
        joined[-1] = OPENING[before] + " " + _bare(word, opened=True)
    elif before and word in FAITH:
        joined[-1] = before + " din"
    elif before and word in GOD:
        joined[-1] = before + " allah"
    else:
        joined.append(word)


def _bare(word: str, *, opened: bool = False) -> str:
    """Take the Arabic article off, where enough of the word remains.

    In Hebrew letters many other names begin like it, so there it goes after Abd or Abu only.
    """
    begins = ("ال", "אל") if opened else ("ال",)
    if word.startswith(begins) and len(word) >= 5 and word not in OWN_AL:
        return word[2:]
    return word


@lru_cache(maxsize=65_536)
def _part(word: str) -> NamePart:
    text = _bare(word)
    spelled = [_said(one) for one in _ways(text)]
    said = [reading for one in spelled for reading in readings(one)]
    keys = [key for one in spelled for key in coarse(one)]
    script = language_of(text.removeprefix("abu ").removeprefix("umm ").removeprefix("abd "))
    return NamePart(text.replace("'", ""), script, frozenset(said), tuple(dict.fromkeys(keys)))


def _ways(text: str) -> list[str]:
    """Return a part as it stands and, where it may be glued to its article, without it."""
    ways = [text]
    if text.startswith(("al", "el", "אל")) and len(text) >= 5:
        ways.append(text[2:])
    servant = GLUED_SERVANT.sub(lambda found: found[0][:3], text)
    if servant != text:
        ways.append(servant)
    if text.startswith("עבדאל"):
        ways.append("עבד" + text[5:])
    return ways


def _said(text: str) -> str:
    """Write the words that open a name in one way, so that they are read alike."""
    return text.replace(" ", "")
