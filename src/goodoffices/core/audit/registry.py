"""Every action the log can hold, with its meaning; rooms register theirs in ``actions.py``."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise

ACTIONS: dict[str, Promise | str] = {}


def register(actions: Mapping[str, Promise | str]) -> None:
    """Add a room's actions: dotted name to a phrase that continues "so-and-so ..."."""
    for name, meaning in actions.items():
        if ACTIONS.setdefault(name, meaning) is not meaning:
            raise ValueError(f"the audit action {name} is registered twice")
