"""Finding one record by its code, for a member who may see it."""

from __future__ import annotations

from typing import TypeVar

from django.utils.translation import gettext as _

from goodoffices.codebook.errors import NotFound
from goodoffices.core.models import Membership, Protected

P = TypeVar("P", bound=Protected)


def find(model: type[P], code: str, member: Membership, *with_: str) -> P:
    """Return a record the member may see, by its code; raises `NotFound`.

    ``with_`` are relations to read along.
    """
    rows = model.objects.visible_to(member).filter(code=code.strip().lower()[:16])
    found: P | None = (rows.select_related(*with_) if with_ else rows).first()
    if found is None:
        raise NotFound(_("There is nothing at this address."))
    found.programme = member.programme
    return found
