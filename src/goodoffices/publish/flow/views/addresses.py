"""Where the pages of a publication are, and the way to them."""

from __future__ import annotations

from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from goodoffices.core.models import Membership
from goodoffices.publish.flow.queries import titles_of
from goodoffices.publish.models import Publication

Way = list[tuple[str, str]]


def at(member: Membership, name: str, **parts: Any) -> str:
    """Return an address of the room."""
    try:
        return reverse(f"publish:{name}", kwargs={"programme": member.programme.slug, **parts})
    except NoReverseMatch:
        return ""


def title_of(publication: Publication) -> str:
    """Return what a publication is called, in the reader's language where it is written in it."""
    return titles_of([publication])[publication.pk]


def way(publication: Publication, member: Membership, here: str = "") -> Way:
    """Return the way to the checks of a publication, and to what is done there."""
    code = publication.code
    found = [
        (_("Publications"), at(member, "publications")),
        (title_of(publication), at(member, "publication", code=code)),
        (_("Checks and release"), at(member, "checks", code=code) if here else ""),
    ]
    return [*found, (here, "")] if here else found
