"""Evidence: files kept under the hash of their bytes, and what is known of each."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django_scopes import ScopedManager

from goodoffices.core.models.base import Protected


class StoredFile(models.Model):
    """Bytes on disk under their SHA-256, once per programme however often they arrive."""

    programme = models.ForeignKey("core.Programme", models.CASCADE)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=100)
    stored_at = models.DateTimeField(default=timezone.now)

    objects = ScopedManager(programme="programme")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "sha256"], name="stored_file_once"),
            models.CheckConstraint(condition=models.Q(size__gte=0), name="stored_file_size"),
        ]

    def __str__(self) -> str:
        return self.sha256[:12]


class Evidence(Protected):
    """A file as somebody handed it in: its name then, who gave it, what it shows."""

    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="uses")
    original_name = models.CharField(max_length=255)
    caption = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey("core.User", models.SET_NULL, null=True, related_name="+")
    received_at = models.DateTimeField(default=timezone.now)
