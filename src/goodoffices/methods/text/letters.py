"""One letter at a time: what the same letter looks like after folding.

Every code point is folded on its own to a fixed point, so folding is idempotent and the table can
grow as letters are met. It never outgrows Unicode.
"""

from __future__ import annotations

import unicodedata

SINGLE_QUOTES = "'´‘’‚‛′ʹʻʼʽʾʿˈ׳＇"
DOUBLE_QUOTES = '"“”„‟«»″״＂'
ZERO_WIDTH_SPACE = "\u200b"

# Shapes of one letter that writers and keyboards use for one another.
_SAME: dict[str, str] = {
    **dict.fromkeys("ٱٲٳٵ", "ا"),
    **dict.fromkeys("ىیېےۍێۑ", "ي"),
    **dict.fromkeys("کڪگڭڬ", "ك"),
    **dict.fromkeys("ةہھەۀۃۂ", "ه"),
    **dict.fromkeys("ٶۆۇۈۋ", "و"),
    "پ": "ب",
    "چ": "ج",
    "ڤ": "ف",
    "ڨ": "ق",
    "ژ": "ز",
    "ٹ": "ت",
    "ڈ": "د",
    "ڑ": "ر",
    "ں": "ن",
    "ٴ": "",
    "ـ": "",
    **dict(zip("ךםןףץ", "כמנפצ", strict=True)),
    "װ": "וו",
    "ױ": "וי",
    "ײ": "יי",
    "־": "-",
    **dict.fromkeys(SINGLE_QUOTES, "'"),
    **dict.fromkeys(DOUBLE_QUOTES, '"'),
    **dict.fromkeys("‐‑‒–—−", "-"),
    **dict(zip("،؛؟٪٫٬", ",;?%.,", strict=True)),
    ZERO_WIDTH_SPACE: " ",
    "ı": "i",
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "ħ": "h",
    "æ": "ae",
    "œ": "oe",
    "þ": "th",
    "ə": "e",
}


def _step(letter: str) -> str:
    """Fold one code point once."""
    same = _SAME.get(letter)
    if same is not None:
        return same
    digit = unicodedata.decimal(letter, None)
    if digit is not None:
        return str(digit)
    category = unicodedata.category(letter)
    if category[0] == "M" or category == "Cf":
        return ""
    return unicodedata.normalize("NFKD", letter.casefold())


def _fold_letter(letter: str) -> str:
    """Fold one code point until nothing changes any more."""
    for _ in range(8):
        after = "".join(map(_step, letter))
        if after == letter:
            break
        letter = after
    return letter


class Letters(dict[int, str]):
    """A table for `str.translate` that learns each code point when it first meets it."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold_letter(chr(code))
        return folded


LETTERS = Letters()


def fold(text: str) -> str:
    """Return the text as search sees it: one spelling for what readers take for one word.

    Vowel signs, accents and dots go, letter variants of Arabic, Persian, Urdu and Hebrew are
    united, digits become 0-9, quotes straight, case and direction marks vanish. Folding twice
    changes nothing.
    """
    return text.lower() if text.isascii() else text.translate(LETTERS)
