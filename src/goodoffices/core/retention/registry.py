"""The kinds of records a programme has to account for; rooms list theirs in ``retention.py``."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.module_loading import autodiscover_modules


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of record as the data-protection page names it.

    ``name`` is `core.access.kind_of` of its model where it has one; ``holds`` says in a sentence
    what of people is in it.
    """

    name: str
    label: str | Promise
    holds: str | Promise


KINDS: dict[str, Kind] = {}


def register(*found: Kind) -> None:
    """Add kinds of records, in the order in which a page lists them."""
    KINDS.update({kind.name: kind for kind in found})


def kinds() -> dict[str, Kind]:
    """Return every kind by its name; reads the rooms' ``retention.py`` once."""
    autodiscover_modules("retention")
    from goodoffices.core.retention import house  # noqa: F401 - the core's own, after the rooms'

    return KINDS
