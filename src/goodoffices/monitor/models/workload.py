"""Workload: who was asked to deal with a report or an incident, by when."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django_scopes import ScopedManager

from goodoffices.core.codes import new_code
from goodoffices.monitor.models.incidents import Incident
from goodoffices.monitor.models.reports import Report


class Assignment(models.Model):
    """That a member was asked to deal with a report or an incident; appended, never edited.

    It ends once: ``done``, ``taken-back`` or ``handed-on`` to another member, whose assignment
    names this one as ``follows``. A record has one open assignment at a time.
    """

    class Ending(models.TextChoices):
        """How it ended."""

        DONE = "done"
        TAKEN_BACK = "taken-back"
        HANDED_ON = "handed-on"

    programme = models.ForeignKey("core.Programme", models.CASCADE, db_index=False)
    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    report = models.ForeignKey(
        Report, models.CASCADE, null=True, related_name="assignments", db_index=False
    )
    incident = models.ForeignKey(
        Incident, models.CASCADE, null=True, related_name="assignments", db_index=False
    )
    to = models.ForeignKey("core.Membership", models.CASCADE, related_name="+", db_index=False)
    due = models.DateField(null=True)
    note = models.CharField(max_length=500, blank=True)
    follows = models.OneToOneField("self", models.PROTECT, null=True, related_name="followed_by")
    by = models.ForeignKey(
        "core.User", models.SET_NULL, null=True, related_name="+", db_index=False
    )
    at = models.DateTimeField(default=timezone.now)
    ending = models.CharField(max_length=10, choices=Ending.choices, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        "core.User", models.SET_NULL, null=True, related_name="+", db_index=False
    )
    ended_reason = models.CharField(max_length=500, blank=True)

    objects = ScopedManager(programme="programme")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(report__isnull=False, incident__isnull=True)
                | Q(report__isnull=True, incident__isnull=False),
                name="assignment_is_of_one",
            ),
            models.CheckConstraint(
                condition=Q(ending="", ended_at__isnull=True)
                | (~Q(ending="") & Q(ended_at__isnull=False)),
                name="assignment_ended_somehow",
            ),
            models.UniqueConstraint(
                fields=["report"],
                condition=Q(ending="", report__isnull=False),
                name="assignment_of_report_once",
            ),
            models.UniqueConstraint(
                fields=["incident"],
                condition=Q(ending="", incident__isnull=False),
                name="assignment_of_incident_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["programme", "to", "due"], condition=Q(ending=""), name="assignment_open"
            ),
            models.Index(fields=["report", "at"], name="assignment_of_report"),
            models.Index(fields=["incident", "at"], name="assignment_of_incident"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def record(self) -> Report | Incident:
        """The report or incident it is about."""
        found = self.report or self.incident
        assert found is not None
        return found

    @property
    def is_open(self) -> bool:
        """Say whether it is still to be done."""
        return not self.ending
