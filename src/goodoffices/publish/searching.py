"""What the site-wide search finds in this room: publications by the titles of their texts."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from goodoffices.core.models import Membership
from goodoffices.methods.text import Query
from goodoffices.monitor.queries.searching import SHOWN, Hit, Kind, Room, Section, hit, holds
from goodoffices.publish.flow.queries import titles_of
from goodoffices.publish.models import Publication, Text

MOST = 2_000
"""So many publications are looked through, the last begun first."""

KINDS = {
    "publication": Kind(
        _("Publications"),
        "publish:publication",
        "publish:publications",
        Publication,
        "publication_kinds",
    )
}


def find(asked: Query, text: str, member: Membership) -> Iterator[Section]:
    """Yield the publications one of whose latest titles or summaries holds what was asked."""
    seen = Publication.objects.visible_to(member).order_by("-created_at", "pk")
    rows = {one.pk: one for one in seen[:MOST]}
    said: dict[int, dict[str, tuple[str, str]]] = {}
    texts = Text.objects.filter(publication__in=rows).order_by("number")
    for pk, language, title, summary in texts.values_list(
        "publication", "language", "title", "summary"
    ):
        said.setdefault(pk, {})[language] = (title, summary)
    found = [one for pk, one in rows.items() if _holds(said.get(pk, {}), asked)]
    titles = titles_of(found[:SHOWN])
    hits = [_hit(one, titles[one.pk], asked, said[one.pk]) for one in found[:SHOWN]]
    yield Section("publication", hits, len(found))


def _holds(said: dict[str, tuple[str, str]], asked: Query) -> bool:
    return any(holds("\n".join(both), asked) for both in said.values())


def _hit(row: Publication, title: str, asked: Query, said: dict[str, tuple[str, str]]) -> Hit:
    others = [
        (one, spoken) for spoken, both in said.items() for one in both if one and one != title
    ]
    return hit(row, title, asked, others)


ROOM = Room("publish.view", KINDS, find)
