"""Releases of open data: what a series holds, and its versions, frozen once they are prepared."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django_scopes import ScopedManager

from goodoffices.core.models import Protected

FINENESS = ("day", "week", "month")
FREQUENCIES = ("once", "monthly", "quarterly", "yearly", "irregular")
LICENCES = {
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC-BY-IGO-3.0": "https://creativecommons.org/licenses/by/3.0/igo/",
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "ODbL-1.0": "https://opendatacommons.org/licenses/odbl/1-0/",
}
"""Licences that open data is commonly given out under, each with the address of its words."""


class DataRelease(Protected):
    """A series of open data: which incidents, which fields of them, how much is blurred.

    ``words`` holds for each language title, source, method and caveats. ``fields`` are names of
    `publish.data.fields`; ``together`` those by which a record could be recognised: no group of
    them is smaller than the policy's smallest. Places move by ``least_m`` to ``most_m`` metres,
    within one area of ``boundaries`` where that is set. Incidents are older than ``delay_days``,
    and than the policy's delay. What decides how a record looks (fields, fineness, distances,
    groups) is fixed with the first version that comes out: releases that blur the same record in
    two ways give it away. ``revision`` rises with every change.
    """

    address = models.SlugField(max_length=60)
    words = models.JSONField(default=dict)
    fields = models.JSONField(default=list)
    together = models.JSONField(default=list)
    fineness = models.CharField(max_length=8, default="month")
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    place = models.ForeignKey("core.Place", models.PROTECT, null=True, related_name="+")
    types = models.JSONField(default=list)
    least_m = models.PositiveIntegerField(default=1000)
    most_m = models.PositiveIntegerField(default=5000)
    boundaries = models.ForeignKey("core.BoundarySet", models.PROTECT, null=True, related_name="+")
    show_small = models.BooleanField(default=False)
    delay_days = models.PositiveSmallIntegerField(default=30)
    licence = models.CharField(max_length=20, default="CC-BY-4.0")
    frequency = models.CharField(max_length=12, default="irregular")
    bom = models.BooleanField(default=True)
    revision = models.PositiveIntegerField(default=1)
    by = models.ForeignKey("core.User", models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta(Protected.Meta):
        constraints = [
            *Protected.Meta.constraints,
            models.UniqueConstraint(fields=["programme", "address"], name="datarelease_once"),
            models.CheckConstraint(
                condition=Q(least_m__gte=1, most_m__gt=F("least_m")), name="datarelease_ring"
            ),
            models.CheckConstraint(
                condition=Q(first_day=None) | Q(last_day=None) | Q(first_day__lte=F("last_day")),
                name="datarelease_period",
            ),
        ]

    @property
    def title(self) -> str:
        """What it is called in the reader's language, else in the first that it has words in."""
        from django.utils.translation import get_language

        mine = self.words.get((get_language() or "en")[:2], {})
        every = [mine, *self.words.values()]
        return next((one["title"] for one in every if one.get("title")), self.address)


class DataVersion(models.Model):
    """One version of a series: prepared by one person, approved by another, and frozen.

    ``definition`` is the series as it was, with the policy's values; ``report`` says how many
    records were found, held back and blurred (never published). ``sha256`` is the hash of its
    rows as canonical JSON lines, ``key_check`` says with which key its places were moved.
    """

    class State(models.TextChoices):
        """Where it stands."""

        PREPARING = "preparing"
        READY = "ready"
        APPROVED = "approved"
        PUBLISHED = "published"
        WITHDRAWN = "withdrawn"
        DROPPED = "dropped"

    release = models.ForeignKey(DataRelease, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.PREPARING)
    definition = models.JSONField(default=dict)
    report = models.JSONField(default=dict)
    rows = models.PositiveIntegerField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    key_check = models.CharField(max_length=32, blank=True)
    job = models.ForeignKey("core.Job", models.SET_NULL, null=True, related_name="+")
    by = models.ForeignKey("core.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    prepared_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey("core.User", models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey("core.User", models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("core.User", models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_why = models.JSONField(default=dict)

    objects = ScopedManager(programme="release__programme")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["release", "number"], name="dataversion_once"),
            models.UniqueConstraint(
                fields=["release"],
                condition=Q(state__in=("preparing", "ready", "approved")),
                name="dataversion_one_in_hand",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("by")),
                name="dataversion_approved_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("approved", "published", "withdrawn"))
                | Q(approved_by__isnull=False),
                name="dataversion_out_once_approved",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.release_id} {self.number}"


class DataFile(models.Model):
    """One file of a version, byte for byte as it comes out."""

    version = models.ForeignKey(DataVersion, models.CASCADE, related_name="files")
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=80)
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)

    objects = ScopedManager(programme="version__release__programme")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "name"], name="datafile_once")]

    def __str__(self) -> str:
        return self.name
