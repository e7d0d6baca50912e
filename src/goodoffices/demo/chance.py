"""Chance that can be repeated: named streams of random numbers under one seed."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping, Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


def stream(seed: int, *names: object) -> Random:
    """Return a generator of its own for each name, so that one part never disturbs another."""
    text = "/".join([str(seed), *map(str, names)])
    return Random(int.from_bytes(hashlib.sha256(text.encode()).digest()[:8]))  # noqa: S311


def pick(rng: Random, weights: Mapping[T, float]) -> T:
    """Draw one key with chances in proportion to the weights."""
    return rng.choices(list(weights), list(weights.values()))[0]


def poisson(rng: Random, mean: float) -> int:
    """Draw a count with the given mean (Knuth's product method; for means below 50)."""
    limit, product, count = math.exp(-mean), rng.random(), 0
    while product > limit:
        product *= rng.random()
        count += 1
    return count


def shuffled(rng: Random, items: Sequence[T]) -> list[T]:
    """Return the items in a drawn order, leaving the sequence as it was."""
    return rng.sample(items, len(items))
