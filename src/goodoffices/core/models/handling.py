"""What a programme says of each kind of record: why it is kept, on what ground, until when."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django_scopes import ScopedManager


class Handling(models.Model):
    """The programme's statement about one kind of record (`core.retention`).

    ``keep`` says in words how long it is kept and what then happens; ``review_on`` is the day on
    which the statement has to be looked at again.
    """

    programme = models.ForeignKey("core.Programme", models.CASCADE, related_name="handlings")
    kind = models.CharField(max_length=40)
    purpose = models.TextField(blank=True)
    legal_basis = models.TextField(blank=True)
    keep = models.TextField(blank=True)
    review_on = models.DateField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = ScopedManager(programme="programme")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "kind"], name="handling_of_kind_once")
        ]

    def __str__(self) -> str:
        return self.kind
