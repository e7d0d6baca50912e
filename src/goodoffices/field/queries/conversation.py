"""What was said about submissions: between those who read them, and back to the officer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from goodoffices.core.access import visibility
from goodoffices.core.models import Membership
from goodoffices.field.models import Device, Submission, SubmissionNote

Kind = SubmissionNote.Kind


@dataclass(frozen=True, slots=True)
class Question:
    """A question back to the officer, as the officer sees it: not by whom it was asked."""

    id: int
    submission: int
    text: str
    at: datetime
    answered: bool


def notes_of(submission: Submission) -> list[SubmissionNote]:
    """Return all that was said about a submission the member may read, oldest first."""
    return list(submission.notes.select_related("by", "question").order_by("pk"))


def questions_of(submission_ids: Sequence[int]) -> dict[int, list[Question]]:
    """Return the questions about submissions by submission, oldest first, in one query."""
    return _by_submission(_questions().filter(submission__in=submission_ids))


def open_questions(submission_ids: Sequence[int]) -> dict[int, list[Question]]:
    """Return the questions about submissions that nobody has answered yet, in one query."""
    return _by_submission(_questions().filter(submission__in=submission_ids, answered=False))


def open_questions_of_device(device: Device) -> dict[int, list[Question]]:
    """Return the open questions about what a device has sent, by submission, in one query."""
    member = device.membership
    rows = _asked_back(member).filter(submission__device=device)
    return _by_submission(rows)


def open_questions_to(member: Membership) -> dict[int, list[Question]]:
    """Return the open questions about what a member has sent, by submission, in one query."""
    own = Q(submission__by=member.user_id) | Q(submission__device__membership=member)
    return _by_submission(_asked_back(member).filter(own))


def _asked_back(member: Membership) -> QuerySet[Any]:
    """Return the open questions about submissions that stand and that the member may see."""
    rows = _questions().filter(answered=False, submission__deleted_at=None)
    return rows.filter(visibility(Submission, member, "submission__"))


def _questions() -> QuerySet[Any]:
    """Return questions, each with whether it was answered.

    An answer answers the question it names; one that names none, all that was asked before.
    """
    answers = SubmissionNote.objects.filter(
        kind=Kind.ANSWER, submission=OuterRef("submission")
    ).filter(Q(question=OuterRef("pk")) | Q(question=None, pk__gt=OuterRef("pk")))
    rows = SubmissionNote.objects.filter(kind=Kind.QUESTION)
    return rows.annotate(answered=Exists(answers)).order_by("pk")


def _by_submission(rows: QuerySet[Any]) -> dict[int, list[Question]]:
    found: dict[int, list[Question]] = defaultdict(list)
    for pk, submission, text, at, answered in rows.values_list(
        "pk", "submission_id", "text", "at", "answered"
    ):
        found[submission].append(Question(pk, submission, text, at, answered))
    return found
