"""Which days a page speaks of, and which it compares them with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Max, Min
from django.utils import timezone

from goodoffices.core.models import Membership, Programme
from goodoffices.monitor.models import Incident
from goodoffices.monitor.queries.filters import PRESETS, IncidentFilter

DEFAULT = "30d"


@dataclass(frozen=True, slots=True)
class Period:
    """Days from ``first`` to ``last``, both included (proleptic Gregorian ordinals).

    ``is_all``: everything there is. ``ends_before_today``: the latest incident known is so old
    that the period was counted back from it, not from today.
    """

    first: int
    last: int
    is_all: bool = False
    ends_before_today: bool = False

    @property
    def days(self) -> int:
        """How many days it has."""
        return self.last - self.first + 1

    @property
    def before(self) -> Period:
        """The same number of days directly before."""
        return Period(self.first - self.days, self.first - 1)

    @property
    def first_date(self) -> date:
        """The first day as a date."""
        return date.fromordinal(self.first)

    @property
    def last_date(self) -> date:
        """The last day as a date."""
        return date.fromordinal(self.last)


def today_in(programme: Programme) -> int:
    """Return today's ordinal where the programme works."""
    now: datetime = timezone.now()
    return now.astimezone(ZoneInfo(programme.time_zone)).date().toordinal()


def known_days(member: Membership) -> tuple[int | None, int | None]:
    """Return the first and last day of any incident the member may see."""
    visible = Incident.objects.visible_to(member)
    first = visible.aggregate(day=Min("first_day"))["day"]
    last = visible.aggregate(day=Max("first_day"))["day"]
    return first, last


def settle(asked: IncidentFilter, member: Membership, *, default: str = DEFAULT) -> Period:
    """Return the period a filter speaks of.

    A period by name ends today; where nothing is known of those days at all, it ends on the last
    day that something is known of, so that a loaded archive opens on its own end.
    """
    today = today_in(member.programme)
    if asked.first_day is not None or asked.last_day is not None:
        return _given(asked, member, today)
    length = PRESETS[asked.preset or default]
    first, last = known_days(member)
    if length is None:
        start, end = first or today, max(last or today, first or today)
        return Period(start, end, is_all=True)
    if last is not None and last < today - length + 1:
        return Period(last - length + 1, last, ends_before_today=True)
    return Period(today - length + 1, today)


def _given(asked: IncidentFilter, member: Membership, today: int) -> Period:
    first, last = asked.first_day, asked.last_day
    if first is None:
        earliest, _latest = known_days(member)
        first = min(earliest if earliest is not None else last, last)  # type: ignore[type-var]
    if last is None:
        last = max(today, first)  # type: ignore[type-var]
    return Period(first, last)  # type: ignore[arg-type]
