"""Other spellings of a name, as people really write it: no spelling is wrong.

Each language has its own habits: doubled letters and older digraphs in Latin script, hamza,
taa marbuta and the letter for *v* in Arabic, full and defective vowels in Hebrew.
"""

from __future__ import annotations

import re

HABITS: dict[str, tuple[tuple[str, str], ...]] = {
    "en": (
        (r"(?<=[aeiou])th\b", "t"),
        (r"v", "w"),
        (r"sh", "sch"),
        (r"\bK", "C"),
        (r"(?<=[bdgklmnrstvz])ar", "aar"),
        (r"e(?=[lnr])", "a"),
        (r"(?<=[aeo])l(?=[aeo])", "ll"),
        (r"i(?=[lmnr])", "e"),
        (r"or\b", "ur"),
        (r"u(?=[lmnr])", "ou"),
    ),
    "ar": (
        (r"ف", "ڤ"),
        (r"ا$", "ة"),
        (r"^[أإ]", "ا"),
        (r"غ", "ج"),
        (r"ث$", "ت"),
        (r"(?<=[بدركلمنستفز])ا(?=[رلن])", ""),
        (r"(?<=[بدركلمنستفز])و(?=[رلن])", ""),
        (r"(?<!^)ي(?=[رلن])", ""),
        (r"ت", "ط"),
        (r"(?<=[كلمنسر])(?=[رلند]$)", "ي"),
    ),
    "he": (
        (r"ט", "ת"),
        (r"וו", "ו"),
        (r"ה$", "א"),
        (r"(?<=^[^אוי])(?=[לרנמ])", "א"),
        (r"ק", "כ"),
        (r"(?<=[לנרס])(?=[לנרםן]$)", "י"),
        (r"(?<=[^אהוי])ו(?=[לרנ])", ""),
        (r"ת$", "ט"),
        (r"^ו", "וו"),
        (r"(?<=[^אהוי])י(?=[לרנמ])", ""),
    ),
}
"""By language, (pattern, replacement); the first that changes a name gives its first variant."""


def spellings(name: str, language: str, most: int = 3) -> tuple[str, ...]:
    """Return other spellings of one name, at most ``most``, commonest habit first."""
    found: dict[str, None] = {}
    for pattern, replacement in HABITS[language]:
        other = re.sub(pattern, replacement, name, count=1)
        if other != name and len(other) > 2:
            found[other] = None
    return tuple(found)[:most]
