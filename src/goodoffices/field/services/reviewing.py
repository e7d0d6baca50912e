"""What people say and decide about submissions: comments, questions back, review, deleting."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import Conflict, InvalidInput, NotFound
from goodoffices.core import audit
from goodoffices.core.access import may_see
from goodoffices.core.models import User
from goodoffices.core.services.permits import permitted
from goodoffices.field.following import await_reading
from goodoffices.field.models import Attachment, Submission, SubmissionNote, SubmissionVersion
from goodoffices.field.queries.conversation import Question, open_questions

Kind = SubmissionNote.Kind
Review = Submission.Review

DECISIONS = (Review.APPROVED, Review.REJECTED, Review.RECEIVED)
"""What a person can set; a question and an edit set the other states by themselves."""

LONGEST = 5_000
"""Characters of a note."""


def comment(*, submission: Submission, text: str, by: User) -> SubmissionNote:
    """Say something about a submission to those who read submissions; the officer never sees it."""
    _may_read(submission, by)
    said = _words(text)
    with transaction.atomic():
        return _noted(_locked(submission), Kind.COMMENT, "field.submission.noted", said, by)


def ask(*, submission: Submission, text: str, by: User) -> SubmissionNote:
    """Ask the officer who sent it: they see the question where they see what they sent."""
    _may_read(submission, by)
    said = _words(text)
    with transaction.atomic():
        held = _locked(submission)
        _refuse_deleted(held)
        note = _noted(held, Kind.QUESTION, "field.submission.asked", said, by)
        _set_review(submission, held, Review.QUESTION)
    return note


def answer(
    *, submission: Submission, text: str, by: User, question: SubmissionNote | int | None = None
) -> SubmissionNote:
    """Answer, as the officer who sent it: one question (or its id), or all that was asked so far.

    With the last open question answered the submission is "edited" where it was corrected since
    it was asked about, else "received" again. The same answer again, from a phone that never heard
    that it arrived, changes nothing. Raises `NotFound` for anybody else, and for a question of
    another submission.
    """
    permitted(by, submission.programme, "field.send")
    _must_be_own(submission, by)
    said = _words(text)
    with transaction.atomic():
        held = _locked(submission)
        if question is not None and (same := _said_before(held, _question(held, question), said)):
            return same
        waiting = _open(held)
        note = _noted(
            held,
            Kind.ANSWER,
            "field.submission.answered",
            said,
            by,
            question=None if question is None else _question(held, question),
        )
        if held.review == Review.QUESTION and not _open(held):
            _set_review(submission, held, _answered_state(held, waiting))
    return note


def review(*, submission: Submission, state: str, by: User, text: str = "") -> SubmissionNote:
    """Approve a submission, reject it with a reason, or put it back among the received ones."""
    _may_read(submission, by)
    if state not in DECISIONS:
        raise InvalidInput(_("Choose one of the listed states."), code="bad-state")
    if state == Review.REJECTED:
        _must_say_why(text)
    with transaction.atomic():
        held = _locked(submission)
        _refuse_deleted(held)
        note = _noted(
            held,
            Kind.REVIEW,
            "field.submission.reviewed",
            text.strip()[:LONGEST],
            by,
            data={"from": held.review, "to": str(state)},
            state=state,
        )
        _set_review(submission, held, state)
    return note


def delete(*, submission: Submission, reason: str, by: User) -> Submission:
    """Delete a submission: it leaves the lists and its report counts no more; nothing is erased."""
    _may_read(submission, by)
    _must_say_why(reason)
    with transaction.atomic():
        held = _locked(submission)
        if held.deleted_at is not None:
            raise Conflict(_("This submission was deleted already."), code="deleted")
        if held.purged_at is not None:
            raise Conflict(_("The content of this submission is gone already."), code="purged")
        return _stands(submission, held, timezone.now(), "field.submission.deleted", reason, by)


def restore(*, submission: Submission, reason: str, by: User) -> Submission:
    """Take a deleted submission back; its report counts again."""
    _may_read(submission, by)
    _must_say_why(reason)
    with transaction.atomic():
        held = _locked(submission)
        if held.deleted_at is None:
            raise Conflict(_("This submission is not deleted."), code="not-deleted")
        return _stands(submission, held, None, "field.submission.restored", reason, by)


def settle_branch(
    *, version: SubmissionVersion, take: bool, reason: str, by: User
) -> SubmissionVersion:
    """Decide on an edit of a version that another edit had replaced: take it, or let it be.

    Both edits stay on record. Taken, it becomes the current version, and the report follows.
    """
    submission = version.submission
    _may_read(submission, by)
    _must_say_why(reason)
    with transaction.atomic():
        held = _locked(submission)
        _refuse_deleted(held)
        version = held.versions.defer("xml").get(pk=version.pk)
        if not version.is_branch:
            raise Conflict(_("Somebody has decided on this edit already."), code="settled")
        version.is_branch = False
        version.save(update_fields=["is_branch"])
        if take:
            _make_current(held, version)
        audit.record(
            "field.submission.branch_settled",
            by=by,
            programme=held.programme,
            record=held,
            reason=reason,
            data={"number": version.number, "taken": take},
        )
    submission.refresh_from_db()
    return version


def _make_current(held: Submission, version: SubmissionVersion) -> None:
    held.current, held.review = version.number, Review.EDITED
    held.awaits_media = version.attachments.filter(state=Attachment.State.EXPECTED).exists()
    held.save(update_fields=["current", "review", "awaits_media"])
    await_reading(Submission.objects.filter(pk=held.pk), held.programme)


def _stands(
    submission: Submission, held: Submission, at: Any, action: str, reason: str, by: User
) -> Submission:
    submission.deleted_at = held.deleted_at = at
    held.save(update_fields=["deleted_at"])
    audit.record(action, by=by, programme=held.programme, record=held, reason=reason)
    await_reading(Submission.objects.filter(pk=held.pk), held.programme)
    return submission


def _may_read(submission: Submission, by: User) -> None:
    member = permitted(by, submission.programme, "field.submissions")
    current = Submission.objects.filter(pk=submission.pk, programme=submission.programme).first()
    if current is None or (member is not None and not may_see(current, member)):
        raise NotFound(_("There is nothing at this address."))


def _must_be_own(submission: Submission, by: User) -> None:
    device = submission.device
    own = by.pk in (submission.by_id, device.membership.user_id if device else None)
    if not own and not submission.versions.filter(by=by).exists():
        raise NotFound(_("There is nothing at this address."))


def _locked(submission: Submission) -> Submission:
    rows = Submission.objects.select_for_update(of=("self",)).select_related("programme")
    return rows.defer("answers").get(pk=submission.pk)


def _noted(
    held: Submission,
    kind: str,
    action: str,
    text: str,
    by: User,
    *,
    data: dict[str, Any] | None = None,
    **more: Any,
) -> SubmissionNote:
    note = SubmissionNote.objects.create(submission=held, kind=kind, text=text, by=by, **more)
    audit.record(
        action, by=by, programme=held.programme, record=held, data={"note": note.pk, **(data or {})}
    )
    return note


def _set_review(submission: Submission, held: Submission, state: str) -> None:
    submission.review = held.review = state
    held.save(update_fields=["review"])


def _open(held: Submission) -> list[Question]:
    return open_questions([held.pk])[held.pk]


def _question(held: Submission, question: SubmissionNote | int) -> SubmissionNote:
    pk = question if isinstance(question, int) else question.pk
    found = held.notes.filter(pk=pk, kind=Kind.QUESTION).first()
    if found is None:
        raise NotFound(_("There is no such question about this report."), code="no-question")
    return found


def _said_before(held: Submission, question: SubmissionNote, said: str) -> SubmissionNote | None:
    return held.notes.filter(kind=Kind.ANSWER, question=question, text=said).first()


def _answered_state(held: Submission, waited: list[Question]) -> str:
    """Return what a submission is once nothing is open: corrected since it was asked, or not."""
    newer = held.versions.filter(is_branch=False, number__gt=1)
    corrected = bool(waited) and newer.filter(received_at__gt=waited[0].at).exists()
    return Review.EDITED if corrected else Review.RECEIVED


def _words(text: str) -> str:
    said = text.strip()
    if not said:
        raise InvalidInput(_("Write something."), code="nothing-said")
    return said[:LONGEST]


def _must_say_why(reason: str) -> None:
    if not reason.strip():
        raise InvalidInput(_("Say why: others must be able to follow it."), code="no-reason")


def _refuse_deleted(held: Submission) -> None:
    if held.deleted_at is not None:
        raise Conflict(_("This submission was deleted. Restore it first."), code="deleted")
