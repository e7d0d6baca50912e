"""What an officer sent themself, and nothing of anybody else."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import NotFound
from goodoffices.core.access import visibility
from goodoffices.core.models import Membership
from goodoffices.field.models import Attachment, Form, Submission, SubmissionVersion
from goodoffices.field.queries import conversation
from goodoffices.field.queries.conversation import Question


@dataclass(frozen=True, slots=True)
class Sent:
    """One submission as its officer sees it: that it arrived, what is awaited, what is asked."""

    submission: Submission
    awaits: tuple[str, ...]
    questions: tuple[Question, ...]


def sent_by(member: Membership) -> QuerySet[Submission]:
    """Return what a member sent, by whatever device, of forms they may (still) see.

    A submission may be marked stricter than its officer's clearance; that it arrived is no secret
    to the one who sent it, as long as its form is none.
    """
    versions = SubmissionVersion.objects.filter(submission=OuterRef("pk"), by=member.user_id)
    own = Q(by=member.user_id) | Q(device__membership=member) | Q(Exists(versions))
    seen = visibility(Submission, member) | visibility(Form, member, "form__")
    return Submission.objects.filter(own, seen, programme=member.programme).order_by(
        "-received_at", "-pk"
    )


def shown(rows: list[Submission]) -> list[Sent]:
    """Return submissions with the files they await and the questions asked about them."""
    ids = [row.pk for row in rows]
    asked = conversation.questions_of(ids)
    awaited: dict[int, list[str]] = {}
    files = Attachment.objects.filter(
        version__submission__in=ids, state=Attachment.State.EXPECTED
    ).order_by("pk")
    current = {row.pk: row.current for row in rows}
    for pk, number, name in files.values_list("version__submission", "version__number", "name"):
        if current[pk] == number:
            awaited.setdefault(pk, []).append(name)
    return [Sent(row, tuple(awaited.get(row.pk, ())), tuple(asked.get(row.pk, ()))) for row in rows]


def find_sent(code: str, member: Membership) -> Submission:
    """Return what the member sent under a code; `NotFound` for anything else."""
    found = sent_by(member).select_related("form", "device").filter(code=code).first()
    if found is None:
        raise NotFound(_("There is nothing at this address."))
    return found


def asked_back(member: Membership) -> list[Sent]:
    """Return what came back with a question that waits for the member's answer, oldest first."""
    waiting = conversation.open_questions_to(member)
    rows = sent_by(member).filter(pk__in=list(waiting), deleted_at__isnull=True)
    return shown(list(rows.select_related("form").order_by("received_at", "pk")))
