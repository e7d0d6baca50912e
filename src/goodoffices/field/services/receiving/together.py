"""New submissions that arrive at the same moment are committed together, with one flush.

A flush to the disk takes milliseconds, and each programme's audit chain lets one transaction
through at a time: one flush a post would be the limit of the intake. So whoever comes while
another commits waits, and is then taken along by the first of those who waited: as late as can
be, once it has its turn to write, so that those who came while it waited for other processes are
taken along as well. Nobody is answered before the common commit.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

N = TypeVar("N")
R = TypeVar("R")

MOST = 64
"""Posts in one transaction: none waits for more than so many others."""


@dataclass(slots=True)
class _Place(Generic[N, R]):
    """Somebody who waits, and what came of it."""

    new: N
    done: bool = False
    outcome: R | None = None
    error: Exception | None = None


class Together(Generic[N, R]):
    """Does the work of several threads at once.

    ``work`` gets the piece it was called for, and a function that hands it all the pieces that
    wait, which it calls once it has its turn; it returns an outcome for each, in that order. A
    fault of it is everybody's.
    """

    def __init__(self, work: Callable[[N, Callable[[], Sequence[N]]], Sequence[R]]) -> None:
        self._work = work
        self._waiting: dict[int, list[_Place[N, R]]] = defaultdict(list)
        self._gates: dict[int, threading.Lock] = defaultdict(threading.Lock)
        self._book = threading.Lock()

    def do(self, key: int, new: N) -> R:
        """Return the outcome of one piece; only pieces of the same key are done together."""
        place: _Place[N, R] = _Place(new)
        with self._book:
            self._waiting[key].append(place)
            gate = self._gates[key]
        with gate:
            if not place.done:
                self._do(key, new)
        if place.error is not None:
            raise place.error
        return place.outcome  # type: ignore[return-value]

    def _next(self, key: int) -> list[_Place[N, R]]:
        """Take the longest waiting off the list; whoever holds the gate is among them."""
        with self._book:
            batch = self._waiting[key][:MOST]
            del self._waiting[key][:MOST]
            return batch

    def _do(self, key: int, new: N) -> None:
        batch: list[_Place[N, R]] = []

        def take() -> list[N]:
            batch.extend(self._next(key))
            return [place.new for place in batch]

        try:
            outcomes = self._work(new, take)
            for place, outcome in zip(batch, outcomes, strict=True):
                place.outcome = outcome
        except Exception as error:
            for place in batch or self._next(key):
                place.error, place.done = error, True
        finally:
            for place in batch:
                place.done = True
