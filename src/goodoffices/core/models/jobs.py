"""Background work that a person waits for: what it is, how far it has got, what came of it."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django_scopes import ScopedManager

from goodoffices.core.codes import new_code


class Job(models.Model):
    """One piece of background work with its progress; survives a killed worker.

    ``worker`` names the process that runs it; ``heartbeat_at`` is its last sign of life. No
    worker takes it up before ``not_before``.
    """

    class State(models.TextChoices):
        """Where a job stands."""

        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        CANCELLED = "cancelled"

    programme = models.ForeignKey("core.Programme", models.CASCADE)
    code = models.CharField(max_length=16, unique=True, default=new_code)
    kind = models.CharField(max_length=60)
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(null=True)
    note = models.CharField(max_length=300, blank=True)
    error_code = models.CharField(max_length=60, blank=True)
    error = models.TextField(blank=True)
    result = models.JSONField(default=dict)
    worker = models.CharField(max_length=100, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    by = models.ForeignKey("core.User", models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    not_before = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    heartbeat_at = models.DateTimeField(null=True)
    cancel_asked_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = ScopedManager(programme="programme")

    class Meta:
        indexes = [
            models.Index(fields=["programme", "-created_at"], name="job_newest"),
            models.Index(
                fields=["state", "id"],
                condition=models.Q(state__in=["waiting", "running"]),
                name="job_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.code}"

    @property
    def is_open(self) -> bool:
        """Say whether it still waits or runs."""
        return self.state in (self.State.WAITING, self.State.RUNNING)
