"""Where a record of the room is shown, and the way there."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from goodoffices.core.models import Membership
from goodoffices.rights.models import Person, Subject
from goodoffices.rights.services.people import kind_name

Way = list[tuple[str, str]]


def at(member: Membership, name: str, **parts: Any) -> str:
    """Return an address of the room."""
    return reverse(f"rights:{name}", kwargs={"programme": member.programme.slug, **parts})


def of_subject(subject: Subject, member: Membership) -> str:
    """Return the address of a person or a group."""
    return at(member, kind_name(subject), code=subject.code)


def way_to_subject(subject: Subject, member: Membership, here: str = "") -> Way:
    """Return the way to a person or a group, and to an act on it."""
    if isinstance(subject, Person):
        first = (pgettext("human rights", "People"), at(member, "people"))
    else:
        first = (_("Groups"), at(member, "groups"))
    own = (subject.codename, of_subject(subject, member) if here else "")
    return [first, own, (here, "")] if here else [first, own]
