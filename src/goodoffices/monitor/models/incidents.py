"""Incidents: what happened, as far as known, with the rule behind each shown value."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django_scopes import ScopedManager

from goodoffices import codebook
from goodoffices.core.models import Protected
from goodoffices.core.models.base import VisibleManager, scoped
from goodoffices.core.tlp import TLP
from goodoffices.monitor.models.claims import Claim
from goodoffices.monitor.models.reports import Report
from goodoffices.monitor.models.sources import Source

LONG_DAYS = 366
"""A date known no better than this many days makes an incident "long": lists look for these
apart, so that all others are found in a short stretch of the index."""

COVERED = [
    "last_day",
    "tlp",
    "event_type",
    "state",
    "place",
    "sole_source",
    "killed_low",
    "killed_best",
    "killed_high",
    "latitude",
    "longitude",
    "radius_m",
    "stands",
]
"""What lists, counts and maps filter by: held in the index, so that no row has to be fetched."""


class StandingIncidents(VisibleManager[Any]):
    """The incidents that stand: none that was merged into another, or opened and taken back."""

    def get_queryset(self) -> models.QuerySet[Any]:
        """Leave out what does not stand."""
        return super().get_queryset().filter(stands=True)


class Incident(Protected):
    """What happened: one or more reports, and values derived from their claims by named rules.

    ``tlp`` is the strictest of ``own_tlp`` and the marks of the reports it holds. The derived
    columns are rewritten whenever reports, claims or rules change (`services.derive`); they are
    never edited. ``state`` is that of the event aspect, ``harm_state`` and ``attribution_state``
    those of the other two; each repeats the assessment that stands. ``revision`` rises with every
    change, so that two people cannot overwrite one another. ``sole_source`` is set where every
    report is of one source, ``IncidentSource`` rows exist where there are several. ``cell`` is the
    Z-order key of the point (`methods.geo.cell`). Days are proleptic Gregorian ordinals. ``stands``
    is false once it was merged into another incident (``merged_into``, `Regrouping`) or its opening
    was taken back: then ``objects`` holds it no more, while ``all_ever`` does, with all its
    judgements.
    """

    own_tlp = models.PositiveSmallIntegerField(choices=TLP.choices, default=TLP.AMBER)
    title = models.CharField(max_length=300, blank=True)
    title_language = models.CharField(max_length=8, blank=True)
    summary = models.TextField(blank=True)
    summary_language = models.CharField(max_length=8, blank=True)
    office = models.ForeignKey("core.Office", models.SET_NULL, null=True, db_index=False)
    state = models.CharField(max_length=16, default="unverified")
    harm_state = models.CharField(max_length=16, default="unverified", db_default="unverified")
    attribution_state = models.CharField(
        max_length=16, default="unverified", db_default="unverified"
    )
    revision = models.PositiveIntegerField(default=1)

    date_rule = models.CharField(max_length=32, default="most_precise")
    place_rule = models.CharField(max_length=32, default="most_precise")
    type_rule = models.CharField(max_length=32, default="majority")
    toll_rule = models.CharField(max_length=32, default="range")

    edtf = models.CharField(max_length=40, blank=True)
    first_day = models.IntegerField(null=True)
    last_day = models.IntegerField(null=True)
    is_long = models.GeneratedField(
        expression=Q(last_day__gt=F("first_day") + LONG_DAYS),  # type: ignore[arg-type]
        output_field=models.BooleanField(null=True),
        db_persist=True,
    )
    place = models.ForeignKey(
        "core.Place", models.PROTECT, null=True, related_name="+", db_index=False
    )
    place_text = models.CharField(max_length=300, blank=True)
    place_precision = models.CharField(max_length=10, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    radius_m = models.PositiveIntegerField(null=True)
    cell = models.BigIntegerField(null=True)
    event_type = models.CharField(max_length=40, blank=True)
    killed_low = models.IntegerField(null=True)
    killed_best = models.IntegerField(null=True)
    killed_high = models.IntegerField(null=True)
    tolls = models.JSONField(default=list)
    report_count = models.PositiveIntegerField(default=0)
    withdrawn_count = models.PositiveIntegerField(default=0)
    source_count = models.PositiveIntegerField(default=0)
    sole_source = models.ForeignKey(
        Source, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)
    stands = models.BooleanField(default=True, db_default=True)
    merged_into = models.ForeignKey(
        "self", models.SET_NULL, null=True, related_name="merged", db_index=False
    )

    objects = ScopedManager(  # type: ignore[misc]
        programme="programme", _manager_class=StandingIncidents
    )
    all_ever = scoped()

    class Meta(Protected.Meta):
        constraints = [
            *Protected.Meta.constraints,
            models.CheckConstraint(
                condition=Q(killed_low__isnull=True)
                | Q(killed_high__isnull=True)
                | Q(killed_low__lte=F("killed_high")),
                name="incident_killed_in_order",
            ),
            models.CheckConstraint(
                condition=Q(tlp__gte=F("own_tlp")), name="incident_tlp_is_the_strictest"
            ),
        ]
        indexes = [
            models.Index(
                fields=["programme", "first_day", *COVERED, "cell"], name="incident_by_day"
            ),
            models.Index(
                fields=["programme", "cell", "first_day", *COVERED], name="incident_by_cell"
            ),
            models.Index(fields=["programme", "-updated_at"], name="incident_newest"),
            models.Index(
                fields=["programme", "last_day"], condition=Q(is_long=True), name="incident_long"
            ),
            models.Index(
                fields=["merged_into"],
                condition=Q(merged_into__isnull=False),
                name="incident_merged",
            ),
        ]

    @property
    def display_title(self) -> str:
        """The title people gave, else type and place in the reader's language."""
        return self.title or self.automatic_title

    @property
    def automatic_title(self) -> str:
        """What the incident is called while nobody has given it a title.

        Reads ``place``: select it together with the incident.
        """
        scheme = codebook.load()["event_types"]
        language = get_language() or "en"
        known = self.event_type in scheme
        kind = scheme[self.event_type].label(language) if known else _("Incident")
        where = self.place.label if self.place is not None else self.place_text
        if not where:
            return kind
        return _("%(type)s, %(place)s") % {"type": kind, "place": where}


