"""What is answered while a programme, or the member's office, is closed for now.

Asked at both doors into a programme, the pages' and the API's, before anything else is read.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from goodoffices.codebook.errors import Closed
from goodoffices.core import emergency
from goodoffices.core.access import closed
from goodoffices.core.models import Membership
from goodoffices.core.shutting import Shut

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def of_machine(member: Membership) -> Closed | None:
    """Return why a machine is not let in now: what it reads leaves the house, so it rests."""
    emergency.notice(member.programme)
    return closed(member.shut) if member.shut else None


def of_person(request: HttpRequest, member: Membership, view: Any) -> Closed | None:
    """Return why a person's request is not let in now, or None.

    The switch itself (`core.views.emergency`) stays within reach of those who may use it.
    """
    emergency.notice(member.programme)
    if not member.shut or (getattr(view, "opens_again", False) and member.may("core.lock")):
        return None
    if member.shut == Shut.READ_ONLY and request.method in SAFE:
        return None
    return closed(member.shut)
