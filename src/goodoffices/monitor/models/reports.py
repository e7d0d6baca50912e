"""Reports as received: never altered; a change by the source is a new version."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django_scopes import ScopedManager

from goodoffices.core.models import Protected
from goodoffices.monitor.models.sources import Source

WAITING = models.Q(is_linked=False, set_aside_at__isnull=True, withdrawn_at__isnull=True)
"""A report that nobody has decided on yet."""


class Report(Protected):
    """What one source said once. The words stand in its versions; this row says which is current.

    ``external_id`` is the source's own id, stable over its releases (empty for reports typed in
    by hand); ``first_day``/``last_day`` repeat the current date claim as proleptic Gregorian
    ordinals; ``is_linked`` repeats whether any incident holds the report. ``submission`` is the
    filled form it was made of, where it came from the field: one submission is one report, ever.
    ``words_gone_at`` is when its words were purged: what it said in figures stays.
    """

    source = models.ForeignKey(Source, models.PROTECT, related_name="reports", db_index=False)
    external_id = models.CharField(max_length=200, blank=True)
    channel = models.CharField(max_length=32, default="form")
    office = models.ForeignKey("core.Office", models.SET_NULL, null=True, db_index=False)
    language = models.CharField(max_length=8, default="en")
    title = models.CharField(max_length=300, blank=True)
    credibility = models.PositiveSmallIntegerField(null=True)
    current = models.PositiveIntegerField(default=1)
    first_day = models.IntegerField(null=True)
    last_day = models.IntegerField(null=True)
    received_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)
    withdrawn_in = models.ForeignKey(
        "monitor.Import", models.PROTECT, null=True, related_name="withdrawals", db_index=False
    )
    is_linked = models.BooleanField(default=False)
    set_aside_at = models.DateTimeField(null=True)
    words_gone_at = models.DateTimeField(null=True)
    imported = models.ForeignKey(
        "monitor.Import", models.PROTECT, null=True, related_name="reports", db_index=False
    )
    submission = models.OneToOneField(
        "field.Submission", models.PROTECT, null=True, related_name="report"
    )
    by = models.ForeignKey(
        "core.User", models.SET_NULL, null=True, related_name="+", db_index=False
    )

    class Meta(Protected.Meta):
        constraints = [
            *Protected.Meta.constraints,
            models.UniqueConstraint(
                fields=["source", "external_id"],
                condition=~models.Q(external_id=""),
                name="report_external_id_once",
            ),
            models.CheckConstraint(
                condition=models.Q(credibility__isnull=True)
                | models.Q(credibility__gte=1, credibility__lte=6),
                name="report_credibility_1_to_6",
            ),
        ]
        indexes = [
            models.Index(
                fields=["programme", "-received_at", "tlp", "is_linked", "source"],
                name="report_newest",
            ),
            models.Index(
                fields=["programme", "-first_day", "tlp", "source", "is_linked"],
                name="report_by_day",
            ),
            models.Index(fields=["source", "-received_at"], name="report_of_source"),
            models.Index(
                fields=["office", "-received_at", "tlp"],
                condition=models.Q(office__isnull=False),
                name="report_of_office",
            ),
            models.Index(
                fields=["programme", "-received_at", "tlp"],
                condition=WAITING,
                name="report_waiting",
            ),
            models.Index(
                fields=["programme", "-received_at", "tlp"],
                condition=models.Q(imported__isnull=True),
                name="report_not_loaded",
            ),
            models.Index(
                fields=["imported"],
                condition=models.Q(imported__isnull=False),
                name="report_of_import",
            ),
            models.Index(
                fields=["withdrawn_in"],
                condition=models.Q(withdrawn_in__isnull=False),
                name="report_withdrawn_in",
            ),
        ]

    @classmethod
    def known(cls, report_ids: Iterable[int]) -> models.QuerySet[Report]:
        """Return reports by ids that are known to be of the programme in scope, whoever may see
        them.

        Not scoped again: asked for ids and programme, SQLite goes through all the programme's.
        """
        return cls._base_manager.filter(pk__in=list(report_ids))

    @property
    def why_withdrawn(self) -> str:
        """Why the report is marked as withdrawn, in the reader's language where we said it."""
        return {
            "withdrawn-by-publisher": _("Its publisher withdrew it."),
            "not-in-release": _("The publisher's complete release holds it no more."),
        }.get(self.withdrawn_reason, self.withdrawn_reason)


class ReportVersion(models.Model):
    """The words of a report as they arrived: ``raw`` byte for byte, under its SHA-256."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    raw = models.TextField(blank=True)
    digest = models.CharField(max_length=64)
    title = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    language = models.CharField(max_length=8, default="en")
    links = models.JSONField(default=list)
    published = models.CharField(max_length=40, blank=True)
    received_at = models.DateTimeField(default=timezone.now)
    imported = models.ForeignKey(
        "monitor.Import", models.PROTECT, null=True, related_name="versions", db_index=False
    )
    by = models.ForeignKey(
        "core.User", models.SET_NULL, null=True, related_name="+", db_index=False
    )

    objects = ScopedManager(programme="report__programme")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="report_version_once")
        ]
        indexes = [
            models.Index(
                fields=["imported"], condition=models.Q(number__gt=1), name="revision_of_import"
            )
        ]

    @classmethod
    def of_reports(cls, report_ids: Iterable[int]) -> models.QuerySet[ReportVersion]:
        """Return the versions of reports that are known to be of the programme in scope."""
        return cls._base_manager.filter(report_id__in=list(report_ids))

    def __str__(self) -> str:
        return f"{self.report_id} v{self.number}"


class ReportEvidence(models.Model):
    """A file that came with a report."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="attachments")
    evidence = models.ForeignKey("core.Evidence", models.PROTECT, related_name="+")

    objects = ScopedManager(programme="report__programme")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "evidence"], name="report_evidence_once")
        ]

    @classmethod
    def of_reports(cls, report_ids: Iterable[int]) -> models.QuerySet[ReportEvidence]:
        """Return the files of reports that are known to be of the programme in scope."""
        return cls._base_manager.filter(report_id__in=list(report_ids))

    def __str__(self) -> str:
        return f"{self.report_id} {self.evidence_id}"
