"""Webhooks: telling another system of the programme that something arrived."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django_scopes import ScopedManager

from goodoffices.core.codes import new_code
from goodoffices.field.models.forms import Form
from goodoffices.field.models.submissions import SubmissionVersion


class Webhook(models.Model):
    """An address that is told of each new version of a form's submissions.

    ``form`` None stands for every form up to ``tlp``. ``secret`` signs what is sent (HMAC-SHA256).
    """

    programme = models.ForeignKey("core.Programme", models.CASCADE)
    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    name = models.CharField(max_length=100)
    address = models.URLField(max_length=500)
    form = models.ForeignKey(Form, models.CASCADE, null=True, related_name="webhooks")
    tlp = models.PositiveSmallIntegerField(default=2)
    with_answers = models.BooleanField(default=False)
    secret = models.CharField(max_length=64)
    by = models.ForeignKey("core.User", models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    objects = ScopedManager(programme="programme")

    def __str__(self) -> str:
        return self.name


class WebhookDelivery(models.Model):
    """One thing to tell one webhook, and how it went: the retry log."""

    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="deliveries")
    version = models.ForeignKey(SubmissionVersion, models.CASCADE, related_name="+")
    attempts = models.PositiveIntegerField(default=0)
    status = models.PositiveSmallIntegerField(null=True)
    error = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    next_at = models.DateTimeField(null=True, default=timezone.now)
    tried_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)

    objects = ScopedManager(programme="webhook__programme")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["webhook", "version"], name="webhook_told_once")
        ]
        indexes = [
            models.Index(
                fields=["next_at"],
                condition=models.Q(next_at__isnull=False),
                name="webhook_due",
            )
        ]

    def __str__(self) -> str:
        return f"{self.webhook_id} {self.version_id}"
