"""The way to the page of release of a publication, and to what is done there."""

from __future__ import annotations

from django.utils.translation import pgettext

from goodoffices.core.models import Membership
from goodoffices.publish.addresses import Way, at, way_to
from goodoffices.publish.flow.queries import titles_of
from goodoffices.publish.models import Publication


def title_of(publication: Publication) -> str:
    """Return what a publication is called, in the reader's language where it is written in it."""
    return titles_of([publication])[publication.pk]


def way(publication: Publication, member: Membership, here: str = "") -> Way:
    """Return the way to the release of a publication, and to what is done there."""
    release = pgettext("a publication", "Release")
    found = way_to(publication, title_of(publication), member, release)
    if not here:
        return found
    return [*found[:-1], (release, at(member, "release", code=publication.code)), (here, "")]
