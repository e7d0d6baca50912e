"""Who looks at which waiting report: two officers are never given the same one."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from goodoffices.core.models import Membership
from goodoffices.monitor.models import QueueHold, Report
from goodoffices.monitor.queries import queue

HELD_FOR = timedelta(minutes=10)
"""After this a report goes to the next who asks; opening it again begins the time anew."""


def take_next(member: Membership) -> Report | None:
    """Give the member the report they hold, else the first free one of the queue; None: all done.

    Whoever else asks at the same moment is given another.
    """
    rows = queue.waiting(member)
    mine = (
        rows.select_related("source", "comparison")
        .filter(hold__member=member, hold__until__gt=timezone.now())
        .first()
    )
    if mine is not None and take(mine, member):
        return mine
    return take_first(member)


def take_first(member: Membership) -> Report | None:
    """Give the member the first report of the queue that nobody else is looking at."""
    free = queue.in_order(queue.free(queue.waiting(member), member))
    for report in free.select_related("source", "comparison")[: queue.LOOKED_AT]:
        if take(report, member):
            return report
    return None


def take(report: Report, member: Membership) -> bool:
    """Hold one report for the member, and let go of any other; False where somebody else has it."""
    now = timezone.now()
    until = now + HELD_FOR
    with transaction.atomic():
        QueueHold.objects.filter(member=member).exclude(report=report).delete()
        free = QueueHold.objects.filter(Q(member=member) | Q(until__lte=now), report=report)
        if free.update(member=member, until=until):
            return True
        made = QueueHold(report=report, member=member, until=until)
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
