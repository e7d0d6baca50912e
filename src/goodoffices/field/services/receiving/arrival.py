"""What is known of one post before anything is written: its answers, its form, its files."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from goodoffices.core.models import Office
from goodoffices.field.models import Form, FormVersion, Submission, SubmissionVersion
from goodoffices.field.services.receiving.finding import file_paths
from goodoffices.field.services.receiving.post import File, Sender
from goodoffices.formats.openrosa import Instance, file_names


@dataclass(frozen=True)
class Arrival:
    """One post, read and found acceptable so far."""

    xml: bytes
    instance: Instance
    form_version: FormVersion
    files: Sequence[File]
    sender: Sender
    allowed: frozenset[str]

    @cached_property
    def sha256(self) -> str:
        """The hash of the XML as it arrived."""
        return hashlib.sha256(self.xml).hexdigest()

    @property
    def form(self) -> Form:
        """The form it answers."""
        return self.form_version.form

    @property
    def office(self) -> Office | None:
        """The office it comes from."""
        device = self.sender.device
        return device.office if device else self.sender.member.office

    @cached_property
    def names(self) -> list[str]:
        """The files the answers speak of."""
        sealed = self.instance.is_encrypted
        return file_names(self.instance, () if sealed else file_paths(self.form_version.pk))

    def submission(self) -> Submission:
        """Return a new submission, not yet written."""
        sender = self.sender
        return Submission(
            programme=sender.programme,
            tlp=self.form.tlp,
            form=self.form,
            root_id=self.instance.instance_id,
            device=sender.device,
            office=self.office,
            by=sender.member.user,
            channel=sender.channel,
        )

    def version(
        self, submission: Submission, number: int, instance_id: str, *, branch: bool = False
    ) -> SubmissionVersion:
        """Return a version of a submission, not yet written."""
        return SubmissionVersion(
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
