"""Verification: what people judged of each aspect, on which grounds, by which standard."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django_scopes import ScopedManager

from goodoffices.core.codes import new_code
from goodoffices.core.tlp import TLP
from goodoffices.monitor.models.incidents import Incident
from goodoffices.monitor.models.reports import Report

ASPECTS = ("event", "harm", "attribution")

STATE_OF = {"event": "state", "harm": "harm_state", "attribution": "attribution_state"}
"""The column of an incident that repeats the shown state of each aspect."""

WAITS = Q(needs_second=True, second_at__isnull=True, withdrawn_at__isnull=True)
"""An assessment that waits for a second person."""

STANDS = Q(withdrawn_at__isnull=True) & (Q(needs_second=False) | Q(second_agrees=True))
"""An assessment that took effect and was not taken back."""


class Assessment(models.Model):
    """A person's judgement of one aspect of an incident; appended and withdrawn, never edited.

    ``standard`` is a step of the ladder of ``policy`` (None: the one we ship). ``rule_holds`` says
    whether the programme's rule about origins held (None: it asks nothing of this state);
    ``despite`` is why it was set all the same. Where ``needs_second``, it takes effect once another
    person agrees. ``tlp`` is the incident's mark when it was written: who sees no more than that
    does not read the words.
    """

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="assessments")
    code = models.CharField(max_length=16, default=new_code, editable=False)
    aspect = models.CharField(max_length=12, default="event")
    from_state = models.CharField(max_length=16)
    to_state = models.CharField(max_length=16)
    policy = models.ForeignKey(
        "monitor.VerificationPolicy", models.PROTECT, null=True, related_name="+", db_index=False
    )
    standard = models.CharField(max_length=40, blank=True)
    reason = models.TextField()
    rule_holds = models.BooleanField(null=True)
    despite = models.TextField(blank=True)
    tlp = models.PositiveSmallIntegerField(choices=TLP.choices, default=TLP.AMBER)
    by = models.ForeignKey("core.User", models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    needs_second = models.BooleanField(default=False)
    second_agrees = models.BooleanField(null=True)
    second_by = models.ForeignKey(
        "core.User", models.SET_NULL, null=True, related_name="+", db_index=False
    )
    second_at = models.DateTimeField(null=True)
    second_reason = models.TextField(blank=True)

    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        "core.User", models.SET_NULL, null=True, related_name="+", db_index=False
    )
    withdrawn_reason = models.TextField(blank=True)

    objects = ScopedManager(programme="incident__programme")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["incident", "code"], name="assessment_code_once"),
            models.CheckConstraint(condition=Q(aspect__in=ASPECTS), name="assessment_aspect_known"),
            models.CheckConstraint(
                condition=Q(second_by__isnull=True) | Q(by__isnull=True) | ~Q(second_by=F("by")),
                name="assessment_second_is_another",
            ),
            models.CheckConstraint(
                condition=Q(second_at__isnull=True, second_agrees__isnull=True)
                | Q(second_at__isnull=False, second_agrees__isnull=False, needs_second=True),
                name="assessment_second_said",
            ),
            models.UniqueConstraint(
                fields=["incident", "aspect"], condition=WAITS, name="assessment_waits_once"
            ),
        ]
        indexes = [models.Index(fields=["incident"], condition=WAITS, name="assessment_waiting")]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.aspect} {self.to_state}"

    @property
    def waits(self) -> bool:
        """Say whether it waits for a second person."""
        return self.needs_second and self.second_at is None and self.withdrawn_at is None

    @property
    def declined(self) -> bool:
        """Say whether the second person did not agree."""
        return self.second_agrees is False


class AssessmentGround(models.Model):
    """A report, or a file that came with one, on which an assessment rests."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="grounds")
    report = models.ForeignKey(Report, models.CASCADE, null=True, related_name="+")
    evidence = models.ForeignKey("core.Evidence", models.PROTECT, null=True, related_name="+")

    objects = ScopedManager(programme="assessment__incident__programme")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(report__isnull=False, evidence__isnull=True)
                | Q(report__isnull=True, evidence__isnull=False),
                name="assessment_ground_is_one",
            ),
            models.UniqueConstraint(fields=["assessment", "report"], name="assessment_report_once"),
            models.UniqueConstraint(
                fields=["assessment", "evidence"], name="assessment_evidence_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.report_id or self.evidence_id}"


class ChecklistTick(models.Model):
    """That somebody looked at one item of the checklist; appended and withdrawn, never edited."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="ticks", db_index=False)
    item = models.CharField(max_length=40)
    by = models.ForeignKey(
        "core.User", models.SET_NULL, null=True, related_name="+", db_index=False
    )
    at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        "core.User", models.SET_NULL, null=True, related_name="+", db_index=False
    )

    objects = ScopedManager(programme="incident__programme")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "item"],
                condition=Q(withdrawn_at__isnull=True),
                name="checklist_tick_once",
            )
        ]
        indexes = [models.Index(fields=["incident", "withdrawn_at"], name="tick_of_incident")]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.item}"


class ReportGrade(models.Model):
    """A judgement of how credible a report is (1-6, None: grade taken off); appended only.

    ``Report.credibility`` repeats the latest. ``tlp`` is the report's mark when it was written.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="grades")
    credibility = models.PositiveSmallIntegerField(null=True)
    reason = models.TextField()
    tlp = models.PositiveSmallIntegerField(choices=TLP.choices, default=TLP.AMBER)
    by = models.ForeignKey("core.User", models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = ScopedManager(programme="report__programme")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(credibility__isnull=True) | Q(credibility__gte=1, credibility__lte=6),
                name="report_grade_1_to_6",
            )
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.credibility}"


class VerificationPolicy(models.Model):
    """How a programme verifies, from one change of its settings to the next; appended only.

    ``ladder``: steps, least first, each with ``code``, ``names`` and ``meanings`` by language.
    ``second``: what needs a second person, as ``aspect:state``. ``origins``: the rule about
    independent origins, and the states that it asks it of. ``checklists``: items that we ship and
    the programme leaves out (``off``), and its ``own``.
    """

    programme = models.ForeignKey("core.Programme", models.CASCADE, db_index=False)
    number = models.PositiveIntegerField()
    ladder = models.JSONField(default=list)
    second = models.JSONField(default=list)
    origins = models.JSONField(default=dict)
    checklists = models.JSONField(default=dict)
    by = models.ForeignKey("core.User", models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = ScopedManager(programme="programme")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="policy_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.programme_id} {self.number}"
