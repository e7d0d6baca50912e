"""Who may do it, and to what: each service asks here first, whatever page or machine called it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from goodoffices.codebook.errors import NotFound
from goodoffices.core.access import may_see
from goodoffices.core.models import Membership, Programme, Protected, User
from goodoffices.core.services import permits
from goodoffices.core.services.permits import membership

__all__ = ["membership", "permitted"]


def permitted(
    by: User | None, programme: Programme, permission: str, *records: Protected
) -> Membership | None:
    """Return the actor's membership once it holds the permission and sees every record.

    ``by`` None is the program itself (an import, a command): it may. Raises `NotPermitted`
    without the right, `NotFound` for strangers and for what the actor may not see now (the mark
    may have changed since the caller read the record).
    """
    member = permits.permitted(by, programme, permission)
    for record in records:
        # Also what stands no more: the service itself says what became of it.
        rows: Any = getattr(type(record), "all_ever", type(record).objects)
        current = rows.filter(pk=record.pk, programme=programme).first()
        if current is None or (member is not None and not may_see(current, member)):
            raise NotFound(_("There is nothing at this address."))
    return member
