"""Devices: what may send in an officer's name, and nothing else."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django_scopes import ScopedManager

from goodoffices.core.codes import new_code


class Device(models.Model):
    """A phone (or a browser with the web form) that lists forms and sends answers.

    Its secret opens nothing else, so that a seized phone betrays no report. Only the SHA-256 of
    the secret is kept; ``ha1`` (MD5 of code, realm and secret) only where Digest is switched on.
    ``queue`` is what the web form last said waits on it: ``{"waiting", "oldest", "shell"}``.
    """

    class Kind(models.TextChoices):
        """Which client the access was issued for."""

        COLLECT = "collect", "ODK Collect"
        WEB = "web", "Web form"

    programme = models.ForeignKey("core.Programme", models.CASCADE)
    membership = models.ForeignKey("core.Membership", models.CASCADE, related_name="devices")
    office = models.ForeignKey("core.Office", models.SET_NULL, null=True)
    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.COLLECT)
    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    ha1 = models.CharField(max_length=32, blank=True)
    by = models.ForeignKey("core.User", models.SET_NULL, null=True, related_name="+")
    issued_at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True)
    revoked_reason = models.CharField(max_length=300, blank=True)
    last_seen_at = models.DateTimeField(null=True)
    last_sent_at = models.DateTimeField(null=True)
    queue = models.JSONField(default=dict)
    queue_at = models.DateTimeField(null=True)

    objects = ScopedManager(programme="programme")

    def __str__(self) -> str:
        return self.name
