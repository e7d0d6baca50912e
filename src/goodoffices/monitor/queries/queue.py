"""The queue of waiting reports, in its order: the oldest first, those put off behind all others."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from goodoffices.core.models import Membership
from goodoffices.monitor.models import QueueHold, Report, ReportDecision
from goodoffices.monitor.models.reports import WAITING

LOOKED_AT = 12
"""Reports in a row that are tried when others may be looking at some of them."""


@dataclass(frozen=True, slots=True)
class Left:
    """How much is left: ``put_off`` are among ``all``, and somebody was not sure about them."""

    all: int
    put_off: int


def waiting(member: Membership) -> QuerySet[Report]:
    """Return the waiting reports a member may see, each with when it was put off last."""
    # Not scoped again: each is asked for by its report, and the reports are the programme's.
    unsure = ReportDecision._base_manager.filter(
        report=OuterRef("pk"), kind=ReportDecision.Kind.UNSURE, withdrawn_at=None
    )
    last = Subquery(unsure.order_by("-at").values("at")[:1])
    return Report.objects.visible_to(member).filter(WAITING).annotate(put_off_at=last)


def in_order(rows: QuerySet[Report]) -> QuerySet[Report]:
    """Put waiting reports into the order of the queue."""
    return rows.order_by(F("put_off_at").asc(nulls_first=True), "received_at", "pk")


def own_first(rows: QuerySet[Report], member: Membership) -> QuerySet[Report]:
    """Put them into the order of the queue, but what the member is looking at before all others."""
    now = timezone.now()
    own = QueueHold._base_manager.filter(report=OuterRef("pk"), member=member, until__gt=now)
    ordered = in_order(rows).query.order_by
    return rows.order_by(Exists(own).desc(), *ordered)


def backwards(rows: QuerySet[Report]) -> QuerySet[Report]:
    """Put them into the opposite order."""
    return rows.order_by(F("put_off_at").desc(nulls_last=True), "-received_at", "-pk")


def free(rows: QuerySet[Report], member: Membership) -> QuerySet[Report]:
    """Leave out what somebody else is looking at now."""
    others = QueueHold._base_manager.filter(until__gt=timezone.now()).exclude(member=member)
    return rows.exclude(pk__in=others.values("report"))


def after(rows: QuerySet[Report], here: Report) -> QuerySet[Report]:
    """Leave those that come after one in the queue; ``here`` is of `waiting`."""
    later = Q(received_at__gt=here.received_at) | Q(received_at=here.received_at, pk__gt=here.pk)
    put_off = getattr(here, "put_off_at", None)
    if put_off is None:
        return rows.filter(Q(put_off_at__isnull=False) | (Q(put_off_at__isnull=True) & later))
    return rows.filter(Q(put_off_at__gt=put_off) | (Q(put_off_at=put_off) & later))


def before(rows: QuerySet[Report], here: Report) -> QuerySet[Report]:
    """Leave those that come before one in the queue."""
    sooner = Q(received_at__lt=here.received_at) | Q(received_at=here.received_at, pk__lt=here.pk)
    put_off = getattr(here, "put_off_at", None)
    if put_off is None:
        return rows.filter(Q(put_off_at__isnull=True) & sooner)
    put_off_sooner = Q(put_off_at__lt=put_off) | (Q(put_off_at=put_off) & sooner)
    return rows.filter(Q(put_off_at__isnull=True) | put_off_sooner)


def beside(here: Report, member: Membership) -> tuple[str, str]:
    """Return the codes of the free reports before and after one, "" at either end."""
    rows = free(waiting(member), member).exclude(pk=here.pk)
    both = Report.objects.filter(pk=here.pk).values_list(
        Subquery(backwards(before(rows, here)).values("code")[:1]),
        Subquery(in_order(after(rows, here)).values("code")[:1]),
    )
    previous, following = both.first() or ("", "")
    return previous or "", following or ""


def left(member: Membership) -> Left:
    """Count what waits, and how much of it was put off."""
    put_off = Count("pk", filter=Q(put_off_at__isnull=False))
    return Left(**waiting(member).aggregate(all=Count("pk"), put_off=put_off))


def last_decision(member: Membership) -> ReportDecision | None:
    """Return what the member decided last and has not taken back, if they may still see it."""
    mine = ReportDecision.objects.filter(
        programme=member.programme_id, by=member.user_id, withdrawn_at=None
    )
    found: ReportDecision | None = (
        mine.select_related("report", "incident").order_by("-at", "-pk").first()
    )
    return found
