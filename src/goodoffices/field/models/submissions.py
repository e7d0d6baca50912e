"""Submissions: what came from the field, byte for byte, with its files and its edits."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_scopes import ScopedManager

from goodoffices.core.models import Protected
from goodoffices.field.models.devices import Device
from goodoffices.field.models.forms import Form, FormVersion, Mapping


class Submission(Protected):
    """One filled form, through all its edits. ``root_id`` is the instanceID it began with.

    ``mapping_state``: waiting (nothing was tried yet), mapped, unmapped (nobody has confirmed
    what the form's questions mean, or the form makes no report), sealed (encrypted on the phone),
    failed (``flags`` says why). ``answers`` maps the path of a question to its text, a path in a
    repeat to ``{"place/people[2]/age": "17"}``; written by the reading task from the current
    version. ``flags`` are codes of `field.flags`. ``latitude``/``longitude`` are the first point
    answered (WGS 84). From ``purged_at`` on its content is gone, all versions and notes with it:
    what stays is that it came, when, under which identifiers and hashes
    (`field.services.emptying`).
    """

    class Review(models.TextChoices):
        """What the people who read it have decided about it."""

        RECEIVED = "received", pgettext_lazy("state of a submission", "Received")
        QUESTION = "question", _("Has a question")
        EDITED = "edited", _("Edited since")
        APPROVED = "approved", _("Approved")
        REJECTED = "rejected", _("Rejected")

    class MappingState(models.TextChoices):
        """Whether it became a report."""

        WAITING = "waiting", _("Waiting")
        MAPPED = "mapped", _("Became a report")
        UNMAPPED = "unmapped", _("Not mapped")
        SEALED = "sealed", _("Encrypted")
        FAILED = "failed", _("Could not be mapped")

    form = models.ForeignKey(Form, models.PROTECT, related_name="submissions", db_index=False)
    root_id = models.CharField(max_length=500)
    current = models.PositiveIntegerField(default=1)
    device = models.ForeignKey(Device, models.PROTECT, null=True, related_name="submissions")
    office = models.ForeignKey("core.Office", models.SET_NULL, null=True, db_index=False)
    by = models.ForeignKey("core.User", models.SET_NULL, null=True, related_name="+")
    channel = models.CharField(max_length=12, default="openrosa")
    received_at = models.DateTimeField(default=timezone.now)
    review = models.CharField(max_length=10, choices=Review.choices, default=Review.RECEIVED)
    awaits_media = models.BooleanField(default=False)
    mapping_state = models.CharField(
        max_length=10, choices=MappingState.choices, default=MappingState.WAITING
    )
    mapped_with = models.ForeignKey(Mapping, models.SET_NULL, null=True, related_name="+")
    answers = models.JSONField(default=dict)
    flags = models.JSONField(default=list)
    language = models.CharField(max_length=8, blank=True)
    name = models.CharField(max_length=300, blank=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    deleted_at = models.DateTimeField(null=True)
    purged_at = models.DateTimeField(null=True)

    class Meta(Protected.Meta):
        constraints = [
            *Protected.Meta.constraints,
            models.UniqueConstraint(fields=["form", "root_id"], name="submission_once"),
            models.CheckConstraint(
                condition=models.Q(purged_at=None) | ~models.Q(mapping_state="waiting"),
                name="submission_purged_is_not_read",
            ),
        ]
        indexes = [
            models.Index(fields=["form", "-received_at"], name="submission_of_form"),
            models.Index(fields=["programme", "-received_at", "tlp"], name="submission_newest"),
            models.Index(fields=["device", "-received_at"], name="submission_of_device"),
            models.Index(
                fields=["programme", "id"],
                condition=models.Q(mapping_state="waiting"),
                name="submission_waiting",
            ),
        ]


class SubmissionVersion(models.Model):
    """The XML of a submission as it arrived; an edit is a new row, the old one stays.

    ``instance_id`` is what this version called itself, once per form; ``deprecated_id`` the one
    it replaces. ``xml`` is byte for byte under ``sha256``. ``is_branch``: an edit of a version
    that another edit had replaced already; it waits for a person. ``clock_off`` is how many
    seconds the phone's clock was away from ours, where it said.
    """

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="versions")
    form = models.ForeignKey(Form, models.PROTECT, related_name="+", db_index=False)
    form_version = models.ForeignKey(FormVersion, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(default=1)
    instance_id = models.CharField(max_length=500)
    deprecated_id = models.CharField(max_length=500, blank=True)
    is_branch = models.BooleanField(default=False)
    is_encrypted = models.BooleanField(default=False)
    xml = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    device = models.ForeignKey(Device, models.PROTECT, null=True, related_name="+", db_index=False)
    by = models.ForeignKey(
        "core.User", models.SET_NULL, null=True, related_name="+", db_index=False
    )
    received_at = models.DateTimeField(default=timezone.now)
    clock_off = models.BigIntegerField(null=True)

    objects = ScopedManager(programme="form__programme")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["form", "instance_id"], name="instance_id_once"),
            models.UniqueConstraint(fields=["submission", "number"], name="submission_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.submission_id} v{self.number}"


class Attachment(models.Model):
    """A file of one version of a submission, under the exact name the phone gave it.

    ``expected``: the XML names it and it has not come; ``present``; ``unreferenced``: it came and
    the XML does not name it; ``conflict``: other bytes came later under the same name.
    """

    class State(models.TextChoices):
        """Whether the file is here, and whether the XML speaks of it."""

        EXPECTED = "expected", _("Awaited")
        PRESENT = "present", _("Here")
        UNREFERENCED = "unreferenced", _("Not named in the form")
        CONFLICT = "conflict", _("Second file of this name")

    version = models.ForeignKey(SubmissionVersion, models.CASCADE, related_name="attachments")
    name = models.TextField()
    file = models.ForeignKey("core.StoredFile", models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=12, choices=State.choices)
    received_at = models.DateTimeField(null=True)

    objects = ScopedManager(programme="version__form__programme")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "name"],
                condition=~models.Q(state="conflict"),
                name="attachment_name_once",
            ),
            models.UniqueConstraint(
                fields=["version", "name", "file"], name="attachment_bytes_once"
            ),
            models.CheckConstraint(
                condition=models.Q(state="expected", file__isnull=True)
                | (~models.Q(state="expected") & models.Q(file__isnull=False)),
                name="attachment_here_has_bytes",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SubmissionNote(models.Model):
    """Something said about a submission; appended, never edited.

    A ``question`` goes back to the officer who sent it, an ``answer`` comes from them; a
    ``comment`` stays among those who read submissions; a ``review`` sets the state in ``state``.
    ``question`` is the one that an answer answers.
    """

    class Kind(models.TextChoices):
        """Who it is for."""

        COMMENT = "comment", _("Comment")
        QUESTION = "question", _("Question")
        ANSWER = "answer", _("Answer")
        REVIEW = "review", _("Review")

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="notes")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=Submission.Review.choices, blank=True)
    text = models.TextField(blank=True)
    question = models.ForeignKey("self", models.CASCADE, null=True, related_name="answers")
    by = models.ForeignKey("core.User", models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = ScopedManager(programme="submission__programme")

    def __str__(self) -> str:
        return f"{self.submission_id} {self.kind}"
