"""A stretch of a text that gives something away."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Found:
    """Where something stands in a text as offsets, what kind it is, how exact it is in metres."""

    start: int
    end: int
    kind: str
    exact_m: float | None = None


def apart(found: list[Found]) -> list[Found]:
    """Keep of stretches that overlap the one that begins first, and of those the longest."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept
