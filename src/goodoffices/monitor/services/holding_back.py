"""What reports and incidents hold back from a purge: their files, submissions, and each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from goodoffices.core.models import Membership
from goodoffices.core.retention.holding import held, seen
from goodoffices.field.models import Submission
from goodoffices.monitor.models import (
    AssessmentGround,
    Incident,
    Report,
    ReportEvidence,
    ReportLink,
)

Why = dict[int, list[str]]
Pairs = Iterable[tuple[int, int]]


def of_reports(rows: Sequence[Any], member: Membership | None) -> Why:
    """Say which reports belong to an incident, or were made of a submission, under a legal hold."""
    found: Why = defaultdict(list)
    for pk in _in_held_incident([row.pk for row in rows], member):
        found[pk].append(_("Its incident has a legal hold."))
    made_of = {row.pk: row.submission_id for row in rows if row.submission_id}
    holding = held(Submission, set(made_of.values()), member)
    for pk, submission in made_of.items():
        if submission in holding:
            found[pk].append(_("The submission it was made of has a legal hold."))
    return found


def of_submissions(rows: Sequence[Any], member: Membership | None) -> Why:
    """Say which submissions became a report that has a legal hold, itself or by its incident."""
    reports = Report.objects.filter(submission__in=[row.pk for row in rows])
    return _of_held_reports(reports.values_list("submission", "pk"), member)


def of_files(rows: Sequence[Any], member: Membership | None) -> Why:
    """Say which files a judgement rests on, or came with a report that is undecided or held."""
    ids = [row.pk for row in rows]
    pairs = list(ReportEvidence.objects.filter(evidence__in=ids).values_list("evidence", "report"))
    found: Why = defaultdict(list, _of_held_reports(pairs, member))
    reports = {report for _file, report in pairs}
    open_ones = Report.objects.filter(pk__in=reports, is_linked=False, set_aside_at=None)
    undecided = set(open_ones.filter(withdrawn_at=None).values_list("pk", flat=True))
    undecided = seen(Report, undecided, member)
    for file in {file for file, report in pairs if report in undecided}:
        found[file].append(_("It came with a report that waits for a decision."))
    grounds = AssessmentGround.objects.filter(evidence__in=ids, assessment__withdrawn_at=None)
    cited = list(grounds.values_list("evidence", "assessment__incident"))
    judged = seen(Incident, {incident for _file, incident in cited}, member)
    for file in {file for file, incident in cited if incident in judged}:
        found[file].append(_("An assessment cites it."))
    return found


def _of_held_reports(pairs: Pairs, member: Membership | None) -> Why:
    """Of records and their reports, say which belong to a held one."""
    known = list(pairs)
    reports = {report for _pk, report in known}
    holding = held(Report, reports, member)
    holding |= _in_held_incident(seen(Report, reports, member), member)
    words = _("A report it belongs to has a legal hold.")
    return {pk: [words] for pk, report in known if report in holding}


def _in_held_incident(reports: Iterable[int], member: Membership | None) -> set[int]:
    links = ReportLink.objects.filter(report__in=list(reports), withdrawn_at=None)
    pairs = list(links.values_list("report", "incident"))
    holding = held(Incident, {incident for _report, incident in pairs}, member)
    return {report for report, incident in pairs if incident in holding}
