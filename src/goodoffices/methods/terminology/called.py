"""Finding names as they are written: of parties, of sources, with particles before them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, TypeVar

from .forms import words
from .matching import Index, exact, longest

K = TypeVar("K")
SHORTEST = 2


class Called(Generic[K]):
    """Names, each with what it stands for, made ready to be looked for in many texts.

    A name in Latin script is met only with a capital; Arabic and Hebrew ones with whatever
    particles stand before them.
    """

    def __init__(self, names: Iterable[tuple[str, K]]) -> None:
        self._of: dict[str, K] = {}
        for name, key in names:
            if len(name.strip()) >= SHORTEST and any(words(name)):
                self._of.setdefault(name, key)
        self._index = Index(map(exact, self._of))

    def met(self, text: str) -> list[tuple[int, int, K]]:
        """Return where names stand and what each stands for; of those that overlap the longest."""
        met = self._index.met(list(words(text)))
        return [
            (start, end, self._of[term.said])
            for start, end, term in longest(met)
            if not (text[start].isascii() and text[start].islower())
        ]
