"""Reports whose time is over lose their words; date, place, type and toll stay, as claims.

What is derived from the words goes with them: suggestions, and what search finds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from goodoffices.core import search
from goodoffices.core.models import Bundle, Evidence, Membership, Programme, User
from goodoffices.core.retention.holding import seen as seen_ids
from goodoffices.field.models import Submission
from goodoffices.monitor.models import (
    AssessmentGround,
    Claim,
    Incident,
    Report,
    ReportEvidence,
    ReportLink,
    ReportVersion,
    Suggestion,
)
from goodoffices.monitor.services.deriving import derive_many


def due(programme: Programme, before: datetime) -> QuerySet[Report]:
    """Return the reports that came in before a moment and still have their words."""
    rows = Report.objects.filter(programme=programme, received_at__lt=before)
    found: QuerySet[Report] = rows.filter(words_gone_at=None).order_by("pk")
    return found


def seen(rows: QuerySet[Report], member: Membership) -> QuerySet[Report]:
    """Leave the reports that a member may see."""
    return rows.filter(pk__in=Report.objects.visible_to(member).values("pk"))


def why_not(rows: Sequence[Report], member: Membership | None) -> dict[int, list[str]]:
    """Say which reports must keep their words: undecided, cited, of the field, handed over."""
    ids = [report.pk for report in rows]
    found: dict[int, list[str]] = defaultdict(list)
    for report in rows:
        if not (report.is_linked or report.set_aside_at or report.withdrawn_at):
            found[report.pk].append(_("It waits for a decision."))
    for pk in _of_submission(rows, member):
        found[pk].append(_("It was made of a submission, which is kept."))
    for pk in _cited(ids, member):
        found[pk].append(_("An assessment cites it."))
    for pk in _handed_over(ids, member):
        found[pk].append(_("A file of it is part of a bundle that was handed over."))
    return found


def _of_submission(rows: Sequence[Report], member: Membership | None) -> list[int]:
    made_of = {report.pk: report.submission_id for report in rows if report.submission_id}
    living = Submission.objects.filter(pk__in=made_of.values(), purged_at=None)
    kept = seen_ids(Submission, set(living.values_list("pk", flat=True)), member)
    return [pk for pk, submission in made_of.items() if submission in kept]


def _cited(ids: list[int], member: Membership | None) -> set[int]:
    grounds = AssessmentGround.objects.filter(report__in=ids, assessment__withdrawn_at=None)
    pairs = list(grounds.values_list("report", "assessment__incident"))
    visible = seen_ids(Incident, {incident for _report, incident in pairs}, member)
    return {report for report, incident in pairs if incident in visible}


def _handed_over(ids: list[int], member: Membership | None) -> set[int]:
    if member is not None and not member.may("core.bundle"):
        return set()
    given = Bundle.objects.exclude(noted_at=None).values("items")
    rows = ReportEvidence.objects.filter(report__in=ids, evidence__in=given)
    pairs = list(rows.values_list("report", "evidence"))
    visible = seen_ids(Evidence, {file for _report, file in pairs}, member)
    return {report for report, file in pairs if file in visible}


def go(rows: Sequence[Report], by: User | None) -> set[int]:
    """Take the words out of reports, and out of all that was derived from them."""
    ids = [report.pk for report in rows]
    Report.known(ids).update(title="", words_gone_at=timezone.now())
    ReportVersion.of_reports(ids).update(raw="", title="", text="", links=[])
    Claim.of_reports(ids).update(quote="", place_text="", party_text="")
    Suggestion.of_reports(ids).delete()
    Suggestion.naming(ids).delete()
    search.remove("report", ids)
    holding = ReportLink.objects.filter(report__in=ids, withdrawn_at=None)
    incidents = sorted(set(holding.values_list("incident", flat=True)))
    if incidents:
        derive_many(rows[0].programme, incidents)
    return set()
