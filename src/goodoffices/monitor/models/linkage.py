"""Which reports tell of the same event: what the program suggests, what people decide on it.

Suggestions are kept for pairs of reports and not of incidents, so that they hold on when incidents
are merged or split; which incident a report belongs to is looked up when they are shown.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django_scopes import ScopedManager

from goodoffices.core.codes import new_code
from goodoffices.monitor.models.incidents import Incident
from goodoffices.monitor.models.reports import Report


class Suggestion(models.Model):
    """That a waiting report may tell of what another report tells of (derived, never edited).

    It was weighed among the reports that a clearance from ``seen_from`` to ``seen_to`` reaches,
    and among no others: what is hidden from a reader changes nothing they see. Pairs with a RED
    report are weighed alone and stand under ``seen_from`` RED. ``reasons`` are [code, values]
    of `methods.linkage`; ``model`` is the `LinkageModel` that weighed, 0 the shipped one.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="suggestions", db_index=False)
    other = models.ForeignKey(Report, models.CASCADE, related_name="suggested_for")
    seen_from = models.PositiveSmallIntegerField()
    seen_to = models.PositiveSmallIntegerField()
    probability = models.FloatField()
    band = models.CharField(max_length=12)
    reasons = models.JSONField(default=list)
    model = models.PositiveIntegerField(default=0)

    objects = ScopedManager(programme="report__programme")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report", "other", "seen_from"], name="suggestion_once"
            ),
            models.CheckConstraint(
                condition=Q(probability__gte=0, probability__lte=1),
                name="suggestion_probability",
            ),
            models.CheckConstraint(
                condition=Q(seen_from__lte=F("seen_to")), name="suggestion_seen_in_order"
            ),
            models.CheckConstraint(
                condition=~Q(report=F("other")), name="suggestion_of_another_report"
            ),
        ]

    @classmethod
    def of_reports(cls, report_ids: Iterable[int]) -> models.QuerySet[Suggestion]:
        """Return what is suggested for reports known to be of the programme in scope."""
        return cls._base_manager.filter(report_id__in=list(report_ids))

    @classmethod
    def naming(cls, report_ids: Iterable[int]) -> models.QuerySet[Suggestion]:
        """Return the suggestions that name reports known to be of the programme in scope."""
        return cls._base_manager.filter(other_id__in=list(report_ids))

    def __str__(self) -> str:
        return f"{self.report_id} {self.other_id}"


class Comparison(models.Model):
    """That a report's suggestions are up to date: without this row they are made anew (derived)."""

    report = models.OneToOneField(
        Report, models.CASCADE, primary_key=True, related_name="comparison"
    )
    model = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(default=timezone.now)

    objects = ScopedManager(programme="report__programme")

    @classmethod
    def of_reports(cls, report_ids: Iterable[int]) -> models.QuerySet[Comparison]:
        """Return those of reports that are known to be of the programme in scope.

        Not scoped again: asked for reports and programme, SQLite goes through all the programme's.
        """
        return cls._base_manager.filter(report_id__in=list(report_ids))

    def __str__(self) -> str:
        return f"{self.report_id}"


class QueueHold(models.Model):
    """Who looks at which waiting report, until when: nobody else is given it meanwhile."""

    report = models.OneToOneField(Report, models.CASCADE, primary_key=True, related_name="hold")
    member = models.OneToOneField("core.Membership", models.CASCADE, related_name="+")
    until = models.DateTimeField()

    objects = ScopedManager(programme="report__programme")

    def __str__(self) -> str:
        return f"{self.report_id} {self.member_id}"


