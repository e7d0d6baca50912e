"""One post: new, known, or a correction; committed as a whole before anything is answered."""

from __future__ import annotations

from functools import cached_property

from django.db import IntegrityError, transaction

from goodoffices.core import audit
from goodoffices.core.turns import taking_turns
from goodoffices.field.following import enqueue_followers
from goodoffices.field.models import Attachment, Form, Submission, SubmissionVersion
from goodoffices.field.refusals import Refused
from goodoffices.field.services import devices
from goodoffices.field.services.receiving.arrival import Arrival
from goodoffices.field.services.receiving.files import (
    Kept,
    add_files,
    awaits,
    carried_over,
    expected,
    file_rows,
    forget_bytes,
    keep_bytes,
    kept_by,
    note_awaited,
)
from goodoffices.field.services.receiving.finding import version_for
from goodoffices.field.services.receiving.newcomers import take_new
from goodoffices.field.services.receiving.post import Post, Receipt, Sender
from goodoffices.formats.openrosa import Malformed, read_instance

TRIES = 5
"""How often a post is begun anew because the same one was written by another at that moment."""


def receive(post: Post, sender: Sender, *, allowed: frozenset[str] = frozenset()) -> Receipt:
    """Take one post in; the same post again changes nothing.

    ``allowed`` are reasons of `field.refusals` that a person has waived. Raises `Refused` (the
    caller keeps the bytes in the quarantine), `DiskFull`, or what the database says.
    """
    try:
        instance = read_instance(post.xml)
    except Malformed as error:
        raise Refused(error.code) from None
    version = version_for(instance, sender, allowed)
    keep_bytes(post.files, sender.programme)
    arrival = Arrival(post.xml, instance, version, post.files, sender, allowed)
    if not instance.deprecated_id and (new := take_new(arrival)) is not None:
        return new
    receipt, refused = _taken(arrival)
    if refused:
        raise Refused(refused, receipt)
    return receipt


def _taken(arrival: Arrival) -> tuple[Receipt, str]:
    for left in reversed(range(TRIES)):
        try:
            with taking_turns(), transaction.atomic():
                return _Taking(arrival).take()
        except IntegrityError:
            if not left:
                raise
    raise AssertionError("the last try returns or raises")


