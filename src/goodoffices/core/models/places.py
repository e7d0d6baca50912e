"""Places with their names, and sets of boundaries as somebody drew them."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django_scopes import ScopedManager

from goodoffices.core.models.base import Protected
from goodoffices.core.tlp import TLP


class Place(Protected):
    """A place people name: country, region, district, town, village or site.

    ``path`` is the chain of ids from the country down to the place itself, ``/1/14/250/``, so
    that everything under a place is one range of text. ``radius_m``: how far from the point a
    thing said to be "in" the place may lie.
    """

    class Kind(models.TextChoices):
        """How large a place is, in administrative terms."""

        COUNTRY = "country"
        REGION = "region"
        DISTRICT = "district"
        TOWN = "town"
        VILLAGE = "village"
        SITE = "site"

    tlp = models.PositiveSmallIntegerField(choices=TLP.choices, default=TLP.CLEAR)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    path = models.CharField(max_length=120, default="/", db_index=True)
    depth = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(max_length=200)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    radius_m = models.PositiveIntegerField(default=1000)
    population = models.BigIntegerField(null=True)
    external_ids = models.JSONField(default=dict)
    origin = models.CharField(max_length=40, default="programme")
    labels = models.JSONField(default=dict)

    class Meta(Protected.Meta):
        constraints = [
            *Protected.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(latitude__isnull=True)
                | models.Q(latitude__gte=-90, latitude__lte=90),
                name="place_latitude",
            ),
            models.CheckConstraint(
                condition=models.Q(longitude__isnull=True)
                | models.Q(longitude__gte=-180, longitude__lte=180),
                name="place_longitude",
            ),
        ]
        indexes = [models.Index(fields=["programme", "kind", "name"], name="place_by_kind")]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The place's name in the reader's language, else its principal name.

        ``labels`` repeats the preferred `PlaceName` of each language, so that lists need no join.
        """
        labels: dict[str, str] = self.labels
        return labels.get((get_language() or "en")[:2]) or self.name


class PlaceName(models.Model):
    """One name of a place in one language; a place can have several, none of them wrong."""

    class Status(models.TextChoices):
        """How a name stands to the others of the same language."""

        PREFERRED = "preferred"
        ALTERNATE = "alternate"

    place = models.ForeignKey(Place, models.CASCADE, related_name="names")
    language = models.CharField(max_length=8)
    name = models.CharField(max_length=200)
    folded = models.CharField(max_length=200, db_index=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.ALTERNATE)

    objects = ScopedManager(programme="place__programme")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "language", "name"], name="place_name_once")
        ]

    def __str__(self) -> str:
        return self.name


class BoundarySet(models.Model):
    """Boundaries as one source drew them; several sets stand side by side, none is "the" line."""

    programme = models.ForeignKey("core.Programme", models.CASCADE)
    code = models.SlugField()
    name = models.CharField(max_length=200)
    source = models.CharField(max_length=300)
    licence = models.CharField(max_length=200)
    note = models.TextField(blank=True)
    digest = models.CharField(max_length=64)
    shown = models.BooleanField(default=True)
    loaded_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("core.User", models.SET_NULL, null=True, related_name="+")

    objects = ScopedManager(programme="programme")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "code"], name="boundary_set_once")
        ]

    def __str__(self) -> str:
        return self.name


class Boundary(models.Model):
    """One area of a set: its geometry as loaded, and a lighter one for display (GeoJSON)."""

    set = models.ForeignKey(BoundarySet, models.CASCADE, related_name="areas")
    name = models.CharField(max_length=200)
    names = models.JSONField(default=dict)
    level = models.PositiveSmallIntegerField(default=0)
    place = models.ForeignKey(Place, models.SET_NULL, null=True, related_name="+")
    properties = models.JSONField(default=dict)
    geometry = models.JSONField()
    display = models.JSONField()
    west = models.FloatField()
    south = models.FloatField()
    east = models.FloatField()
    north = models.FloatField()

    objects = ScopedManager(programme="set__programme")

    def __str__(self) -> str:
        return self.name