class ReportDecision(models.Model):
    """What a person decided on a report in the queue; appended, and withdrawn, never edited.

    ``suggested`` is what the page showed at that moment, best first: each with the report it
    compares with, the incident that held it (or null), probability, band, model and the mark of
    the pair. By it the suggestions are measured. ``opened``: the decision opened its incident.
    """

    class Kind(models.TextChoices):
        """What was decided."""

        SAME = "same"
        NEW = "new"
        UNSURE = "unsure"
        REJECT = "reject"

    programme = models.ForeignKey("core.Programme", models.CASCADE, db_index=False)
    report = models.ForeignKey(Report, models.CASCADE, related_name="decisions", db_index=False)
    kind = models.CharField(max_length=6, choices=Kind.choices)
    incident = models.ForeignKey(
        Incident, models.CASCADE, null=True, related_name="+", db_index=False
    )
    opened = models.BooleanField(default=False)
    reason = models.CharField(max_length=300, blank=True)
    suggested = models.JSONField(default=list)
    by = models.ForeignKey(
        "core.User", models.SET_NULL, null=True, related_name="+", db_index=False
    )
    at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        "core.User", models.SET_NULL, null=True, related_name="+", db_index=False
    )

    objects = ScopedManager(programme="programme")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["same", "new"], incident__isnull=False)
                | Q(kind__in=["unsure", "reject"], incident__isnull=True),
                name="report_decision_names_its_incident",
            )
        ]
        indexes = [
            models.Index(fields=["programme", "-at"], name="report_decision_newest"),
            models.Index(fields=["report", "kind"], name="report_decision_of_report"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.kind}"


class Regrouping(models.Model):
    """That reports went from one incident to another in one act, which can be taken back.

    ``merge``: ``other`` was merged into ``incident`` and stands no more by itself; ``split``:
    ``other`` was split off ``incident``. ``reports`` are the ids of the reports that moved. The
    links they had stay on record, withdrawn; so do the judgements of both incidents. ``own_tlp``
    is the mark that ``incident`` had before a merge made it stricter.
    """

    class Kind(models.TextChoices):
        """In which direction the reports went."""

        MERGE = "merge"
        SPLIT = "split"

    code = models.CharField(max_length=16, unique=True, default=new_code)
    kind = models.CharField(max_length=5, choices=Kind.choices)
    incident = models.ForeignKey(Incident, models.CASCADE, related_name="regroupings")
    other = models.ForeignKey(Incident, models.CASCADE, related_name="regrouped_by")
    reports = models.JSONField(default=list)
    own_tlp = models.PositiveSmallIntegerField(null=True)
    reason = models.CharField(max_length=300)
    by = models.ForeignKey("core.User", models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey("core.User", models.SET_NULL, null=True, related_name="+")
    withdrawn_reason = models.CharField(max_length=300, blank=True)

    objects = ScopedManager(programme="incident__programme")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(incident=F("other")), name="regrouping_of_two_incidents"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.incident_id} {self.other_id}"


class LinkageModel(models.Model):
    """What a programme's own decisions have taught linkage: one version, never edited.

    ``weights`` is the text of `methods.linkage.Model`; ``decisions`` how many pairs it learnt from,
    ``asked`` how many decisions of the queue there were. One that is not ``taken`` judged worse
    than the one before, and weighs nothing.
    """

    programme = models.ForeignKey("core.Programme", models.CASCADE, related_name="linkage_models")
    version = models.PositiveIntegerField()
    weights = models.TextField()
    decisions = models.PositiveIntegerField()
    asked = models.PositiveIntegerField(default=0)
    taken = models.BooleanField(default=True)
    at = models.DateTimeField(default=timezone.now)

    objects = ScopedManager(programme="programme")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "version"], name="linkage_model_once"),
            models.CheckConstraint(condition=Q(version__gt=0), name="linkage_model_from_1"),
        ]

    def __str__(self) -> str:
        return f"{self.programme_id} v{self.version}"


class LinkageMeasure(models.Model):
    """How good the suggestions are by the programme's own decisions (derived, rewritten).

    ``counts`` is by the mark of the reports first, so that a reader is shown the sum of what
    their clearance reaches and nothing else (`queries.linkage_quality`).
    """

    programme = models.OneToOneField(
        "core.Programme", models.CASCADE, primary_key=True, related_name="linkage_measure"
    )
    model = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)

    objects = ScopedManager(programme="programme")

    def __str__(self) -> str:
        return f"{self.programme_id}"
