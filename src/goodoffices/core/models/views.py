"""A member's own arrangements: saved views, and when they last looked."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django_scopes import ScopedManager

from goodoffices.core.codes import new_code


class SavedView(models.Model):
    """A filtered page under a name: the page and the query string, nothing else."""

    programme = models.ForeignKey("core.Programme", models.CASCADE)
    membership = models.ForeignKey("core.Membership", models.CASCADE, related_name="saved_views")
    code = models.CharField(max_length=16, unique=True, default=new_code)
    page = models.CharField(max_length=40)
    name = models.CharField(max_length=100)
    query = models.TextField(blank=True)
    shared = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    objects = ScopedManager(programme="programme")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["membership", "page", "name"], name="saved_view_once")
        ]

    def __str__(self) -> str:
        return self.name


class Visit(models.Model):
    """When a member last looked at a page: ``before`` is the visit that "since" counts from.

    A visit ends after half an hour without a look; only then does ``before`` move on.
    """

    programme = models.ForeignKey("core.Programme", models.CASCADE)
    membership = models.ForeignKey("core.Membership", models.CASCADE, related_name="visits")
    page = models.CharField(max_length=40)
    before = models.DateTimeField(null=True)
    latest = models.DateTimeField(default=timezone.now)

    objects = ScopedManager(programme="programme")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["membership", "page"], name="visit_once")]

    def __str__(self) -> str:
        return f"{self.page} {self.latest:%Y-%m-%d %H:%M}"
