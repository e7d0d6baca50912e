"""Who may do it: each service asks here first, whatever page or machine called it."""

from __future__ import annotations

from goodoffices.core.access import closed, known_names, require, with_names
from goodoffices.core.models import Membership, Programme, User


def permitted(by: User | None, programme: Programme, permission: str) -> Membership | None:
    """Return the actor's membership once it holds the permission.

    ``by`` None is the program itself (set-up, a command): it may. Raises `NotPermitted` without
    the right, `NotFound` for strangers, `Closed` where nothing may be changed just now.
    """
    if by is None:
        return None
    member = require(membership(by, programme), permission)
    if member.shut:
        raise closed(member.shut)
    return member


def membership(by: User, programme: Programme) -> Membership | None:
    """Return the person's active membership of the programme, or None."""
    rows = by.memberships.filter(programme=programme, active=True, user__is_active=True)
    found = with_names(rows.select_related("programme", "user", "office")).first()
    if found is not None:
        known_names(found)
    return found
