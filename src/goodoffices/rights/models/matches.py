"""The same person: pairs of rows that may be, what people decided of them, and ties to persons."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django_scopes import ScopedManager

from goodoffices.core.codes import new_code
from goodoffices.core.models import STANDS, Withdrawable
from goodoffices.rights.models.lists import CasualtyList, ListRow
from goodoffices.rights.models.people import Person


class ListMatch(models.Model):
    """That two lists were compared (or a list with itself): when, by whom; its pairs hang on it.

    Comparing them again makes its pairs anew. ``one`` is never the younger of the two lists.
    """

    programme = models.ForeignKey("core.Programme", models.CASCADE)
    one = models.ForeignKey(CasualtyList, models.CASCADE, related_name="+")
    other = models.ForeignKey(CasualtyList, models.CASCADE, related_name="+")
    by = models.ForeignKey("core.User", models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = ScopedManager(programme="programme")

    class Meta:
        verbose_name_plural = "list matches"
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="listmatch_once"),
            models.CheckConstraint(
                condition=Q(one_id__lte=F("other_id")), name="listmatch_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} {self.other_id}"


class ListPair(models.Model):
    """Two rows that may be the same person: a suggestion with its band and its reasons in codes.

    ``band`` is certain (enough to count while nobody has decided) or possible. ``reasons`` are
    those of the names with how often each holds, ``facts`` what else agrees or not.
    """

    class Band(models.TextChoices):
        """How much speaks for it."""

        CERTAIN = "certain"
        POSSIBLE = "possible"

    match = models.ForeignKey(ListMatch, models.CASCADE, related_name="pairs")
    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    one = models.ForeignKey(ListRow, models.CASCADE, related_name="+")
    other = models.ForeignKey(ListRow, models.CASCADE, related_name="+")
    band = models.CharField(max_length=8, choices=Band.choices)
    points = models.FloatField()
    reasons = models.JSONField(default=list)
    facts = models.JSONField(default=list)

    objects = ScopedManager(programme="match__programme")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="listpair_once"),
            models.CheckConstraint(condition=Q(one_id__lt=F("other_id")), name="listpair_in_order"),
        ]
        indexes = [models.Index(fields=["match", "-points"], name="listpair_likeliest")]

    def __str__(self) -> str:
        return self.code


class ListDecision(Withdrawable):
    """What a person decided of two rows: the same person, not the same, or not sure."""

    class Verdict(models.TextChoices):
        """What was decided."""

        SAME = "same"
        DIFFERENT = "different"
        UNSURE = "unsure"

    programme = models.ForeignKey("core.Programme", models.CASCADE)
    one = models.ForeignKey(ListRow, models.CASCADE, related_name="+")
    other = models.ForeignKey(ListRow, models.CASCADE, related_name="+")
    verdict = models.CharField(max_length=9, choices=Verdict.choices)
    reason = models.CharField(max_length=500, blank=True)

    objects = ScopedManager(programme="programme")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["one", "other"], condition=STANDS, name="listdecision_once"
            ),
            models.CheckConstraint(
                condition=Q(one_id__lt=F("other_id")), name="listdecision_in_order"
            ),
        ]


class RowPerson(Withdrawable):
    """That a row of a list is a person of the room: said by somebody, with a reason.

    The database allows several persons to a row: a refusal because of a person whom somebody may
    not see would tell of that person. Those who see the tie are told to take it back first.
    """

    row = models.ForeignKey(ListRow, models.CASCADE, related_name="ties")
    person = models.ForeignKey(Person, models.PROTECT, related_name="rows")
    reason = models.CharField(max_length=500, blank=True)

    objects = ScopedManager(programme="person__programme")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["row", "person"], condition=STANDS, name="rowperson_once"
            )
        ]


class PersonLink(Withdrawable):
    """That two persons of the room are the same one, how certain, and why."""

    one = models.ForeignKey(Person, models.PROTECT, related_name="+")
    other = models.ForeignKey(Person, models.PROTECT, related_name="+")
    certainty = models.CharField(max_length=32)
    reason = models.CharField(max_length=500)

    objects = ScopedManager(programme="one__programme")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["one", "other"], condition=STANDS, name="personlink_once"
            ),
            models.CheckConstraint(
                condition=Q(one_id__lt=F("other_id")), name="personlink_in_order"
            ),
        ]
