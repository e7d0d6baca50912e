"""A text made plain for patterns of figures and signs, that still knows where each stood."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

_SIGNS = {
    **dict.fromkeys("º˚", "°"),
    **dict.fromkeys("′‘’ʹ׳`´", "'"),
    **dict.fromkeys("″“”״ʺ„", '"'),
    **dict.fromkeys("−‐‑‒–—־", "-"),
    **dict.fromkeys("\u00a0\u2007\u2009\u202f\u200b", " "),
    "٫": ".",
    "،": ",",
    "٬": ",",
    "؛": ";",
    "×": "x",
}


class _Plain(dict[int, str]):
    """What each sign becomes; learnt when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = plain = _plain(chr(code))
        return plain


def _plain(letter: str) -> str:
    same = _SIGNS.get(letter)
    if same is not None:
        return same
    digit = unicodedata.decimal(letter, None)
    if digit is not None:
        return str(digit)
    return "" if unicodedata.category(letter) in ("Mn", "Cf") else letter


_PLAIN = _Plain()


@dataclass(frozen=True, slots=True)
class Flat:
    """A text with plain digits, quotes and dashes and without vowel signs or invisible marks.

    ``places`` holds for each sign, and for the end, where it stood in the text given.
    """

    text: str
    places: tuple[int, ...] | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where a stretch of the plain text stood."""
        if self.places is None:
            return start, end
        return self.places[start], self.places[end - 1] + 1 if end > start else self.places[start]


def flat(text: str) -> Flat:
    """Make a text plain."""
    plain = [_PLAIN[ord(letter)] for letter in text]
    if all(plain):
        return Flat("".join(plain), None)
    places = [place for place, letter in enumerate(plain) if letter]
    return Flat("".join(plain), (*places, len(text)))
