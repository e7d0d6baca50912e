"""What was refused: kept byte for byte, until somebody releases or discards it."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django_scopes import ScopedManager

from goodoffices.core.codes import new_code
from goodoffices.field.models.devices import Device


class QuarantinedPost(models.Model):
    """One refused post. ``reason`` is a code of `field.refusals`; ``body`` is the XML part (or
    the whole body where it could not be taken apart), ``sha256`` its hash.

    The same bytes refused again for the same reason are counted in ``times``, not kept twice.
    """

    class Outcome(models.TextChoices):
        """What somebody decided."""

        WAITING = "waiting"
        RELEASED = "released"
        DISCARDED = "discarded"

    programme = models.ForeignKey("core.Programme", models.CASCADE, db_index=False)
    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    reason = models.CharField(max_length=40)
    status = models.PositiveSmallIntegerField()
    form = models.ForeignKey("field.Form", models.SET_NULL, null=True, related_name="+")
    xform_id = models.CharField(max_length=200, blank=True)
    xform_version = models.CharField(max_length=200, blank=True)
    instance_id = models.CharField(max_length=500, blank=True)
    body = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    is_xml = models.BooleanField(default=True)
    channel = models.CharField(max_length=12, default="openrosa")
    device = models.ForeignKey(Device, models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey("core.User", models.SET_NULL, null=True, related_name="+")
    times = models.PositiveIntegerField(default=1)
    received_at = models.DateTimeField(default=timezone.now)
    latest_at = models.DateTimeField(default=timezone.now)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.WAITING)
    settled_by = models.ForeignKey("core.User", models.SET_NULL, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    settled_reason = models.TextField(blank=True)
    submission = models.ForeignKey("field.Submission", models.SET_NULL, null=True, related_name="+")

    objects = ScopedManager(programme="programme")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "sha256", "reason"], name="quarantined_once"
            )
        ]
        indexes = [
            models.Index(fields=["programme", "outcome", "-latest_at"], name="quarantine_waiting")
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def tlp(self) -> int:
        """The mark of the form it answers, so that the audit log hides what the form hides."""
        return self.form.tlp if self.form is not None else 0


class QuarantinedFile(models.Model):
    """A file that came with a refused post, under the name it came with."""

    post = models.ForeignKey(QuarantinedPost, models.CASCADE, related_name="files")
    name = models.TextField()
    file = models.ForeignKey("core.StoredFile", models.PROTECT, related_name="+")

    objects = ScopedManager(programme="post__programme")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "name", "file"], name="quarantined_file_once")
        ]

    def __str__(self) -> str:
        return self.name
