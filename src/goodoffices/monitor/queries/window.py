"""The days a situation page must read, and whether anything changed since it last did."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Max

from goodoffices.core.access import kind_of, named_ids
from goodoffices.core.models import AuditHead, Membership
from goodoffices.monitor.models import Incident
from goodoffices.monitor.queries import history, timeline
from goodoffices.monitor.queries.filters import IncidentFilter
from goodoffices.monitor.queries.periods import Period


@dataclass(frozen=True, slots=True)
class Window:
    """The days a page must read: the period, and as far back as "usual" and the bars reach."""

    period: Period
    asked: IncidentFilter

    @property
    def narrow(self) -> IncidentFilter:
        """The filter over the period alone."""
        return self._over(self.period)

    @property
    def before(self) -> IncidentFilter:
        """The filter over as many days directly before."""
        return self._over(self.period.before)

    @property
    def wide(self) -> IncidentFilter:
        """The filter over all days that the page needs."""
        if self.period.is_all:
            return self.narrow
        first = min(history.first_day(self.period), timeline.first_day(self.period))
        first -= timeline.length_of_bar(self.period.last - first + 1)
        return self.asked.in_period(first, self.period.last)

    def _over(self, period: Period) -> IncidentFilter:
        if period.is_all:
            return self.asked.in_period(None, None)
        return self.asked.in_period(period.first, period.last)


def stamp(member: Membership) -> str:
    """Return a text that changes with every change to what the member may see.

    Every service notes what it did in the programme's audit chain, in the same transaction; an
    import writes incidents between its entries.
    """
    head = AuditHead.objects.filter(chain=member.programme.slug).first()
    latest = Incident.objects.aggregate(at=Max("updated_at"))["at"]
    seq = head.seq if head else 0
    named = ",".join(map(str, sorted(named_ids(member, kind_of(Incident)))))
    return f"{member.programme_id}:{seq}:{latest}:{member.clearance}:{named}"
