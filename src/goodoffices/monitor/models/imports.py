"""Imports: a file that was loaded, how far it got, what it brought, what it held that was bad."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django_scopes import ScopedManager

from goodoffices.core.codes import new_code
from goodoffices.monitor.models.sources import Source


class SavedMapping(models.Model):
    """Which column of somebody's table means what, kept under a name for the next file."""

    programme = models.ForeignKey("core.Programme", models.CASCADE)
    code = models.CharField(max_length=16, unique=True, default=new_code)
    name = models.CharField(max_length=100)
    mapping = models.JSONField()
    by = models.ForeignKey("core.User", models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = ScopedManager(programme="programme")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "name"], name="saved_mapping_once")
        ]

    def __str__(self) -> str:
        return self.name


class Import(models.Model):
    """One file loaded through one reader. ``rows_done`` is where a killed import goes on.

    The counts and ``rows_done`` are written in the transaction of the rows they count.
    ``missing`` is how many reports of the source a complete release no longer holds; they are
    marked as withdrawn only when a person confirms it (``confirmed_at``).
    """

    programme = models.ForeignKey("core.Programme", models.CASCADE)
    code = models.CharField(max_length=16, unique=True, default=new_code)
    source = models.ForeignKey(Source, models.PROTECT, null=True, related_name="imports")
    reader = models.CharField(max_length=40)
    mapping = models.JSONField(default=dict)
    release = models.CharField(max_length=100, blank=True)
    complete = models.BooleanField(default=False)
    tlp = models.PositiveSmallIntegerField(default=2)
    file = models.ForeignKey("core.StoredFile", models.PROTECT, null=True)
    original_name = models.CharField(max_length=255)
    encoding = models.CharField(max_length=20, blank=True)
    form = models.CharField(max_length=200, blank=True)
    job = models.OneToOneField("core.Job", models.SET_NULL, null=True, related_name="imported")
    rows_total = models.BigIntegerField(null=True)
    rows_done = models.BigIntegerField(default=0)
    added = models.BigIntegerField(default=0)
    changed = models.BigIntegerField(default=0)
    unchanged = models.BigIntegerField(default=0)
    withdrawn = models.BigIntegerField(default=0)
    reinstated = models.BigIntegerField(default=0)
    rejected = models.BigIntegerField(default=0)
    missing = models.BigIntegerField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    by = models.ForeignKey("core.User", models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    objects = ScopedManager(programme="programme")

    class Meta:
        indexes = [models.Index(fields=["programme", "-created_at"], name="import_newest")]

    def __str__(self) -> str:
        return self.original_name


class ImportMissing(models.Model):
    """A report that a complete release of its source no longer holds; it waits for a decision."""

    imported = models.ForeignKey(Import, models.CASCADE, related_name="missing_reports")
    report = models.ForeignKey("monitor.Report", models.CASCADE, related_name="+", db_index=False)

    objects = ScopedManager(programme="imported__programme")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["imported", "report"], name="import_missing_once")
        ]

    def __str__(self) -> str:
        return f"{self.imported_id} {self.report_id}"


class ImportRejection(models.Model):
    """One row that was not taken: its line, column, value and the reason."""

    imported = models.ForeignKey(Import, models.CASCADE, related_name="rejections")
    line = models.BigIntegerField()
    column = models.CharField(max_length=120, blank=True)
    value = models.CharField(max_length=500, blank=True)
    reason = models.CharField(max_length=40)
    external_id = models.CharField(max_length=200, blank=True)
    detail = models.JSONField(default=dict)

    objects = ScopedManager(programme="imported__programme")

    def __str__(self) -> str:
        return f"{self.imported_id} {self.line}"
