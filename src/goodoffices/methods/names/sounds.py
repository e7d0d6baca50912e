"""What a consonant of the Arabic, Hebrew or Latin script may sound like, in one alphabet for all.

A letter (or group of letters) stands for one or more sounds, because writers transliterate in
different ways: ذ is written dh, z or d. The empty sound means that the letter may say nothing.
Vowels and the letters that carry them say nothing here.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

MOST = 48
"""So many readings of one part are kept, the likeliest first."""

ARABIC = {
    "ب": "b",
    "تس": "s ts",
    "ت": "t",
    "ث": "t s",
    "ج": "j g",
    "ح": "h",
    "خ": "x h k",
    "د": "d",
    "ذ": "d z t",
    "ر": "r",
    "ز": "z",
    "س": "s",
    "ش": "c",
    "ص": "s",
    "ض": "d z t",
    "ط": "t",
    "ظ": "z d t",
    "غ": "g",
    "ف": "f",
    "ق": "k g",
    "ك": "k",
    "ل": "l",
    "م": "m",
    "ن": "n",
    "ه": "h",
}
HEBREW = {
    "ב": "b",
    "ג'": "j",
    "ג": "g j",
    "ד'": "d z t",
    "ד": "d z",
    "ה": "h",
    "ז'": "z j",
    "ז": "z",
    "ח'": "x k",
    "ח": "h x",
    "ט'": "z d t",
    "ט": "t z",
    "כ'": "x k",
    "כ": "k x",
    "ל": "l",
    "מ": "m",
    "נ": "n",
    "ס": "s",
    "ע'": "g",
    "פ'": "f",
    "פ": "f p b",
    "צ'": "c d z",
    "צ": "s z",
    "ק": "k",
    "ר'": "g",
    "ר": "r",
    "ש": "c s",
    "ת'": "t s",
    "ת": "t s",
}
LATIN = {
    "sch": "c",
    "tch": "c",
    "sh": "c sh",
    "ch": "c x k h",
    "kh": "x k kh",
    "gh": "g",
    "th": "t th s d z",
    "dh": "d z dh",
    "zh": "z j",
    "ph": "f",
    "ts": "s ts",
    "tz": "s z",
    "dj": "j",
    "ck": "k",
    "b": "b",
    "c": "k s",
    "d": "d",
    "f": "f",
    "g": "g j",
    "h": "h",
    "j": "j",
    "k": "k",
    "l": "l",
    "m": "m",
    "n": "n",
    "p": "p b",
    "q": "k g",
    "r": "r",
    "s": "s",
    "t": "t",
    "v": "b _ f",
    "x": "ks",
    "z": "z",
}
SOUNDS: dict[str, tuple[str, ...]] = {
    letters: tuple(one.replace("_", "") for one in sounds.split())
    for script in (ARABIC, HEBREW, LATIN)
    for letters, sounds in script.items()
}
BREATHS = frozenset("hهה")
"""At the end of a part these are often written where nothing is said, or left out where it is."""

OPENING_V = frozenset("wו")
"""At the beginning of a part these may also be a v, which Arabic writes with its f."""

SILENT = frozenset("aeiouywاويءعאויע'")

COARSE = str.maketrans({"p": "b", "f": "b", "d": "t", "z": "s", "c": "s", "g": "k", "j": "k"})
COARSE[ord("x")] = "k"


@lru_cache(maxsize=65_536)
def readings(text: str) -> tuple[str, ...]:
    """Return the ways in which the consonants of a folded part may be said, likeliest first.

    Equal sounds that follow one another are one: the Arabic script writes no doubled consonants.
    """
    found = [""]
    for sounds in _spelled(text):
        found = [start + sound for sound in sounds for start in found]
        found = list(dict.fromkeys(found))[:MOST]
    return tuple(dict.fromkeys(_singled(one) for one in found))


def _spelled(text: str) -> Iterator[tuple[str, ...]]:
    """Yield what each letter or group of letters may sound like."""
    place = 0
    while place < len(text):
        for size in (3, 2, 1):
            letters = text[place : place + size]
            if len(letters) == size and letters in SOUNDS:
                break
        start, place = place, place + len(letters)
        if letters in OPENING_V and start == 0:
            yield ("", "f")
        elif letters in BREATHS and place >= len(text):
            yield ("", "h")
        elif letters in SOUNDS:
            yield SOUNDS[letters]
        elif letters not in SILENT:
            yield (letters,)


def _singled(reading: str) -> str:
    return "".join(
        sound for place, sound in enumerate(reading) if place == 0 or reading[place - 1] != sound
    )


@lru_cache(maxsize=65_536)
def coarse(text: str, most: int = 4) -> tuple[str, ...]:
    """Return a few readings with like sounds as one, for finding candidates."""
    rough = dict.fromkeys(_singled(one.translate(COARSE)) for one in readings(text))
    return tuple(rough)[:most]


VOWELS = {
    "a": "A",
    "e": "AI",
    "i": "I",
    "y": "I",
    "o": "UA",
    "u": "U",
    "w": "U",
    "ا": "A",
    "و": "U",
    "ي": "I",
    "א": "A",
    "ו": "U?",
    "י": "I",
}
"""What a vowel letter may say; the Hebrew vav may also be a consonant, and say none of it."""

LAST_YEH = "IA"
"""At the end of a part: the alef maqsura is folded to yeh."""


def vowels(text: str) -> tuple[str, ...]:
    """Return what the vowel letters of a folded part may say, in their order; doubled ones once."""
    found = [
        LAST_YEH if letter == "ي" and place == len(text) - 1 else VOWELS[letter]
        for place, letter in enumerate(text)
        if letter in VOWELS and (place == 0 or text[place - 1] != letter)
    ]
    return tuple(found)


def vowels_agree(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Say whether the fewer vowels occur among the more, in their order.

    The Arabic and Hebrew scripts leave short vowels out, so only those written can disagree.
    """
    few, many = sorted((one, other), key=lambda said: (len(said), said))
    heard = 0
    for vowel in few:
        found = next((at for at in range(heard, len(many)) if set(vowel) & set(many[at])), None)
        if found is not None:
            heard = found + 1
        elif "?" not in vowel:
            return False
    return True
