"""Where the records of the room are shown, and the way there."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from goodoffices.core.models import Membership
from goodoffices.publish.models import Publication

Way = list[tuple[str, str]]


def at(member: Membership, name: str, **parts: Any) -> str:
    """Return an address of the room."""
    return reverse(f"publish:{name}", kwargs={"programme": member.programme.slug, **parts})


def way_to(publication: Publication, title: str, member: Membership, here: str = "") -> Way:
    """Return the way to a publication, and to what is done with it."""
    first = (_("Publications"), at(member, "publications"))
    own = (title, at(member, "publication", code=publication.code) if here else "")
    return [first, own, (here, "")] if here else [first, own]