class IncidentParty(models.Model):
    """A party that a current claim of the incident names (derived; for filters)."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="parties", db_index=False)
    party = models.ForeignKey("core.Party", models.PROTECT, related_name="+", db_index=False)
    role = models.CharField(max_length=16)

    objects = ScopedManager(programme="incident__programme")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "party", "role"], name="incident_party_once"
            )
        ]
        indexes = [models.Index(fields=["party", "incident"], name="incident_of_party")]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.party_id}"


class IncidentSource(models.Model):
    """A source of an incident that has several (derived; for filters)."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="sources", db_index=False)
    source = models.ForeignKey(Source, models.CASCADE, related_name="+", db_index=False)

    objects = ScopedManager(programme="incident__programme")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["incident", "source"], name="incident_source_once")
        ]
        indexes = [models.Index(fields=["source", "incident"], name="incident_of_source")]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.source_id}"


class ReportLink(models.Model):
    """The judgement that a report describes an incident: appended, and withdrawn, never edited."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="links", db_index=False)
    incident = models.ForeignKey(Incident, models.CASCADE, related_name="links", db_index=False)
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(
        "core.User", models.SET_NULL, null=True, related_name="+", db_index=False
    )
    at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        "core.User", models.SET_NULL, null=True, related_name="+", db_index=False
    )
    withdrawn_reason = models.CharField(max_length=300, blank=True)

    objects = ScopedManager(programme="incident__programme")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report", "incident"],
                condition=Q(withdrawn_at__isnull=True),
                name="report_link_once",
            )
        ]
        indexes = [
            models.Index(fields=["incident", "withdrawn_at"], name="link_of_incident"),
            models.Index(
                fields=["report"], condition=Q(withdrawn_at__isnull=False), name="link_taken_back"
            ),
        ]

    @classmethod
    def standing_of(cls, report_ids: Iterable[int]) -> models.QuerySet[ReportLink]:
        """Return the standing links of reports that are known to be of the programme in scope.

        Not scoped again: asked for reports and programme, SQLite goes through all the programme's.
        """
        return cls._base_manager.filter(report_id__in=list(report_ids), withdrawn_at__isnull=True)

    @classmethod
    def standing_in(cls, incident_ids: Iterable[int]) -> models.QuerySet[ReportLink]:
        """Return the standing links of incidents that are known to be of the programme in scope."""
        ids = list(incident_ids)
        return cls._base_manager.filter(incident_id__in=ids, withdrawn_at__isnull=True)

    def __str__(self) -> str:
        return f"{self.report_id} {self.incident_id}"


class RuleChoice(models.Model):
    """The decision by which rule one value of an incident is derived; appended, never edited.

    ``field`` is date, place, type or toll; with the rule ``team`` a claim is chosen, or ``value``
    holds what the team decided.
    """

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="rule_choices")
    field = models.CharField(max_length=10)
    rule = models.CharField(max_length=32)
    claim = models.ForeignKey(Claim, models.SET_NULL, null=True, related_name="+")
    value = models.JSONField(default=dict)
    reason = models.TextField()
    by = models.ForeignKey("core.User", models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = ScopedManager(programme="incident__programme")

    def __str__(self) -> str:
        return f"{self.incident_id} {self.field} {self.rule}"
