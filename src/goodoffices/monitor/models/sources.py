"""Sources and their dated grades of reliability."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django_scopes import ScopedManager

from goodoffices.core.models import Protected


class Source(Protected):
    """Who says things: an officer, a hospital, a newspaper, a data set.

    ``reliability`` repeats the latest `SourceGrade` (``F``: cannot be judged) for lists.
    """

    kind = models.CharField(max_length=32)
    name = models.CharField(max_length=200)
    labels = models.JSONField(default=dict)
    languages = models.JSONField(default=list)
    office = models.ForeignKey("core.Office", models.SET_NULL, null=True, blank=True)
    copies_from = models.ForeignKey("self", models.SET_NULL, null=True, blank=True)
    reliability = models.CharField(max_length=1, default="F")
    external_key = models.CharField(max_length=100, blank=True)
    note = models.TextField(blank=True)
    licence = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta(Protected.Meta):
        constraints = [
            *Protected.Meta.constraints,
            models.UniqueConstraint(fields=["programme", "name"], name="source_name_once"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The source's name in the reader's language, else its principal name."""
        from django.utils.translation import get_language

        labels: dict[str, str] = self.labels
        return labels.get((get_language() or "en")[:2]) or self.name


class SourceGrade(models.Model):
    """A judgement of a source's reliability (A-F), valid from a day on; appended, never edited."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="grades")
    reliability = models.CharField(max_length=1)
    since = models.DateField()
    reason = models.TextField()
    by = models.ForeignKey("core.User", models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = ScopedManager(programme="source__programme")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(reliability__in=list("ABCDEF")), name="source_grade_a_to_f"
            )
        ]

    def __str__(self) -> str:
        return f"{self.reliability} {self.since}"
