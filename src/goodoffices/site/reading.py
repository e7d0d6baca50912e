"""What the public may read: the queries behind every public page, and no others.

They run within `confining.as_public`; what they return is plain values, so that nothing can be
asked of the database afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connections

from goodoffices.publish.models import ReleasedDataset, ReleasedFile, ReleasedPage, ReleasedSite

REPORTS = frozenset({"report", "brief"})
_IN_LISTS = (
    *("address", "language", "kind", "edition", "title", "summary", "topics", "languages"),
    *("published_at", "changed_at", "corrections", "corrects", "withdrawn_at"),
)


_STANDING = "SELECT serial FROM released_site WHERE programme = %s AND open"


@dataclass(frozen=True, slots=True)
class Item:
    """A publication as lists and feeds show it."""

    address: str
    language: str
    kind: str
    edition: int
    title: str
    summary: str
    topics: list[str]
    languages: list[str]
    published_at: datetime
    changed_at: datetime
    corrections: list[dict[str, Any]]
    corrects: str
    withdrawn_at: datetime | None


def standing(programme: str) -> int | None:
    """Return the serial at which a programme's site stands; None where it is not open."""
    with connections[settings.PUBLIC_DATABASE].cursor() as cursor:
        cursor.execute(_STANDING, [programme])  # every request asks: a quarter of the ORM's time
        row = cursor.fetchone()
    return int(row[0]) if row else None


def site(programme: str) -> ReleasedSite | None:
    """Return a programme's site, whether it is open or not; None where there is none."""
    return ReleasedSite.objects.filter(programme=programme).first()


def items(programme: str, language: str | None = None) -> list[Item]:
    """Return everything released in a language (or in all), newest first."""
    rows = ReleasedPage.objects.filter(programme=programme)
    if language is not None:
        rows = rows.filter(language=language)
    rows = rows.order_by("-published_at", "address", "language")
    return [Item(*row) for row in rows.values_list(*_IN_LISTS)]


def page(programme: str, address: str, language: str) -> ReleasedPage | None:
    """Return one publication in one language."""
    rows = ReleasedPage.objects.filter(programme=programme, address=address, language=language)
    return rows.first()


def titles(programme: str, addresses: Iterable[str], language: str) -> dict[str, str]:
    """Return the titles of publications by address, as far as they are out in this language."""
    rows = ReleasedPage.objects.filter(
        programme=programme, language=language, address__in=list(addresses)
    )
    return dict(rows.values_list("address", "title"))


def files(programme: str, of: str) -> list[ReleasedFile]:
    """Return the files that belong to a page or a data set, without their content."""
    return list(ReleasedFile.objects.filter(programme=programme, of=of).defer("content"))


def file(programme: str, of: str, name: str) -> ReleasedFile | None:
    """Return one file with its content."""
    return ReleasedFile.objects.filter(programme=programme, of=of, name=name).first()


def datasets(programme: str) -> list[ReleasedDataset]:
    """Return every version of every open data set, the newest of each first."""
    rows = ReleasedDataset.objects.filter(programme=programme)
    return list(rows.order_by("address", "-version"))
