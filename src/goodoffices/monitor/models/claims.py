"""Claims: each one value that one report gives, kept side by side with all others."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.db.models import F, Q
from django_scopes import ScopedManager

from goodoffices.monitor.models.reports import Report


class Claim(models.Model):
    """One value (a date, a place, a type, a party, a toll) that one version of a report gives.

    Only the columns of its kind are filled. ``is_current`` is false once a newer version of the
    report has claims of its own; the row stays. Days are proleptic Gregorian ordinals, degrees
    WGS 84, tolls counts of people; None is "not known" and never 0.
    """

    class Kind(models.TextChoices):
        """What a claim is about."""

        DATE = "date"
        PLACE = "place"
        TYPE = "type"
        PARTY = "party"
        TOLL = "toll"

    report = models.ForeignKey(Report, models.CASCADE, related_name="claims", db_index=False)
    version = models.PositiveIntegerField(default=1)
    is_current = models.BooleanField(default=True)
    kind = models.CharField(max_length=5, choices=Kind.choices)
    quote = models.CharField(max_length=500, blank=True)
    precision = models.CharField(max_length=10, blank=True)
    source_code = models.CharField(max_length=120, blank=True)

    edtf = models.CharField(max_length=40, blank=True)
    first_day = models.IntegerField(null=True)
    last_day = models.IntegerField(null=True)

    place = models.ForeignKey(
        "core.Place", models.PROTECT, null=True, related_name="+", db_index=False
    )
    place_text = models.CharField(max_length=300, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    radius_m = models.PositiveIntegerField(null=True)

    event_type = models.CharField(max_length=40, blank=True)

    party = models.ForeignKey(
        "core.Party", models.PROTECT, null=True, related_name="+", db_index=False
    )
    party_text = models.CharField(max_length=250, blank=True)
    role = models.CharField(max_length=16, blank=True)

    measure = models.CharField(max_length=20, blank=True)
    category = models.CharField(max_length=20, blank=True)
    low = models.IntegerField(null=True)
    best = models.IntegerField(null=True)
    high = models.IntegerField(null=True)
    remark = models.CharField(max_length=40, blank=True)

    objects = ScopedManager(programme="report__programme")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(low__isnull=True) | Q(low__gte=0))
                & (Q(low__isnull=True) | Q(best__isnull=True) | Q(low__lte=F("best")))
                & (Q(best__isnull=True) | Q(high__isnull=True) | Q(best__lte=F("high")))
                & (Q(low__isnull=True) | Q(high__isnull=True) | Q(low__lte=F("high"))),
                name="claim_toll_in_order",
            ),
            models.CheckConstraint(
                condition=Q(first_day__isnull=True)
                | Q(last_day__isnull=True)
                | Q(first_day__lte=F("last_day")),
                name="claim_days_in_order",
            ),
        ]
        indexes = [models.Index(fields=["report", "version"], name="claim_of_report")]

    @classmethod
    def of_reports(cls, report_ids: Iterable[int]) -> models.QuerySet[Claim]:
        """Return the claims of reports that are known to be of the programme in scope.

        Not scoped again: asked for reports and programme, SQLite goes through all the programme's.
        """
        return cls._base_manager.filter(report_id__in=report_ids)

    def __str__(self) -> str:
        return f"{self.kind} {self.report_id}"
