"""What the program has learnt about when two reports tell of one event: numbers, nothing else.

A model is a base (trees that came with the program, or weights set by hand), where the bands of
certainty begin, and a correction in the ways of one programme.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Literal

from goodoffices.codebook.errors import InvalidInput

from .trees import Trees

if TYPE_CHECKING:
    from .table import Floats, Table, Whole

Band = Literal["near_certain", "likely", "possible"]
SHIPPED, BY_HAND = "shipped-1", "by-hand"
BANDS: dict[Band, float] = {"near_certain": 0.88, "likely": 0.4, "possible": 0.08}
THRESHOLD = 0.4
"""Pairs at least this likely are put together, by the shipped model; fixed on the labelled set."""

BANDS_BY_HAND: dict[Band, float] = {"near_certain": 0.95, "likely": 0.3, "possible": 0.08}
THRESHOLD_BY_HAND = 0.3


@dataclass(frozen=True, slots=True)
class Model:
    """How likely two reports tell of one event.

    ``base`` names the trees, or is "by-hand"; ``ways`` are log-odds learnt from a programme's own
    decisions (`learning.WAYS`), of which there were ``decisions``.
    """

    base: str = SHIPPED
    bands: dict[Band, float] = field(default_factory=lambda: dict(BANDS))
    threshold: float = THRESHOLD
    ways: dict[str, float] = field(default_factory=dict)
    decisions: int = 0

    @classmethod
    def shipped(cls) -> Model:
        """Return the model that comes with the program, learnt from labelled records."""
        return cls()

    @classmethod
    def unlearnt(cls) -> Model:
        """Return a model with no learnt number in it: weights by hand, and the rule of rivals."""
        return cls(BY_HAND, dict(BANDS_BY_HAND), THRESHOLD_BY_HAND)

    @property
    def trees(self) -> tuple[Trees, Trees] | None:
        """The trees for a pair alone and for a pair beside its rivals; None by hand."""
        return None if self.base == BY_HAND else _trees(self.base)

    def band(self, probability: float) -> Band | None:
        """Return the band a probability falls into, or None where it is no suggestion."""
        for name, least in self.bands.items():
            if probability >= least:
                return name
        return None

    def correction(self, table: Table, i: Whole, j: Whole) -> Floats | float:
        """Return what the programme's own decisions add to each pair's log-odds."""
        if not self.ways:
            return 0.0
        import numpy as np

        from .learning import WAYS, facts

        weights = np.array([self.ways.get(name, 0.0) for name in WAYS])
        added: Floats = weights @ facts(table, i, j)
        return added

    def to_json(self) -> str:
        """Return the model as text that `from_json` reads."""
        kept = {name: getattr(self, name) for name in self.__slots__}
        return json.dumps(kept, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Model:
        """Read a model from the text `to_json` wrote. Raises `InvalidInput`."""
        try:
            kept = json.loads(text)
            kept["bands"] = {name: float(kept["bands"][name]) for name in BANDS}
            made = cls(**{name: kept[name] for name in cls.__slots__})
        except (ValueError, TypeError, KeyError):
            raise InvalidInput("This is not a linkage model of this program.") from None
        if made.base not in (SHIPPED, BY_HAND):
            raise InvalidInput(f"This program does not have the base {made.base[:40]!r}.")
        return made


@cache
def _trees(base: str) -> tuple[Trees, Trees]:
    file = resources.files("goodoffices.methods.linkage").joinpath(f"{base}.json")
    plain = json.loads(file.read_bytes())
    return Trees.from_plain(plain["alone"]), Trees.from_plain(plain["beside_rivals"])
