"""Every action the log can hold, with its meaning; rooms register theirs in ``actions.py``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.functional import Promise

ACTIONS: dict[str, Promise | str] = {}
Saying = Callable[[Mapping[str, Any]], str | None]
SAYINGS: dict[str, Saying] = {}
READS: set[str] = set()


def register(actions: Mapping[str, Promise | str]) -> None:
    """Add a room's actions: dotted name to a phrase that continues "so-and-so ..."."""
    for name, meaning in actions.items():
        if ACTIONS.setdefault(name, meaning) is not meaning:
            raise ValueError(f"the audit action {name} is registered twice")


def reading(*names: str) -> None:
    """Say that actions only note that somebody read: they go on while a programme is read-only."""
    READS.update(names)


def saying(*names: str) -> Callable[[Saying], Saying]:
    """Register a function that says actions more exactly, from an entry's data (or None)."""

    def keep(function: Saying) -> Saying:
        SAYINGS.update(dict.fromkeys(names, function))
        return function

    return keep


def said(action: str, data: Mapping[str, Any]) -> Promise | str:
    """Return the phrase for an entry: with its value where one phrase can hold it."""
    exact = SAYINGS[action](data) if action in SAYINGS else None
    return exact or ACTIONS.get(action, action)
