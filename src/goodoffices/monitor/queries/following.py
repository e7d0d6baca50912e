"""What was said of incidents, while they stand and after they were merged away."""

from __future__ import annotations

from django.db.models import Q

from goodoffices.core.access import visibility
from goodoffices.core.models import Membership
from goodoffices.monitor.models import Incident

MERGES = 4
"""Merges on merges that are followed: so deep nobody has gone yet."""


def of_standing(member: Membership, prefix: str = "incident__") -> Q:
    """Return the condition for what belongs to an incident that stands and the member sees."""
    return visibility(Incident, member, prefix) & Q(**{f"{prefix}stands": True})


def of_followed(member: Membership, prefix: str = "incident__", merges: int = MERGES) -> Q:
    """Return the condition for what belongs to an incident, or to one that was merged into it.

    The member has to see the one that stands now, and all on the way there: an incident that was
    merged into what they may not see is nothing to them.
    """
    seen = visibility(Incident, member, prefix)
    stands = Q(**{f"{prefix}stands": True})
    if not merges:
        return seen & stands
    return seen & (stands | of_followed(member, f"{prefix}merged_into__", merges - 1))
