"""The kinds of records a programme has to account for; rooms list theirs in ``retention.py``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.module_loading import autodiscover_modules

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from goodoffices.core.models import Membership, Programme, User


Rows = Sequence[Any]


Why = dict[int, list[str]]
Ask = Callable[[Rows, "Membership | None"], Why]
"""Of some records, by id: why they may not go. Where a member is given, only from records that the
member may see: a reason must not tell that something hidden is there."""


@dataclass(frozen=True, slots=True)
class Purge:
    """How records of a kind go: ``way`` is delete, anonymise, empty (a form) or remove (bytes).

    ``due`` gives those older than a moment that have not gone yet, whoever may see them, in the
    order of their ids; ``seen`` leaves those a member may see; ``why_not`` says of some which may
    not go and why; ``go`` does it inside the caller's transaction and returns the ids of stored
    files that these records needed. ``action`` is what the audit log says of each, of the record
    that ``record_of`` names; empty where ``go`` says it itself. ``early``: some may be due before
    the programme said any period, because somebody wishes it.
    """

    way: str
    due: Callable[[Programme, datetime], QuerySet[Any]]
    seen: Callable[[QuerySet[Any], Membership], QuerySet[Any]]
    why_not: Ask
    go: Callable[[Rows, User | None], set[int]]
    action: str = "core.record.purged"
    record_of: Callable[[Any], Any] = lambda row: row
    early: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of record as the data-protection page names it.

    ``name`` is `core.access.kind_of` of its model where it has one; ``holds`` says in a sentence
    what of people is in it; ``purge`` how records go whose time is over, None where a person does
    it; ``page`` is the address of one, by its code, where a legal hold can be put on them.
    """

    name: str
    label: str | Promise
    holds: str | Promise
    purge: Purge | None = None
    page: str = ""


KINDS: dict[str, Kind] = {}
AGAINST: dict[str, list[Ask]] = {}


def register(*found: Kind) -> None:
    """Add kinds of records, in the order in which a page lists them."""
    KINDS.update({kind.name: kind for kind in found})


def against(kind: str, ask: Ask) -> None:
    """Have records of a kind of a lower floor held back by what this room knows of them."""
    AGAINST.setdefault(kind, []).append(ask)


def kinds() -> dict[str, Kind]:
    """Return every kind by its name; reads the rooms' ``retention.py`` once."""
    autodiscover_modules("retention")
    from goodoffices.core.retention import house  # noqa: F401 - the core's own, after the rooms'

    return KINDS
