"""What the site-wide search finds in this room: code names, cases, acts and norms.

Each kind is counted and shown within `visible_to`; identities are not asked, so that a real name
is answered like any other word that stands nowhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from goodoffices import codebook
from goodoffices.core import search
from goodoffices.core.models import Membership
from goodoffices.methods.text import Query
from goodoffices.monitor.queries.searching import (
    MOST_SOURCES,
    SHOWN,
    Hit,
    Kind,
    Room,
    Section,
    hit,
    holds,
)
from goodoffices.rights.models import Act, Case, Group, Norm, Person

LANGUAGES = ("en", "ar", "he")
KINDS = {
    "case": Kind(_("Cases"), "rights:case", "rights:cases", Case, "case_kinds"),
    "act": Kind(pgettext_lazy("human rights", "Acts"), "rights:act", "rights:acts", Act),
    "person": Kind(_("Persons"), "rights:person", "rights:people", Person),
    "group": Kind(_("Groups"), "rights:group", "rights:groups", Group, "group_kinds"),
    "norm": Kind(_("Norms"), "rights:norms", "rights:norms", anchored=True),
}


@dataclass(frozen=True, slots=True)
class NormFound:
    """A norm as the search shows it; ``code`` is where it stands on the page of norms."""

    code: str
    said: str
    caption: str
    language: str
    tlp: int = 0


def find(asked: Query, text: str, member: Membership) -> Iterator[Section]:
    """Yield what is found in each kind."""
    for kind, entry in KINDS.items():
        if entry.model is not None:
            yield _section(kind, entry.model, asked, text, member)
    yield _norms(asked, member)


def _section(kind: str, model: Any, asked: Query, text: str, member: Membership) -> Section:
    rows: QuerySet[Any] = model.objects.visible_to(member).filter(
        search.matching(kind, text, member)
    )
    shown = list(rows.order_by("-created_at", "pk")[:SHOWN])
    total = rows.count() if len(shown) == SHOWN else len(shown)
    return Section(kind, [_hit(kind, row, asked) for row in shown], total)


def _hit(kind: str, row: Any, asked: Query) -> Hit:
    if kind == "case":
        return hit(row, row.title, asked, [(row.summary, row.language)] if row.summary else [])
    if kind == "act":
        said = codebook.load().label("act_types", row.kind, _language())
        return hit(row, said, asked, [(row.description, row.language)] if row.description else [])
    return hit(row, row.codename, asked, _otherwise(row))


def _otherwise(subject: Person | Group) -> list[tuple[str, str]]:
    """Return the word of a code name in the other languages, where the team chose no name."""
    words = codebook.load()["code_words"]
    if subject.alias or subject.word not in words:
        return []
    others = [one for one in LANGUAGES if one != _language()]
    return [(words[subject.word].label(one), one) for one in others]


def _norms(asked: Query, member: Membership) -> Section:
    """Look through the norms: they are few, and the same for all members."""
    found = [one for one in _all_norms() if holds(f"{one.said}\n{one.caption}", asked)]
    hits = [hit(one, one.said, asked, [(one.caption, one.language)]) for one in found[:SHOWN]]
    return Section("norm", hits, len(found))


def _all_norms() -> Iterator[NormFound]:
    language = _language()
    for entry in codebook.load()["norms"]:
        yield NormFound(entry.id, entry.label(language), entry.definition(language), language)
    for norm in Norm.objects.order_by("citation")[:MOST_SOURCES]:
        yield NormFound(norm.code, norm.citation, norm.caption, norm.language)


def _language() -> str:
    return (get_language() or "en")[:2]


ROOM = Room("rights.view", KINDS, find)
