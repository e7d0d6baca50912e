"""What can be ticked in a filter bar."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that can be ticked: its value, what it is called, how deep it stands."""

    value: str
    label: str
    chosen: bool
    depth: int = 0


def chosen_label(options: Iterable[Option], nothing: str) -> str:
    """Return what the chip of a filter says: what is chosen, or that nothing is."""
    labels = [option.label for option in options if option.chosen]
    if not labels:
        return nothing
    return labels[0] if len(labels) == 1 else f"{labels[0]} +{len(labels) - 1}"
