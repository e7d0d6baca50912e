"""Submissions whose time is over: the content goes, and that they came stays.

A submission keeps its code, its form, when it came and from which device, the identifiers of its
versions, the hashes of their XML and of their files. So a phone that sends it once more is told
that it arrived, and what a phone says it sent can still be held against what came.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from goodoffices.core import search
from goodoffices.core.models import Membership, Programme, User
from goodoffices.field.models import (
    Attachment,
    Submission,
    SubmissionNote,
    SubmissionVersion,
    WebhookDelivery,
)


def due(programme: Programme, before: datetime) -> QuerySet[Submission]:
    """Return the submissions that came in before a moment and still have their content."""
    rows = Submission.objects.filter(programme=programme, received_at__lt=before, purged_at=None)
    found: QuerySet[Submission] = rows.order_by("pk")
    return found


def seen(rows: QuerySet[Submission], member: Membership) -> QuerySet[Submission]:
    """Leave the submissions that a member may see."""
    return rows.filter(pk__in=Submission.objects.visible_to(member).values("pk"))


def why_not(rows: Sequence[Submission], member: Membership | None) -> dict[int, list[str]]:
    """Say which submissions must keep their content: somebody or something still waits for it."""
    ids = [one.pk for one in rows]
    found: dict[int, list[str]] = defaultdict(list)
    for one in rows:
        if one.mapping_state == Submission.MappingState.WAITING:
            found[one.pk].append(_("Its answers are still to be read."))
        if one.awaits_media and one.deleted_at is None:
            found[one.pk].append(_("Files of it are still awaited from the phone."))
    for pk in _branched(ids):
        found[pk].append(_("Two edits of it wait for a decision."))
    for pk in _asked(ids):
        found[pk].append(_("A question to its officer waits for an answer."))
    return found


def _branched(ids: Iterable[int]) -> set[int]:
    rows = SubmissionVersion.objects.filter(submission__in=ids, is_branch=True)
    return set(rows.values_list("submission", flat=True))


def _asked(ids: Iterable[int]) -> set[int]:
    questions = SubmissionNote.objects.filter(kind=SubmissionNote.Kind.QUESTION)
    answers = SubmissionNote.objects.filter(question=OuterRef("pk"))
    rows = questions.filter(~Exists(answers), submission__in=ids, submission__deleted_at=None)
    return set(rows.values_list("submission", flat=True))


def go(rows: Sequence[Submission], by: User | None) -> set[int]:
    """Empty submissions: answers, all XML, what was said about them, what webhooks were to tell."""
    ids = [one.pk for one in rows]
    versions = SubmissionVersion.objects.filter(submission__in=ids)
    Submission.objects.filter(pk__in=ids).update(
        purged_at=timezone.now(),
        answers={},
        flags=[],
        name="",
        language="",
        started_at=None,
        ended_at=None,
        latitude=None,
        longitude=None,
        awaits_media=False,
    )
    WebhookDelivery.objects.filter(version__in=versions.values("pk")).delete()
    SubmissionNote.objects.filter(submission__in=ids).delete()
    versions.update(xml=b"", clock_off=None)
    search.remove("submission", ids)
    files = Attachment.objects.filter(version__submission__in=ids).exclude(file=None)
    return set(files.values_list("file", flat=True))
