"""Publications: what the programme says in public, while it is written and checked."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django_scopes import ScopedManager

from goodoffices.core.models import Protected
from goodoffices.core.tlp import TLP


class Language(models.TextChoices):
    """The languages a publication can have."""

    ENGLISH = "en", "English"
    ARABIC = "ar", "العربية"
    HEBREW = "he", "עברית"


class State(models.TextChoices):
    """Where a publication stands, in the order in which it gets there (`publish.workflow`)."""

    DRAFT = "draft"
    FACTS = "facts"
    LANGUAGE = "language"
    DIRECTOR = "director"
    SECURITY = "security"
    READY = "ready"
    SCHEDULED = "scheduled"
    HELD = "held"
    PUBLISHED = "published"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"
    DROPPED = "dropped"


OUT = (State.PUBLISHED, State.CORRECTED, State.WITHDRAWN)
"""States in which the public has seen it."""


class Topic(models.Model):
    """What publications are about, for readers who want only that: an address part and names."""

    programme = models.ForeignKey("core.Programme", models.CASCADE, related_name="topics")
    slug = models.SlugField(max_length=40)
    names = models.JSONField(default=dict)
    closed_at = models.DateTimeField(null=True)

    objects = ScopedManager(programme="programme")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "slug"], name="topic_once")]

    def __str__(self) -> str:
        return self.slug


class Publication(Protected):
    """One thing that is to be said in public: a press release, a brief, a correction.

    ``kind`` is a code of the codebook's publication_kinds. ``state`` repeats the latest `Step`.
    ``address`` is its part of the public address, chosen before it comes out and kept for good.
    Its texts (`Text`) are versions by language; ``source_language`` is the one the others follow.
    ``embargo_until`` and ``publish_at`` are moments; pages show them in the programme's time zone.
    ``revision`` rises with every change of these fields, so that two people cannot overwrite one
    another.
    """

    tlp = models.PositiveSmallIntegerField(choices=TLP.choices, default=TLP.AMBER_STRICT)
    kind = models.CharField(max_length=32)
    source_language = models.CharField(max_length=2, choices=Language.choices, default="en")
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    address = models.SlugField(max_length=80, blank=True)
    topics = models.ManyToManyField(Topic, related_name="publications", blank=True)
    office = models.ForeignKey("core.Office", models.SET_NULL, null=True, related_name="+")
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrections")
    embargo_until = models.DateTimeField(null=True)
    publish_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=1)
    by = models.ForeignKey("core.User", models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta(Protected.Meta):
        constraints = [
            *Protected.Meta.constraints,
            models.UniqueConstraint(
                fields=["programme", "address"],
                condition=~Q(address=""),
                name="publication_address_once",
            ),
            models.CheckConstraint(
                condition=Q(embargo_until__isnull=True)
                | Q(publish_at__isnull=True)
                | Q(publish_at__gte=F("embargo_until")),
                name="publication_out_after_embargo",
            ),
        ]
        indexes = [
            models.Index(fields=["programme", "-created_at"], name="publication_newest"),
            models.Index(fields=["state", "publish_at"], name="publication_due"),
        ]


class Text(models.Model):
    """One saved version of a publication in one language; never edited: saving adds a version.

    ``number`` counts the versions of a language from 1. ``of_source`` is the number of the version
    in the source language that a translation renders; None in the source language itself. A
    translation is stale while a newer version of the source stands. ``body`` is Markdown with
    marks for citations and figures (`formats.manuscript`).
    """

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="texts")
    language = models.CharField(max_length=2, choices=Language.choices)
    number = models.PositiveIntegerField()
    of_source = models.PositiveIntegerField(null=True)
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    body = models.TextField()
    by = models.ForeignKey("core.User", models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = ScopedManager(programme="publication__programme")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "language", "number"], name="text_number_once"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="text_numbers_from_1"),
        ]

    def __str__(self) -> str:
        return f"{self.publication_id} {self.language} {self.number}"
