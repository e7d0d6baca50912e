"""How a room puts itself into the rail: it lists its entries in a module ``navigation``."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class RailEntry:
    """One way into a room.

    ``url_name`` takes the programme's slug. ``covers`` are the beginnings of the view names at
    which the entry is the current one (the longest match of all entries wins); without them it is
    ``url_name`` itself. ``order`` sorts the rail: 10 to 49 daily work, 50 and more the house.
    """

    label: str | Promise
    url_name: str
    icon: str
    permission: str = "core.view"
    order: int = 40
    covers: tuple[str, ...] = ()

    def match(self, view_name: str) -> int:
        """Return how well the entry fits a view: the length of what it covers of its name."""
        names = self.covers or (self.url_name,)
        return max((len(name) for name in names if view_name.startswith(name)), default=0)


ENTRIES = (
    RailEntry(
        _("Places"),
        "core:places",
        "place",
        order=30,
        covers=("core:place", "core:gazetteer", "core:boundaries"),
    ),
    RailEntry(_("Parties"), "core:parties", "party", order=32, covers=("core:part",)),
    RailEntry(
        _("Files"),
        "core:evidence-list",
        "file",
        order=34,
        covers=("core:evidence", "core:bundle"),
    ),
    RailEntry(_("Saved views"), "core:views", "save", order=48, covers=("core:view",)),
    RailEntry(_("Tasks"), "core:tasks", "task", order=60, covers=("core:task",)),
    RailEntry(_("History"), "core:history", "history", "core.audit", 62),
    RailEntry(
        _("Members"), "core:members", "member", "core.members", 70, ("core:member", "core:roles")
    ),
    RailEntry(
        _("Settings"),
        "core:settings",
        "settings",
        "core.settings",
        72,
        ("core:settings", "core:office", "monitor:verification"),
    ),
    RailEntry(
        _("Data protection"),
        "core:protection",
        "info",
        order=64,
        covers=("core:protection", "core:retention", "core:purge", "core:hold"),
    ),
    RailEntry(_("Close for now"), "core:emergency", "lock", "core.lock", 76),
    RailEntry(_("Tokens"), "core:tokens", "key", "core.tokens", 74, ("core:token",)),
)
