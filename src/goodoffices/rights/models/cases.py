"""Cases: one matter that is followed up, with its timeline, next steps and what belongs to it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django_scopes import ScopedManager

from goodoffices.core.models import STANDS, Evidence, Protected, Withdrawable
from goodoffices.core.tlp import TLP
from goodoffices.monitor.models import Incident
from goodoffices.rights.models.acts import Act
from goodoffices.rights.models.people import Group, Person

NOTE, CLOSED, REOPENED = "note", "closed", "reopened"


class Case(Protected):
    """A matter that somebody follows up: a detention, a missing person, a home that was lost.

    ``kind`` is a code of the codebook's case_kinds. ``closed_at`` repeats the latest closing or
    reopening of its timeline; ``words`` repeats title and summary as they are searched.
    """

    tlp = models.PositiveSmallIntegerField(choices=TLP.choices, default=TLP.AMBER_STRICT)
    kind = models.CharField(max_length=32)
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    language = models.CharField(max_length=8, blank=True)
    words = models.TextField(blank=True)
    office = models.ForeignKey("core.Office", models.SET_NULL, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=1)
    by = models.ForeignKey("core.User", models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta(Protected.Meta):
        indexes = [models.Index(fields=["programme", "-created_at"], name="case_newest")]


class CaseEntry(Withdrawable):
    """What happened in a case: a note of its timeline, its closing, its reopening."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="entries")
    what = models.CharField(max_length=12, default=NOTE)
    text = models.TextField()
    edtf = models.CharField(max_length=40, blank=True)
    first_day = models.IntegerField(null=True)

    objects = ScopedManager(programme="case__programme")

    class Meta:
        verbose_name_plural = "case entries"
        constraints = [
            models.CheckConstraint(
                condition=Q(what__in=(NOTE, CLOSED, REOPENED)), name="case_entry_what_known"
            )
        ]


class CaseStep(Withdrawable):
    """What is to be done next in a case, by whom and until when; a referral says to whom it goes.

    ``kind`` is a code of the codebook's case_steps.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=32)
    text = models.CharField(max_length=500)
    to = models.CharField(max_length=200, blank=True)
    member = models.ForeignKey(
        "core.Membership", models.SET_NULL, null=True, related_name="case_steps"
    )
    due = models.DateField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey("core.User", models.SET_NULL, null=True, related_name="+")
    outcome = models.CharField(max_length=500, blank=True)

    objects = ScopedManager(programme="case__programme")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(withdrawn_at__isnull=True),
                name="case_step_done_or_withdrawn",
            ),
            models.CheckConstraint(
                condition=~Q(kind="referral") | ~Q(to=""), name="case_referral_goes_somewhere"
            ),
        ]
        indexes = [models.Index(fields=["due"], name="case_step_due")]


TARGETS = ("person", "group", "act", "incident", "evidence")


def _one_target() -> Q:
    found = Q()
    for one in TARGETS:
        rest = {f"{name}__isnull": name != one for name in TARGETS}
        found |= Q(**rest)
    return found


class CaseLink(Withdrawable):
    """That a person, a group, an act, an incident or a file belongs to a case."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="links")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="case_links")
    group = models.ForeignKey(Group, models.PROTECT, null=True, related_name="case_links")
    act = models.ForeignKey(Act, models.PROTECT, null=True, related_name="case_links")
    incident = models.ForeignKey(Incident, models.PROTECT, null=True, related_name="+")
    evidence = models.ForeignKey(Evidence, models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=300, blank=True)

    objects = ScopedManager(programme="case__programme")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_one_target(), name="case_link_to_one"),
            *(
                models.UniqueConstraint(
                    fields=["case", name], condition=STANDS, name=f"case_{name}_once"
                )
                for name in TARGETS
            ),
        ]