class _Taking:
    """The work inside the transaction: what is known of it, and what it therefore is."""

    def __init__(self, arrival: Arrival) -> None:
        self.arrival, self.sender, self.form = arrival, arrival.sender, arrival.form
        self.instance_id = arrival.instance.instance_id

    @cached_property
    def files(self) -> list[Kept]:
        """The rows of the files that came."""
        return file_rows(self.arrival.files, self.sender.programme)

    def take(self) -> tuple[Receipt, str]:
        """Return the receipt, and the reason why it is refused although it was kept."""
        known = self._known(self.instance_id)
        if known is not None and known.sha256 != self.arrival.sha256:
            if "instance-differs" not in self.arrival.allowed:
                raise Refused("instance-differs")
            return self._released_beside(known)
        if known is not None:
            return self._again(known)
        if self.arrival.instance.deprecated_id:
            return self._edit()
        return self._new(), ""

    def _known(self, instance_id: str) -> SubmissionVersion | None:
        found = SubmissionVersion.objects.select_related("submission")
        return found.filter(form=self.form, instance_id=instance_id).first()

    def _again(self, known: SubmissionVersion) -> tuple[Receipt, str]:
        submission = known.submission
        if submission.purged_at is not None:
            forget_bytes(self.files)
            self._record("field.submission.sent_again", submission)
            return Receipt(submission, known, is_new=False), ""
        if submission.deleted_at is not None:
            self._record("field.submission.sent_again", submission)
            return Receipt(submission, known, is_new=False), ""
        new, conflicts = add_files(known, self.files)
        if new:
            note_awaited(submission, known)
            self._record("field.submission.files_received", submission, files=new)
            self._follow(submission)
        refused = "superseded" if known.is_branch else "file-differs" if conflicts else ""
        return Receipt(submission, known, is_new=bool(new), conflicts=conflicts), refused

    def _new(self) -> Receipt:
        submission = self.arrival.submission()
        submission.save()
        version = self._version(submission, 1, self.instance_id)
        self._record("field.submission.received", submission, files=len(self.files))
        self._follow(submission)
        return Receipt(submission, version, is_new=True)

    def _edit(self) -> tuple[Receipt, str]:
        before = self._known(self.arrival.instance.deprecated_id)
        if before is None:
            if "unknown-edit" not in self.arrival.allowed:
                raise Refused("unknown-edit")
            return self._new(), ""
        submission = Submission.objects.select_for_update().get(pk=before.submission_id)
        self._may_edit(submission)
        stands = SubmissionVersion.objects.get(submission=submission, number=submission.current)
        branch = before.pk != stands.pk
        version = self._corrected(submission, self.instance_id, branch=branch, before=before)
        return Receipt(submission, version, is_new=True), "superseded" if branch else ""

    def _may_edit(self, submission: Submission) -> None:
        device, allowed = self.sender.device, self.arrival.allowed
        own = submission.device_id == (device.pk if device else None)
        if device is None:
            own = submission.by_id == self.sender.member.user_id
        free = self.form.editing == Form.Editing.ANY or "not-your-report" in allowed
        if not (own or free):
            raise Refused("not-your-report")
        gone = submission.deleted_at is not None or submission.purged_at is not None
        if gone and "edit-of-deleted" not in allowed:
            raise Refused("edit-of-deleted")

    def _released_beside(self, known: SubmissionVersion) -> tuple[Receipt, str]:
        """Take other answers under a known identifier as a correction, because a person said so."""
        submission = Submission.objects.select_for_update().get(pk=known.submission_id)
        renamed = f"{self.instance_id[:430]}#{self.arrival.sha256}"
        again = self._known(renamed)
        if again is not None:
            return Receipt(submission, again, is_new=False), ""
        version = self._corrected(submission, renamed, branch=False)
        return Receipt(submission, version, is_new=True), ""

    def _corrected(
        self,
        submission: Submission,
        instance_id: str,
        *,
        branch: bool,
        before: SubmissionVersion | None = None,
    ) -> SubmissionVersion:
        if submission.purged_at is not None:  # a person let content in again: it is kept again
            submission.purged_at = None
            submission.save(update_fields=["purged_at"])
        latest = submission.versions.order_by("-number").values_list("number", flat=True)[0]
        version = self._version(submission, latest + 1, instance_id, branch=branch, before=before)
        if not branch:
            submission.current, submission.review = version.number, Submission.Review.EDITED
            submission.save(update_fields=["current", "review"])
            self._follow(submission)
        self._record("field.submission.edited", submission, number=version.number, branch=branch)
        return version

    def _version(
        self,
        submission: Submission,
        number: int,
        instance_id: str,
        *,
        branch: bool = False,
        before: SubmissionVersion | None = None,
    ) -> SubmissionVersion:
        version = self.arrival.version(submission, number, instance_id, branch=branch)
        version.save()
        rows = expected(version, self.arrival.names, self.files)
        if before is not None:
            rows = kept_by(version, rows, carried_over(before, self.arrival.names))
        Attachment.objects.bulk_create(rows)
        if not branch:
            submission.awaits_media = awaits(rows)
            submission.save(update_fields=["awaits_media"])
        return version

    def _follow(self, submission: Submission) -> None:
        Submission.objects.filter(pk=submission.pk).update(
            mapping_state=Submission.MappingState.WAITING
        )
        enqueue_followers(self.sender.programme)
        if self.sender.device is not None:
            devices.note_seen(self.sender.device, sent=True)

    def _record(self, action: str, submission: Submission, **data: object) -> None:
        audit.record(
            action,
            by=self.sender.member.user,
            programme=self.sender.programme,
            record=submission,
            data={"channel": self.sender.channel, **data},
        )
