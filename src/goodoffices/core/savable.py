"""Which pages can be saved as views: a room lists its own in a module ``savable``.

A view keeps only what its page is known to ask for in its address; nothing else of an address is
stored or opened.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class SavablePage:
    """A list whose whole state is in its address.

    ``parameters`` are the names of its filters and its order. ``records`` says which of them hold
    codes of records, and of what kind (`core.access.kind_of`): a view that names a record is only
    there for those who may see that record.
    """

    url_name: str
    label: str | Promise
    parameters: frozenset[str]
    permission: str = "core.view"
    records: Mapping[str, str] = field(default_factory=dict)


PAGES = [
    SavablePage(
        "core:evidence-list",
        _("Files"),
        frozenset({"q", "kind"}),
        records={"q": "core.evidence"},
    )
]


@lru_cache(maxsize=1)
def pages() -> dict[str, SavablePage]:
    """Return the pages of every room by the names of their views."""
    found: list[SavablePage] = []
    for app in apps.get_app_configs():
        name = f"{app.name}.savable"
        if app.name.startswith("goodoffices.") and find_spec(name):
            found += import_module(name).PAGES
    return {page.url_name: page for page in found}
