"""How an address of the program is declared for the tests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from goodoffices.core.models import Membership
from tests.cast import Cast

Exhibit = Callable[[Cast, Membership, int], str]
"""Makes a record under a mark, as the member would find it; returns its code."""


@dataclass(frozen=True)
class Address:
    """One address inside a programme.

    ``permission`` is what it asks for; ``exhibit`` makes the record it speaks of; ``hides`` says
    that a record above the member's clearance must look like none; ``gets`` and ``posts`` are the
    ways it answers; ``also`` is the status it may give beside 200, 302 and 400 (409: not now);
    ``besides`` are further parts of the address.
    """

    permission: str = "core.view"
    exhibit: Exhibit | None = None
    hides: bool = False
    gets: bool = True
    posts: bool = False
    argument: str = "code"
    fixed: str = ""
    also: int = 200
    besides: tuple[tuple[str, str | int], ...] = ()


def form(permission: str = "core.view", exhibit: Exhibit | None = None, **more: Any) -> Address:
    """A page that also takes its own form."""
    return Address(permission, exhibit, posts=True, **more)


def act(permission: str, exhibit: Exhibit | None = None, **more: Any) -> Address:
    """An address that only takes forms."""
    return Address(permission, exhibit, gets=False, posts=True, **more)


VERSION = (("number", 1),)
"""The first version of a form."""
