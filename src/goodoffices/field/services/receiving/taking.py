"""One post: known, new, or a correction; committed as a whole before anything is answered."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from django.db import IntegrityError, transaction

from goodoffices.core import audit
from goodoffices.core.models import Office
from goodoffices.core.turns import taking_turns
from goodoffices.field.following import enqueue_followers
from goodoffices.field.models import Form, FormVersion, Submission, SubmissionVersion
from goodoffices.field.refusals import Refused
from goodoffices.field.services import devices
from goodoffices.field.services.receiving.files import (
    add_files,
    expect,
    file_rows,
    keep_bytes,
    note_awaited,
)
from goodoffices.field.services.receiving.finding import file_paths, version_for
from goodoffices.field.services.receiving.post import File, Post, Receipt, Sender
from goodoffices.formats.openrosa import Instance, Malformed, file_names, read_instance

TRIES = 5
"""How often a post is begun anew because the same one was written by another at that moment."""

NOTHING: frozenset[str] = frozenset()


def receive(post: Post, sender: Sender, *, allowed: frozenset[str] = NOTHING) -> Receipt:
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
    taking = _Taking(post.xml, instance, version, post.files, sender, allowed)
    for left in reversed(range(TRIES)):
        try:
            with taking_turns(), transaction.atomic():
                receipt, refused = taking.take()
            break
        except IntegrityError:
            if not left:
                raise
    if refused:
        raise Refused(refused, receipt)
    return receipt


class _Taking:
    """The work inside the transaction."""

    def __init__(
        self,
        xml: bytes,
        instance: Instance,
        version: FormVersion,
        files: Sequence[File],
        sender: Sender,
        allowed: frozenset[str],
    ) -> None:
        self.xml, self.instance, self._arrived = xml, instance, files
        self.sha256 = hashlib.sha256(xml).hexdigest()
        self.form_version, self.form, self.sender = version, version.form, sender
        self.allowed = allowed
        self.instance_id = instance.instance_id

    def take(self) -> tuple[Receipt, str]:
        """Return the receipt, and the reason why it is refused although it was kept."""
        self.files = file_rows(self._arrived, self.sender.programme)
        known = self._known(self.instance_id) if self._is_known() else None
        if known is not None and known.sha256 != self.sha256:
            if "instance-differs" not in self.allowed:
                raise Refused("instance-differs")
            return self._released_beside(known)
        if known is not None:
            return self._again(known)
        if self.instance.deprecated_id:
            return self._edit()
        return self._new(self.instance_id), ""

    def _is_known(self) -> bool:
        return SubmissionVersion.objects.filter(
            form=self.form, instance_id=self.instance_id
        ).exists()

    def _known(self, instance_id: str) -> SubmissionVersion | None:
        found = SubmissionVersion.objects.select_related("submission")
        return found.filter(form=self.form, instance_id=instance_id).first()

    def _again(self, known: SubmissionVersion) -> tuple[Receipt, str]:
        submission = known.submission
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

    def _new(self, root_id: str) -> Receipt:
        submission = Submission.objects.create(
            programme=self.sender.programme,
            tlp=self.form.tlp,
            form=self.form,
            root_id=root_id,
            device=self.sender.device,
            office=self._office(),
            by=self.sender.member.user,
            channel=self.sender.channel,
        )
        version = self._version(submission, 1, self.instance_id)
        if expect(version, self._names(), self.files):
            submission.awaits_media = True
            submission.save(update_fields=["awaits_media"])
        self._record("field.submission.received", submission, files=len(self.files))
        self._followed()
        return Receipt(submission, version, is_new=True)

    def _edit(self) -> tuple[Receipt, str]:
        before = self._known(self.instance.deprecated_id)
        if before is None:
            if "unknown-edit" not in self.allowed:
                raise Refused("unknown-edit")
            return self._new(self.instance_id), ""
        submission = Submission.objects.select_for_update().get(pk=before.submission_id)
        self._may_edit(submission)
        stands = SubmissionVersion.objects.get(submission=submission, number=submission.current)
        branch = before.pk != stands.pk
        version = self._corrected(submission, self.instance_id, branch=branch)
        return Receipt(submission, version, is_new=True), "superseded" if branch else ""

    def _may_edit(self, submission: Submission) -> None:
        own = submission.device_id == (self.sender.device.pk if self.sender.device else None)
        if self.sender.device is None:
            own = submission.by_id == self.sender.member.user_id
        free = self.form.editing == Form.Editing.ANY or "not-your-report" in self.allowed
        if not (own or free):
            raise Refused("not-your-report")
        if submission.deleted_at is not None and "edit-of-deleted" not in self.allowed:
            raise Refused("edit-of-deleted")

    def _released_beside(self, known: SubmissionVersion) -> tuple[Receipt, str]:
        """Take other answers under a known identifier as a correction, because a person said so."""
        submission = Submission.objects.select_for_update().get(pk=known.submission_id)
        renamed = f"{self.instance_id[:430]}#{self.sha256}"
        again = self._known(renamed)
        if again is not None:
            return Receipt(submission, again, is_new=False), ""
        version = self._corrected(submission, renamed, branch=False)
        return Receipt(submission, version, is_new=True), ""

    def _corrected(
        self, submission: Submission, instance_id: str, *, branch: bool
    ) -> SubmissionVersion:
        latest = submission.versions.order_by("-number").values_list("number", flat=True)[0]
        version = self._version(submission, latest + 1, instance_id, branch=branch)
        awaits = expect(version, self._names(), self.files)
        if not branch:
            submission.current, submission.awaits_media = version.number, awaits
            submission.review = Submission.Review.EDITED
            submission.save(update_fields=["current", "awaits_media", "review"])
            self._follow(submission)
        self._record("field.submission.edited", submission, number=version.number, branch=branch)
        return version

    def _version(
        self, submission: Submission, number: int, instance_id: str, *, branch: bool = False
    ) -> SubmissionVersion:
        return SubmissionVersion.objects.create(
            submission=submission,
            form=self.form,
            form_version=self.form_version,
            number=number,
            instance_id=instance_id,
            deprecated_id=self.instance.deprecated_id,
            is_branch=branch,
            is_encrypted=self.instance.is_encrypted,
            xml=self.xml,
            sha256=self.sha256,
            device=self.sender.device,
            by=self.sender.member.user,
        )

    def _names(self) -> list[str]:
        paths = NOTHING if self.instance.is_encrypted else file_paths(self.form_version.pk)
        return file_names(self.instance, paths)

    def _office(self) -> Office | None:
        device = self.sender.device
        return device.office if device else self.sender.member.office

    def _follow(self, submission: Submission) -> None:
        Submission.objects.filter(pk=submission.pk).update(
            mapping_state=Submission.MappingState.WAITING
        )
        self._followed()

    def _followed(self) -> None:
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
