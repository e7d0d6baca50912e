"""Web pages that reports link to: which were saved, and as which evidence."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from goodoffices.monitor.models.reports import Report


class SavedPage(models.Model):
    """One link of a report whose page was to be saved; ``evidence`` is the copy once it is there.

    ``why`` says what stood in the way of the last try.
    """

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", _("is to be saved")
        SAVED = "saved", _("saved")
        FAILED = "failed", _("could not be saved")

    report = models.ForeignKey(Report, models.CASCADE, related_name="pages")
    url = models.CharField(max_length=2000)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    why = models.CharField(max_length=20, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField(default=timezone.now)
    evidence = models.ForeignKey("core.Evidence", models.PROTECT, null=True, related_name="+")

    objects = ScopedManager(programme="report__programme")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "url"], name="saved_page_once"),
            models.CheckConstraint(
                condition=models.Q(state="saved", evidence__isnull=False)
                | (models.Q(evidence=None) & ~models.Q(state="saved")),
                name="saved_page_is_evidence",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.state}"
