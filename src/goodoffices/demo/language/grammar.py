"""Phrase books: pools of sentences with choices and slots, drawn without quick repetition."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from functools import cache
from importlib.resources import files
from random import Random

CHOICE = re.compile(r"\[([^\[\]]*)\]")
SLOT = re.compile(r"\{([a-z_0-9]+(?:\.[ga])?)\}")
JOINED = re.compile(r"([בלכ])\{(place|other_place|spot|district_seat)\}")
TAGS = re.compile(r"^(?:@[a-z]+ )+")
"""A sentence so marked is kept for texts that have all its tags: many, fire, harm, ..."""


@cache
def phrase_book(language: str) -> Mapping[str, tuple[str, ...]]:
    """Return the pools of a language: sentences by "kind.section"."""
    path = files("goodoffices.demo") / "data" / f"phrases.{language}.txt"
    pools: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            lines = pools.setdefault(line[3:].strip(), [])
        elif line.strip() and not line.startswith("#"):
            lines.append(line)
    return {name: tuple(found) for name, found in pools.items()}


class Phrases:
    """Draws sentences of one language; a pool is gone through before a sentence comes again."""

    def __init__(self, language: str, rng: Random) -> None:
        self.language = language
        self._rng = rng
        self._decks: dict[str, list[str]] = {}

    def has(self, pool: str) -> bool:
        """Say whether the phrase book has such a pool."""
        return pool in phrase_book(self.language)

    def draw(self, pool: str, facts: Mapping[str, str], tags: Set[str] = frozenset()) -> str:
        """Return one sentence of the pool that the tags allow, choices made and slots filled."""
        deck = self._decks.setdefault(pool, [])
        for _ in range(2):
            for number, template in enumerate(deck):
                marks = TAGS.match(template)
                if marks is None or tags >= {mark[1:] for mark in marks[0].split()}:
                    return self._fill(TAGS.sub("", deck.pop(number)), facts)
            fresh = list(phrase_book(self.language)[pool])
            self._rng.shuffle(fresh)
            deck.extend(fresh)
        raise LookupError(pool)

    def _fill(self, template: str, facts: Mapping[str, str]) -> str:
        while "[" in template:
            template = CHOICE.sub(lambda m: self._rng.choice(m[1].split("|")), template, count=1)
        if self.language == "he":
            template = JOINED.sub(lambda m: joined(m[1], facts[m[2]]), template)
        text = SLOT.sub(lambda m: facts[m[1]], template)
        text = re.sub(r"\s+([.,،])", r"\1", re.sub(r"  +", " ", text)).strip()
        return text[:1].upper() + text[1:] if self.language == "en" else text


def joined(prefix: str, name: str) -> str:
    """Return a Hebrew name behind ב, ל or כ, which swallow the article of a common noun."""
    article = name.startswith(("העיר ", "הרובע ", "הדרך ", "הגבעה ", "השוק ", "הכיכר "))
    return prefix + (name[1:] if article else name)
