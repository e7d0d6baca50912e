"""What the pages about the public site show: own pages by language, and the inbox."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet

from goodoffices.core.models import Membership
from goodoffices.publish import site_rows
from goodoffices.publish.models import Language, Letter, OwnPage, ReleasedSite, SiteText


def released(member: Membership) -> ReleasedSite:
    """Return the programme's site as it is, or as it would begin."""
    slug = member.programme.slug
    found = ReleasedSite.objects.filter(programme=slug).first()
    return found or ReleasedSite(programme=slug, address=site_rows.own_address(slug))


@dataclass(frozen=True, slots=True)
class Cell:
    """An own page in one language: the newest version, and the newest the public reads."""

    page: str
    language: str
    newest: SiteText | None
    published: SiteText | None

    @property
    def is_ahead(self) -> bool:
        """Whether something was saved that the public does not read yet."""
        return self.newest is not None and self.newest != self.published


def own_pages(member: Membership) -> list[tuple[str, Any, list[Cell]]]:
    """Return (code, name, one cell a language) of each own page."""
    rows = SiteText.objects.filter(programme=member.programme).defer("body").order_by("number")
    newest: dict[tuple[str, str], SiteText] = {}
    published: dict[tuple[str, str], SiteText] = {}
    for row in rows:
        newest[row.page, row.language] = row
        if row.published_at is not None:
            published[row.page, row.language] = row
    return [
        (page, name, [_cell(page, code, newest, published) for code in Language.values])
        for page, name in OwnPage.choices
    ]


def _cell(page: str, language: str, newest: Any, published: Any) -> Cell:
    key = (page, language)
    return Cell(page, language, newest.get(key), published.get(key))


def versions(member: Membership, page: str, language: str) -> QuerySet[SiteText]:
    """Return the versions of an own page in a language, newest first."""
    rows = SiteText.objects.filter(programme=member.programme, page=page, language=language)
    return rows.select_related("by", "published_by").order_by("-number")


def messages(member: Membership) -> QuerySet[Letter]:
    """Return what people wrote to the programme, what waits for an answer first."""
    rows = Letter.objects.filter(programme=member.programme.slug, kind="message")
    return rows.order_by(F("answered_at").asc(nulls_first=True), "-at")
