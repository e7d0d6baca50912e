"""Acts, who was involved in them and how, and which norms they may breach."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django_scopes import ScopedManager

from goodoffices.core.access import visibility
from goodoffices.core.codes import new_code
from goodoffices.core.models import STANDS, Membership, Protected, Withdrawable
from goodoffices.core.models.base import VisibleQuerySet
from goodoffices.core.tlp import TLP
from goodoffices.monitor.models import Incident
from goodoffices.rights.models.people import Group, Person


class ActQuerySet(VisibleQuerySet[Any]):
    """Acts; one that belongs to an incident is seen only by those who see the incident."""

    def visible_to(self, member: Membership | None) -> Self:
        """Leave out acts above the member's clearance, and those of incidents they may not see."""
        seen = super().visible_to(member)
        return seen.filter(Q(incident=None) | visibility(Incident, member, "incident__"))


_ActRows = models.Manager.from_queryset(ActQuerySet)


class ActManager(_ActRows[Any]):
    """The manager of acts."""


class Act(Protected):
    """Something that was done to somebody: what, when, where; of an incident or on its own.

    ``kind`` is a code of the codebook's act_types; days are proleptic Gregorian ordinals.
    ``words`` repeats the description as it is searched.
    """

    tlp = models.PositiveSmallIntegerField(choices=TLP.choices, default=TLP.AMBER_STRICT)
    incident = models.ForeignKey(Incident, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=32)
    description = models.TextField(blank=True)
    language = models.CharField(max_length=8, blank=True)
    words = models.TextField(blank=True)
    edtf = models.CharField(max_length=40, blank=True)
    first_day = models.IntegerField(null=True)
    last_day = models.IntegerField(null=True)
    place = models.ForeignKey("core.Place", models.PROTECT, null=True, related_name="+")
    revision = models.PositiveIntegerField(default=1)
    by = models.ForeignKey("core.User", models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[Any] = ScopedManager(programme="programme", _manager_class=ActManager)

    class Meta(Protected.Meta):
        constraints = [
            *Protected.Meta.constraints,
            models.CheckConstraint(
                condition=Q(first_day__isnull=True)
                | Q(last_day__isnull=True)
                | Q(first_day__lte=F("last_day")),
                name="act_days_in_order",
            ),
        ]
        indexes = [models.Index(fields=["programme", "-created_at"], name="act_newest")]


class Involvement(Withdrawable):
    """That a person, a group or a party was involved in an act: as what, how far, how certain."""

    act = models.ForeignKey(Act, models.CASCADE, related_name="involvements")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="involvements")
    group = models.ForeignKey(Group, models.PROTECT, null=True, related_name="involvements")
    party = models.ForeignKey("core.Party", models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=32)
    degree = models.CharField(max_length=32, blank=True)
    certainty = models.CharField(max_length=32)
    note = models.CharField(max_length=500, blank=True)

    objects = ScopedManager(programme="act__programme")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, group__isnull=True, party__isnull=True)
                | Q(person__isnull=True, group__isnull=False, party__isnull=True)
                | Q(person__isnull=True, group__isnull=True, party__isnull=False),
                name="involvement_of_one",
            ),
            *(
                models.UniqueConstraint(
                    fields=["act", who, "role"], condition=STANDS, name=f"involvement_{who}_once"
                )
                for who in ("person", "group", "party")
            ),
        ]


class Norm(models.Model):
    """A norm of the programme's own, beside those of the codebook: a citation and a caption."""

    programme = models.ForeignKey("core.Programme", models.CASCADE)
    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    citation = models.CharField(max_length=200)
    caption = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=8, blank=True)
    by = models.ForeignKey("core.User", models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = ScopedManager(programme="programme")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "citation"], name="norm_citation_once")
        ]

    def __str__(self) -> str:
        return f"{self.citation}: {self.caption}" if self.caption else self.citation


class Violation(Withdrawable):
    """A person's judgement that an act may breach a norm, with its reason.

    Either ``shipped``, a code of the codebook's norms, or ``norm``, one of the programme's own.
    """

    act = models.ForeignKey(Act, models.CASCADE, related_name="violations")
    shipped = models.CharField(max_length=40, blank=True)
    norm = models.ForeignKey(Norm, models.PROTECT, null=True, related_name="+")
    reason = models.TextField()

    objects = ScopedManager(programme="act__programme")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(norm__isnull=False) & Q(shipped=""))
                | (Q(norm__isnull=True) & ~Q(shipped="")),
                name="violation_of_one_norm",
            ),
            models.UniqueConstraint(
                fields=["act", "shipped"],
                condition=STANDS & ~Q(shipped=""),
                name="violation_shipped_once",
            ),
            models.UniqueConstraint(
                fields=["act", "norm"], condition=STANDS, name="violation_norm_once"
            ),
        ]
