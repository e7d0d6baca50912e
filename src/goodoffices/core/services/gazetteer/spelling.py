"""Which of many foreign spellings is safe to print as a place's name in Arabic or Hebrew.

GeoNames lists alternate names without their language, and the first one can be a Roman-era name
or a slip. A wrong name on a map is worse than a foreign one, so a spelling is trusted only where it
is the only one and its consonants are those of the principal name (docs/algorithms/gazetteer.md).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from goodoffices.methods.text import fold

SCRIPTS = {
    "ar": re.compile(r"[ء-غف-يً-ْ \-]+"),
    "he": re.compile(r"[א-ת\u05b0-\u05c7 \-'\u05f3\u05f4\u05be]+"),
}
"""Letters of standard Arabic and of Hebrew; Persian, Kurdish or Urdu letters do not match."""

LATIN = re.compile(
    "[A-Z\u00c0-\u00de\u0100-\u024f\u1e00-\u1eff'\u2018\u2019\u02bb\u02bc]"
    "[A-Za-z\u00c0-\u024f\u1e00-\u1eff '\u2018\u2019\u02bb\u02bc`.()-]+"
)
"""A Latin spelling as people write it, with a capital; others are machine transcriptions."""

_SOUNDS = {
    "b": "bpvfبفבפ",
    "d": "dدضذظד",
    "t": "tتطثתט",
    "s": "szسشصزסשצז",
    "k": "kqchقكحخكכקח",
    "g": "gjجغג",
    "l": "lلל",
    "m": "mمמ",
    "n": "nنנ",
    "r": "rرר",
}
_SOUND = {letter: sound for sound, letters in _SOUNDS.items() for letter in letters} | {
    "ه": "k",
    "ה": "k",
    "x": "ks",
}
_PAIRS = re.compile("kh|gh|sh|ch|th|dh|ph|dj|tz|ts")
_PAIR = {
    **dict.fromkeys(("kh", "ch"), "k"),
    **dict.fromkeys(("sh", "tz", "ts"), "s"),
    "gh": "g",
    "dj": "g",
    "th": "t",
    "dh": "d",
    "ph": "b",
}
_ARTICLE = re.compile(r"^(?:(?:al|el|ad|an|ar|as|at|az|ash|adh|ath)[ -]|ال)")
_SILENT_END = re.compile(r"[hهה]\b")
_MARKS = re.compile("[\u064b-\u0652\u05b0-\u05bd\u05bf-\u05c7]")


def skeleton(name: str) -> str:
    """Return the consonants of a name in one alphabet for all scripts, without vowels and doubles.

    ``Al-Khalīl`` and ``الخليل`` give the same; sounds that are written alike are one.
    """
    plain = _ARTICLE.sub("", fold(name).strip())
    plain = _PAIRS.sub(lambda pair: _PAIR[pair.group()], _SILENT_END.sub("", plain))
    heard = "".join(_SOUND.get(letter, "") for letter in plain)
    return re.sub(r"(.)\1+", r"\1", heard)


def safe_spelling(language: str, name: str, candidates: Sequence[str]) -> str | None:
    """Return the spelling to print in ``ar`` or ``he``, None when none is clearly right.

    Only where there is one spelling in the language's own letters, with and without vowel signs,
    and its consonants are those of the principal ``name``.
    """
    written = [other for other in candidates if SCRIPTS[language].fullmatch(other)]
    if len({fold(other).strip() for other in written}) != 1:
        return None
    heard = skeleton(name)
    if len(heard) < 2 or skeleton(written[0]) != heard:
        return None
    return min(written, key=lambda other: len(_MARKS.findall(other)))
