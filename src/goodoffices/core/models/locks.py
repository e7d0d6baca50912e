"""The switches for the hour an office is raided: who closed what, and who opened it again."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django_scopes import ScopedManager

from goodoffices.core.codes import new_code
from goodoffices.core.shutting import Shut


class Lock(models.Model):
    """A programme, or one office of it, closed for now: how far, by whom, why, until when.

    One person closes; from a page two open again: one asks (``asked_by``), another does it
    (``ended_by``). ``by`` and ``ended_by`` are empty for the command line on the server. What
    holds is written to `Programme.shut`, `Office.shut` and `AuditHead.shut` with each change.
    """

    programme = models.ForeignKey("core.Programme", models.CASCADE, related_name="locks")
    office = models.ForeignKey("core.Office", models.PROTECT, null=True, related_name="locks")
    code = models.CharField(max_length=16, unique=True, default=new_code)
    mode = models.CharField(max_length=10, choices=Shut.choices)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    asked_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True)

    objects = ScopedManager(programme="programme")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme"],
                condition=Q(ended_at=None, office=None),
                name="lock_of_programme_once",
            ),
            models.UniqueConstraint(
                fields=["office"], condition=Q(ended_at=None), name="lock_of_office_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_by=None) | Q(asked_by=None) | ~Q(ended_by=F("asked_by")),
                name="lock_opened_by_two",
            ),
            models.CheckConstraint(
                condition=Q(mode__in=["read-only", "no-access"]), name="lock_mode_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.mode}"
