"""Persons and groups of people, under code names; who they are stands apart, under a key."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django_scopes import ScopedManager

from goodoffices import codebook
from goodoffices.core.models import Protected
from goodoffices.core.tlp import TLP


class Subject(Protected):
    """A person or a group, as everybody who may see it reads it: never by a real name.

    ``word`` is a word of the codebook's code_words; with the first signs of the code it makes the
    code name. ``alias`` is another code name that the team prefers. Code names need not differ: a
    refusal would tell that somebody of this name is known.
    """

    tlp = models.PositiveSmallIntegerField(choices=TLP.choices, default=TLP.AMBER_STRICT)
    word = models.CharField(max_length=20)
    alias = models.CharField(max_length=60, blank=True)
    note = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1)
    by = models.ForeignKey("core.User", models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta(Protected.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.code

    @property
    def codename(self) -> str:
        """What the person or group is called on pages and in exports."""
        if self.alias:
            return self.alias
        words = codebook.load()["code_words"]
        said = words[self.word].label(get_language() or "en") if self.word in words else self.word
        return f"{said} {self.code[:4].upper()}"


class Person(Subject):
    """Somebody to whom something was done, who is said to have done it, or who saw it.

    ``sex`` and ``age_group`` are codes of the codebook; empty where not known.
    """

    sex = models.CharField(max_length=16, blank=True)
    age_group = models.CharField(max_length=16, blank=True)

    class Meta(Subject.Meta):
        indexes = [models.Index(fields=["programme", "-created_at"], name="person_newest")]


class Group(Subject):
    """People who are not recorded one by one: a family, passengers, a unit.

    ``size_low`` and ``size_high`` say how many they are, as far as known.
    """

    kind = models.CharField(max_length=32)
    party = models.ForeignKey("core.Party", models.PROTECT, null=True, related_name="+")
    size_low = models.PositiveIntegerField(null=True)
    size_high = models.PositiveIntegerField(null=True)

    class Meta(Subject.Meta):
        constraints = [
            *Subject.Meta.constraints,
            models.CheckConstraint(
                condition=Q(size_low__isnull=True)
                | Q(size_high__isnull=True)
                | Q(size_low__lte=F("size_high")),
                name="group_size_in_order",
            ),
        ]
        indexes = [models.Index(fields=["programme", "-created_at"], name="group_newest")]


class Identity(models.Model):
    """Who a person, a group or a row of a list is, encrypted; of several writings the latest.

    ``sealed`` holds names, contacts and documents under the key named ``key``, which is never in
    the database. Nothing in this row tells how long a name is.
    """

    programme = models.ForeignKey("core.Programme", models.CASCADE, db_index=False)
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="identities")
    group = models.ForeignKey(Group, models.CASCADE, null=True, related_name="identities")
    row = models.ForeignKey("rights.ListRow", models.CASCADE, null=True, related_name="identities")
    number = models.PositiveIntegerField(default=1)
    key = models.CharField(max_length=40, db_index=True)
    sealed = models.BinaryField()
    by = models.ForeignKey("core.User", models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = ScopedManager(programme="programme")

    class Meta:
        verbose_name_plural = "identities"
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, group__isnull=True, row__isnull=True)
                | Q(person__isnull=True, group__isnull=False, row__isnull=True)
                | Q(person__isnull=True, group__isnull=True, row__isnull=False),
                name="identity_of_one",
            ),
            models.UniqueConstraint(fields=["person", "number"], name="identity_person_once"),
            models.UniqueConstraint(fields=["group", "number"], name="identity_group_once"),
            models.UniqueConstraint(fields=["row", "number"], name="identity_row_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id or self.group_id or self.row_id} {self.number}"
