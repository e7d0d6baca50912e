"""Who looks at which waiting report: two officers are never given the same one."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from goodoffices.core.models import Membership
from goodoffices.core.turns import taking_turns
from goodoffices.monitor.models import QueueHold, Report
from goodoffices.monitor.queries import queue

HELD_FOR = timedelta(minutes=10)
"""After this a report goes to the next who asks; opening it again begins the time anew."""


def take_next(member: Membership) -> Report | None:
    """Give the member the report they hold, else the first free one of the queue; None: all done.

    Whoever else asks at the same moment is given another.
    """
    return _taken(queue.own_first(queue.free(queue.waiting(member), member), member), member)


def take_first(member: Membership) -> Report | None:
    """Give the member the first report of the queue that nobody else is looking at."""
    return _taken(queue.in_order(queue.free(queue.waiting(member), member)), member)


def _taken(rows: QuerySet[Report], member: Membership) -> Report | None:
    """Give the member the first of these reports that nobody else takes at the same moment."""
    for report in rows.select_related("source", "comparison")[: queue.LOOKED_AT]:
        if take(report, member):
            return report
    return None


def take(report: Report, member: Membership) -> bool:
    """Hold one report for the member, and let go of any other; False where somebody else has it."""
    now = timezone.now()
    with taking_turns(), transaction.atomic():
        ran_out = Q(report=report, until__lte=now)
        QueueHold.objects.filter(Q(member=member) | ran_out).delete()
        made = QueueHold(report=report, member=member, until=now + HELD_FOR)
        QueueHold.objects.bulk_create([made], ignore_conflicts=True)
        return QueueHold.objects.filter(report=report, member=member).exists()


def held_by(report: Report) -> QueueHold | None:
    """Return who is looking at a report now, or None."""
    rows = QueueHold.objects.filter(report=report, until__gt=timezone.now())
    found: QueueHold | None = rows.select_related("member__user").first()
    return found


def let_go(report: Report) -> None:
    """Say that nobody looks at a report any more."""
    QueueHold.objects.filter(report=report).delete()
