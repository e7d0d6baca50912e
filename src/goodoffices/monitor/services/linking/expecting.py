"""Saying that suggestions are out of date: called by whatever changes reports or their links.

Nothing is compared here. The rows that say "up to date" go, in the transaction of the change; the
workers see that they are missing and make the suggestions anew (`suggesting.compare_all`). It is
no job: a list of jobs would tell everybody that something they may not see has come in.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Max, Min
from django_scopes import scope

from goodoffices.core.models import ImageHash, Programme
from goodoffices.monitor.models import Comparison, Report, ReportEvidence, Suggestion
from goodoffices.monitor.models.reports import WAITING
from goodoffices.monitor.services.intake.words import batches
from goodoffices.monitor.services.linking.candidates import DAYS


def expect(programme: Programme, report_ids: Sequence[int]) -> None:
    """Have suggestions made for reports that are new or say something else now.

    A report that came in with an incident of its own may be what others wait for: those of about
    its days are compared again. Must run in the transaction that changed the reports.
    """
    if report_ids:
        with scope(programme=programme):
            _forget(report_ids)
            _around(list(_linked(report_ids)))


def regrouped(programme: Programme, report_ids: Sequence[int]) -> None:
    """Have suggestions made anew that name reports which went from or to an incident.

    What they say is as it was; which of them are rivals of one another is not. A report that got
    an incident before it was compared is new to those that wait.
    """
    with scope(programme=programme):
        linked = _linked(report_ids)
        _around([one for one, compared in linked.items() if not compared])
        _forget_named(report_ids)
        _forget([one for one in report_ids if one not in linked])


def pictured(instance: ImageHash, **_of_signal: object) -> None:
    """Have suggestions made anew for reports with a picture, now that it is known what it shows."""
    with scope(programme=instance.programme):
        rows = ReportEvidence.objects.filter(evidence__file=instance.file_id)
        expect(instance.programme, sorted(set(rows.values_list("report_id", flat=True))))


def expect_all() -> None:
    """Have all suggestions of a programme made anew, because another model weighs them now."""
    Comparison.objects.all().delete()


def _forget(ids: Sequence[int]) -> None:
    """Forget that the suggestions of these reports, and those that name them, are up to date."""
    for part in batches(list(ids)):
        Comparison.of_reports(part).delete()
    _forget_named(ids)


def _forget_named(ids: Sequence[int]) -> None:
    """Forget the suggestions that name these reports."""
    for part in batches(list(ids)):
        named = Suggestion.naming(part).values_list("report_id", flat=True).distinct()
        for those in batches(list(named)):
            Comparison.of_reports(those).delete()


def _linked(ids: Sequence[int]) -> dict[int, bool]:
    """Return those of the reports that an incident holds, and whether each has been compared."""
    found: dict[int, bool] = {}
    for part in batches(list(ids)):
        rows = Report.known(part).filter(is_linked=True).values_list("pk", "comparison")
        found |= {pk: compared is not None for pk, compared in rows}
    return found


def _around(ids: Sequence[int]) -> None:
    """Forget the suggestions of the waiting reports of about the same days."""
    first, last = _days(ids)
    if first is None or last is None:
        return
    waiting = Report.objects.filter(WAITING).values_list("pk", "first_day", "last_day")
    near = [
        pk
        for pk, began, ended in waiting
        if began is not None and began <= last + DAYS and (ended or began) >= first - DAYS
    ]
    for part in batches(near):
        Comparison.of_reports(part).delete()


def _days(ids: Sequence[int]) -> tuple[int | None, int | None]:
    firsts, lasts = [], []
    for part in batches(list(ids)):
        ends = Report.known(part).aggregate(a=Min("first_day"), b=Max("last_day"))
        firsts += [ends["a"]] if ends["a"] is not None else []
        lasts += [ends["b"]] if ends["b"] is not None else []
    return min(firsts, default=None), max(lasts, default=None)
