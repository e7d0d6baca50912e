"""No act while a programme is closed: asked where each act must pass, with its chain held.

Every service writes its entry in its own transaction, so what is refused here does not happen,
whichever page, machine, command or worker wanted it.
"""

from __future__ import annotations

from collections.abc import Sequence

from goodoffices.core.access import closed
from goodoffices.core.audit.registry import READS
from goodoffices.core.models import AuditHead, Membership, User
from goodoffices.core.shutting import Shut, stricter

SWITCH = "core.lock."
"""Beginning of what the switch itself does: it always works."""


def open_to(head: AuditHead, action: str, actors: Sequence[User | None]) -> None:
    """Raise `Closed` where the act may not happen now: in the programme, or from its office."""
    if not head.shut or action.startswith(SWITCH):
        return
    mode = stricter(head.shut.get("all", ""), *_offices(head, actors))
    if mode == Shut.NO_ACCESS or (mode and action not in READS):
        raise closed(mode)


def _offices(head: AuditHead, actors: Sequence[User | None]) -> list[str]:
    shut: dict[str, str] = head.shut.get("offices", {})
    people = {one.pk for one in actors if one is not None}
    if not shut or not people:
        return []
    members = Membership.objects.filter(user__in=people, programme__slug=head.pk)
    return [shut.get(str(office), "") for office in members.values_list("office", flat=True)]
