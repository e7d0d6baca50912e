"""Who checked and approved a publication, what was overridden, and whom it names was asked."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django_scopes import ScopedManager

from goodoffices.core.models import STANDS, Withdrawable
from goodoffices.publish.models.publications import Publication, State


class Step(models.Model):
    """That somebody moved a publication on, sent it back, or took it out; appended only.

    ``texts`` holds the version number of each language that the person had before them, ``digest``
    the SHA-256 of those texts with their citations: a step counts only while both still hold.
    ``by`` is empty where the program published what people had scheduled, or held it back; then
    ``why`` says as codes what stood against it (`publish.flow.words`). ``evidence`` holds for each
    key what stood behind it at that moment (`publish.flow.standing`).
    """

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="steps")
    of = models.CharField(max_length=12, choices=State.choices)
    to = models.CharField(max_length=12, choices=State.choices)
    reason = models.TextField(blank=True)
    texts = models.JSONField(default=dict)
    digest = models.CharField(max_length=64, blank=True)
    evidence = models.JSONField(default=dict)
    why = models.JSONField(default=list)
    by = models.ForeignKey("core.User", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = ScopedManager(programme="publication__programme")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(of=F("to")), name="step_leads_somewhere")
        ]
        indexes = [models.Index(fields=["publication", "at"], name="step_of_publication")]

    def __str__(self) -> str:
        return f"{self.publication_id} {self.of} {self.to}"


class Override(Withdrawable):
    """That one finding of a gate was let stand, and why; they are counted.

    ``finding`` is the finding's fingerprint: it changes when the words it is about change, so that
    an override never covers what was written later.
    """

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="overrides")
    gate = models.CharField(max_length=32)
    finding = models.CharField(max_length=64)
    words = models.CharField(max_length=300, blank=True)
    reason = models.TextField()

    objects = ScopedManager(programme="publication__programme")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "gate", "finding"],
                condition=STANDS,
                name="override_once",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="override_has_reason"),
        ]


class Reply(Withdrawable):
    """That a party named in a publication was asked to reply: when, how, until when, what came.

    Where a party was not asked, ``not_asked`` says why.
    """

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="replies")
    party = models.ForeignKey("core.Party", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(null=True)
    how = models.CharField(max_length=200, blank=True)
    until = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    not_asked = models.TextField(blank=True)

    objects = ScopedManager(programme="publication__programme")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "party"], condition=STANDS, name="reply_of_party_once"
            ),
            models.CheckConstraint(
                condition=Q(asked_at__isnull=False, not_asked="")
                | (Q(asked_at__isnull=True) & ~Q(not_asked="")),
                name="reply_asked_or_why_not",
            ),
        ]


class ReleasePolicy(models.Model):
    """What a programme demands before anything goes out; each change is appended.

    ``level``: the verification state cited incidents must have reached. ``tlp``: the strictest mark
    of a record that may stand behind a public text. ``smallest``: groups smaller than this are not
    counted in public where people could be recognised. ``displace_m``: how far places are moved, in
    metres. ``delay_days``: how old an incident must be. ``replies``: whether parties named must
    have been asked, and ``reply_hours`` how long before. ``all_languages``: whether all must come
    out together. ``packs``: the terminology packs in use, as read (`formats.term_packs`), beside
    the starter pack unless ``starter`` is off.
    """

    programme = models.ForeignKey("core.Programme", models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    level = models.CharField(max_length=16, default="verified")
    tlp = models.PositiveSmallIntegerField(default=0)
    smallest = models.PositiveSmallIntegerField(default=5)
    displace_m = models.PositiveIntegerField(default=5000)
    delay_days = models.PositiveSmallIntegerField(default=7)
    replies = models.BooleanField(default=True)
    reply_hours = models.PositiveSmallIntegerField(default=24)
    all_languages = models.BooleanField(default=False)
    starter = models.BooleanField(default=True)
    packs = models.JSONField(default=list)
    by = models.ForeignKey("core.User", models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = ScopedManager(programme="programme")

    class Meta:
        verbose_name_plural = "release policies"
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="release_policy_once"),
            models.CheckConstraint(
                condition=Q(tlp__lte=4, smallest__gte=2, reply_hours__gte=1),
                name="release_policy_sane",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme_id} {self.number}"
