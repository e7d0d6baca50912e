"""What the situation page says of one matter, and what other rooms add to what waits there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from goodoffices.core.models import Membership


@dataclass(frozen=True, slots=True)
class Note:
    """One thing worth knowing: a mark, a title that is a link, a sentence."""

    mark: str
    title: str
    text: str
    url: str


Ask = Callable[["Membership"], list[Note]]
ASKED: list[Ask] = []
"""Rooms above this one add a function each when the program starts: what waits for a member."""


def waits_elsewhere(member: Membership) -> list[Note]:
    """Return what waits for the member in other rooms."""
    return [note for ask in ASKED for note in ask(member)]
