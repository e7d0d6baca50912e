"""Names of languages as forms write them, and the codes they stand for."""

from __future__ import annotations

import re

# Names in their own language and in English; others are kept as the form has them.
NAMES: dict[str, str] = {
    "arabic": "ar",
    "العربية": "ar",
    "عربي": "ar",
    "عربية": "ar",
    "english": "en",
    "hebrew": "he",
    "עברית": "he",
    "french": "fr",
    "français": "fr",
    "spanish": "es",
    "español": "es",
    "russian": "ru",
    "русский": "ru",
    "kurdish": "ku",
    "kurmanji": "kmr",
    "sorani": "ckb",
    "کوردی": "ckb",
    "turkish": "tr",
    "türkçe": "tr",
    "persian": "fa",
    "farsi": "fa",
    "فارسی": "fa",
    "portuguese": "pt",
    "swahili": "sw",
    "somali": "so",
    "amharic": "am",
    "tigrinya": "ti",
    "urdu": "ur",
    "pashto": "ps",
    "dari": "prs",
    "ukrainian": "uk",
    "german": "de",
    "italian": "it",
}
IN_BRACKETS = re.compile(r"\(\s*([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\s*\)\s*\Z")
CODE = re.compile(r"[a-z]{2}(?:-[A-Za-z0-9]{2,8})*\Z")


def language_code(name: str) -> str:
    """Return the BCP-47 code of a language as a form names it: "English (en)" gives "en".

    "Arabic" and "العربية" are known as well; a name that is not known is returned as it stands.
    """
    tidy = name.strip()
    if found := IN_BRACKETS.search(tidy):
        return found.group(1).lower() if "-" not in found.group(1) else found.group(1)
    if CODE.match(tidy):
        return tidy
    return NAMES.get(tidy.casefold(), tidy)
