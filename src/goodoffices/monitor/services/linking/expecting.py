"""Saying that suggestions are out of date: called by whatever changes reports or their links.

Nothing is compared here. The rows that say "up to date" go, in the transaction of the change, and
a job is enqueued, once for however many changes, that makes the suggestions anew.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection, transaction
from django.db.models import Max, Min, Q
from django_scopes import scope

from goodoffices.core.models import Programme
from goodoffices.field.following import enqueue_once
from goodoffices.monitor.models import Comparison, Report, Suggestion
from goodoffices.monitor.models.reports import WAITING
from goodoffices.monitor.services.intake.words import batches
from goodoffices.monitor.services.linking.candidates import DAYS

COMPARE = "monitor.linkage.compare"
"""The kind of background work that makes suggestions for the reports that lack them."""


def expect(programme: Programme, report_ids: Sequence[int]) -> None:
    """Have suggestions made for reports that are new or say something else now.

    A report that came in with an incident of its own may be what others wait for: those of about
    its days are compared again. Must run in the transaction that changed the reports.
    """
    if not report_ids:
        return
    with scope(programme=programme):
        _forget(report_ids)
        linked = _linked(report_ids)
        if len(linked) < len(report_ids) or _around(linked):
            _enqueue(programme)


def regrouped(programme: Programme, report_ids: Sequence[int]) -> None:
    """Have suggestions made anew that name reports which went from or to an incident.

    What they say is as it was; which of them are rivals of one another is not.
    """
    with scope(programme=programme):
        if _forget(report_ids) or len(_linked(report_ids)) < len(report_ids):
            _enqueue(programme)


def expect_all(programme: Programme) -> None:
    """Have all suggestions of a programme made anew, because another model weighs them now."""
    Comparison.objects.all().delete()
    _enqueue(programme)


def _forget(ids: Sequence[int]) -> int:
    """Forget that the suggestions of these reports, and those that name them, are up to date."""
    gone = 0
    for part in batches(list(ids)):
        named = Suggestion.objects.filter(other__in=part).values("report")
        gone += Comparison.objects.filter(Q(report__in=part) | Q(report__in=named)).delete()[0]
    return gone


def _linked(ids: Sequence[int]) -> list[int]:
    found: list[int] = []
    for part in batches(list(ids)):
        rows = Report.objects.filter(pk__in=part, is_linked=True)
        found += rows.values_list("pk", flat=True)
    return found


def _around(ids: Sequence[int]) -> bool:
    """Forget the suggestions of waiting reports of about the same days; say whether any waits."""
    first, last = _days(ids)
    if first is None or last is None:
        return False
    near = Report.objects.filter(WAITING, first_day__lte=last + DAYS, last_day__gte=first - DAYS)
    waiting = list(near.values_list("pk", flat=True))
    for part in batches(waiting):
        Comparison.objects.filter(report__in=part).delete()
    return bool(waiting)


def _days(ids: Sequence[int]) -> tuple[int | None, int | None]:
    firsts, lasts = [], []
    for part in batches(list(ids)):
        ends = Report.objects.filter(pk__in=part).aggregate(a=Min("first_day"), b=Max("last_day"))
        firsts += [ends["a"]] if ends["a"] is not None else []
        lasts += [ends["b"]] if ends["b"] is not None else []
    return min(firsts, default=None), max(lasts, default=None)


def _enqueue(programme: Programme) -> None:
    """Enqueue the work once; again after the commit, where a worker may have looked too early."""
    if not enqueue_once(COMPARE, programme) and connection.vendor == "postgresql":
        transaction.on_commit(lambda: enqueue_once(COMPARE, programme))
