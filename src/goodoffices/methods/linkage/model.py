"""What a program has learnt about when two reports tell of one event; numbers, nothing else."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from typing import Literal

Band = Literal["near_certain", "likely", "possible"]

BANDS: dict[Band, float] = {"near_certain": 0.9, "likely": 0.5, "possible": 0.1}


@dataclass(frozen=True, slots=True)
class Model:
    """How much each fact speaks for one event: natural log-odds, and where the bands begin."""

    weights: dict[str, float] = field(default_factory=dict)
    bands: dict[Band, float] = field(default_factory=lambda: dict(BANDS))

    @classmethod
    def shipped(cls) -> Model:
        """Return the model that comes with the program."""
        return cls.unlearnt()

    @classmethod
    def unlearnt(cls) -> Model:
        """Return a model with no learned number in it: weights set by hand."""
        return cls(dict(BY_HAND))

    def band(self, probability: float) -> Band | None:
        """Return the band a probability falls into, or None where it is no suggestion."""
        for name, least in self.bands.items():
            if probability >= least:
                return name
        return None

    def to_json(self) -> str:
        """Return the model as text that `from_json` reads."""
        return json.dumps({"weights": self.weights, "bands": self.bands}, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Model:
        """Read a model from the text `to_json` wrote."""
        return cls(**json.loads(text))


def probability(log_odds: float) -> float:
    """Return the probability of natural log-odds."""
    return 1 / (1 + math.exp(-max(-40.0, min(40.0, log_odds))))


BY_HAND = {
    "start": -3.5,
    "same_day": 1.5,
    "days_overlap": 0.7,
    "days_apart": -0.9,
    "same_spot": 2.0,
    "km_apart": 1.6,
    "per_km": -0.12,
    "same_killed": 0.6,
    "same_killed_many": 3.0,
    "killed_close": 0.4,
    "killed_differ": -1.0,
    "same_injured": 1.5,
    "injured_close": 0.3,
    "injured_differ": -0.8,
    "same_type": 0.8,
    "types_related": 0.3,
    "types_differ": -1.5,
    "same_parties": 0.8,
    "some_parties": 0.4,
    "parties_differ": -1.0,
    "same_file": 4.0,
    "same_photo": 4.0,
    "same_link": 3.0,
    "same_words": 3.0,
}
