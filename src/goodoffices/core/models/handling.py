"""What a programme says of each kind of record: why it is kept, on what ground, until when."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django_scopes import ScopedManager


class Handling(models.Model):
    """The programme's statement about one kind of record (`core.retention`).

    ``keep`` says in words how long it is kept and what then happens; ``review_on`` is the day on
    which the statement has to be looked at again. After ``keep_days`` a record is listed as over
    its time; where the programme ``purges`` the kind, it then goes with the next purge.
    """

    programme = models.ForeignKey("core.Programme", models.CASCADE, related_name="handlings")
    kind = models.CharField(max_length=40)
    purpose = models.TextField(blank=True)
    legal_basis = models.TextField(blank=True)
    keep = models.TextField(blank=True)
    review_on = models.DateField(null=True)
    keep_days = models.PositiveIntegerField(null=True)
    purges = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = ScopedManager(programme="programme")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "kind"], name="handling_of_kind_once"),
            models.CheckConstraint(
                condition=models.Q(keep_days=None) | models.Q(keep_days__gte=1),
                name="handling_keeps_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(purges=False) | models.Q(keep_days__isnull=False),
                name="handling_purges_after_days",
            ),
        ]

    def __str__(self) -> str:
        return self.kind


class Hold(models.Model):
    """A record that must not go, and why: a court, a claim, an inquiry (a legal hold)."""

    programme = models.ForeignKey("core.Programme", models.CASCADE, related_name="holds")
    kind = models.CharField(max_length=40)
    object_id = models.BigIntegerField()
    object_code = models.CharField(max_length=40)
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    objects = ScopedManager(programme="programme")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "kind", "object_id"],
                condition=models.Q(ended_at=None),
                name="hold_on_record_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_code}"
