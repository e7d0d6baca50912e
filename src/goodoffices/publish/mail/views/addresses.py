"""Where the mailing list is shown, and the way there."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from goodoffices.core.models import Membership

Way = list[tuple[str, str]]


def at(member: Membership, name: str, **parts: Any) -> str:
    """Return an address of the room."""
    return reverse(f"publish:{name}", kwargs={"programme": member.programme.slug, **parts})


def way(member: Membership, *more: tuple[str, str]) -> Way:
    """Return the way from the mailing list to a page below it."""
    return [(_("Mailing list"), at(member, "mailing-list")), *more]
