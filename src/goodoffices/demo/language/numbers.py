"""Counted nouns as each language wants them.

English has one and many. Hebrew counts in the gender of the noun, and a few nouns have a dual.
Arabic has a dual with cases; from three to ten the numeral takes the other gender and the noun
the plural; from eleven the noun stands in the singular accusative; round hundreds take the plain
singular. Numbers up to ten are words, above that digits.
"""

from __future__ import annotations

from collections.abc import Sequence

from goodoffices.demo.tables import table

Parts = Sequence[tuple[str, int]]
"""People or things counted by noun, as in ``[("man", 2), ("woman", 1)]``."""

BARE = frozenset({"man", "woman", "boy", "girl", "child", "fighter"})
"""Nouns that stand alone for one in Hebrew and Arabic: "a man", not "one man"."""


def counted(language: str, noun: str, count: int, case: str = "n") -> str:
    """Return a noun with its number; ``case`` is n(ominative), g(enitive) or a(ccusative)."""
    forms = table("words")["nouns"][noun][language]
    if language == "ar":
        return _arabic(forms, count, case)
    if language == "he":
        return _hebrew(forms, count, bare=noun in BARE)
    words = table("words")["numbers"]["en"]
    number = words[count] if count <= 10 else str(count)
    return f"{number} {forms[0] if count == 1 else forms[1]}"


def _arabic(forms: Sequence[str], count: int, case: str) -> str:
    one, two, two_g, few, many, gender = forms
    if count == 1:
        return many if case == "a" else one
    if count == 2:
        return two if case == "n" else two_g
    if 3 <= count <= 10:
        words = table("words")["numbers"]["ar_m" if gender == "m" else "ar_f"]
        return f"{words[count]} {few}"
    rest = count % 100
    noun = few if 3 <= rest <= 10 else many if rest > 10 else one
    return f"{count} {noun}"


def _hebrew(forms: Sequence[str], count: int, *, bare: bool) -> str:
    one, many, gender, *dual = forms
    words = table("words")["numbers"]["he_m" if gender == "m" else "he_f"]
    if count == 1:
        return one if bare else f"{one} {words[1]}"
    if count == 2 and dual:
        return str(dual[0])
    return f"{words[count] if count <= 10 else count} {many}"


def category(language: str, count: int) -> str:
    """Return the plural category a clause is written for: one, two, few or many."""
    if count == 1:
        return "one"
    if language != "ar":
        return "many"
    if count == 2:
        return "two"
    return "few" if 3 <= count % 100 <= 10 else "many"


def clause(language: str, name: str, count: int) -> str:
    """Return a clause whose verb agrees with its counted noun."""
    entry = table("words")["clauses"][name]
    form: str = entry[language][category(language, count)]
    return form.format(n=counted(language, entry["noun"], count))


def listed(language: str, parts: Parts, case: str = "n") -> str:
    """Return several counted nouns as one phrase: "two men, one woman and one child"."""
    phrases = [counted(language, noun, count, case) for noun, count in parts if count]
    if language == "ar":
        return " و".join(phrases)
    if len(phrases) < 2:
        return "".join(phrases)
    joint = " and " if language == "en" else " ו"
    return ", ".join(phrases[:-1]) + joint + phrases[-1]


def gender(language: str, parts: Parts) -> str:
    """Return the gender of the first counted noun, with which a verb before it agrees."""
    noun = next(noun for noun, count in parts if count)
    position = {"ar": 5, "he": 2}[language]
    found: str = table("words")["nouns"][noun][language][position]
    return found


def agreed(language: str, parts: Parts, forms: tuple[str, str, str]) -> str:
    """Return the verb form for these people: (one man, one woman, many).

    Before its subject an Arabic verb stays singular and agrees in gender alone; a Hebrew verb
    agrees in number too.
    """
    total = sum(count for _, count in parts)
    if language == "he" and total > 1:
        return forms[2]
    return forms[0] if gender(language, parts) == "m" else forms[1]
