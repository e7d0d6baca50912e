"""The checklist of an incident: each item, and who looked at it when."""

from __future__ import annotations

from dataclasses import dataclass

from goodoffices.core.models import Membership
from goodoffices.core.roles import Role
from goodoffices.monitor.models import ChecklistTick, Incident
from goodoffices.monitor.services.verification.policy import Item, Policy


@dataclass(frozen=True, slots=True)
class Checked:
    """One item with its standing tick, or None."""

    item: Item
    tick: ChecklistTick | None


@dataclass(frozen=True, slots=True)
class Checklist:
    """The items of an incident's type, those of one aspect together."""

    items: list[Checked]
    names: bool

    @property
    def done(self) -> int:
        """How many items somebody looked at."""
        return sum(one.tick is not None for one in self.items)

    @property
    def ticked(self) -> list[str]:
        """The codes of the items that are ticked."""
        return [one.item.code for one in self.items if one.tick is not None]


def checklist(incident: Incident, member: Membership, policy: Policy) -> Checklist:
    """Return the checklist of an incident; a partner does not learn who ticked."""
    rows = ChecklistTick.objects.filter(incident=incident, withdrawn_at=None)
    ticks = {row.item: row for row in rows.select_related("by")}
    items = policy.items(incident.event_type)
    return Checklist(
        [Checked(one, ticks.get(one.code)) for one in items], member.role != Role.PARTNER
    )
