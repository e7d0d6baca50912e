"""Evidence: files kept under the hash of their bytes, and what is known of each."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from goodoffices.core.models.base import Protected


class StoredFile(models.Model):
    """Bytes on disk under their SHA-256, once per programme however often they arrive.

    ``checked_at`` is when its bytes were last read again; ``damage`` says how they were found not
    to be those that were stored, ``damaged_at`` since when. From ``purged_at`` on no record may
    keep the bytes, by the rule for ``purged_rule`` (a kind of `core.retention`); they lie on the
    disk until ``removed_at`` (`core.evidence.purging`).
    """

    class Damage(models.TextChoices):
        """How a file was found not to be as it was stored."""

        MISSING = "missing", _("its bytes are missing")
        CHANGED = "changed", _("its bytes are not those that were stored")

    programme = models.ForeignKey("core.Programme", models.CASCADE)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=100)
    stored_at = models.DateTimeField(default=timezone.now)
    checked_at = models.DateTimeField(default=timezone.now)
    damage = models.CharField(max_length=10, choices=Damage.choices, blank=True)
    damaged_at = models.DateTimeField(null=True)
    looked_at = models.DateTimeField(null=True)
    purged_at = models.DateTimeField(null=True)
    purged_rule = models.CharField(max_length=40, blank=True)
    removed_at = models.DateTimeField(null=True)

    objects = ScopedManager(programme="programme")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "sha256"], name="stored_file_once"),
            models.CheckConstraint(condition=models.Q(size__gte=0), name="stored_file_size"),
            models.CheckConstraint(
                condition=models.Q(damage="", damaged_at=None)
                | models.Q(damage__in=["missing", "changed"], damaged_at__isnull=False),
                name="stored_file_damage_dated",
            ),
            models.CheckConstraint(
                condition=models.Q(purged_at=None, purged_rule="", removed_at=None)
                | (models.Q(purged_at__isnull=False) & ~models.Q(purged_rule="")),
                name="stored_file_removed_by_rule",
            ),
        ]
        indexes = [
            models.Index(fields=["programme", "checked_at"], name="stored_file_checked"),
            models.Index(
                fields=["programme"],
                condition=~models.Q(damage=""),
                name="stored_file_damaged",
            ),
            models.Index(
                fields=["id"],
                condition=models.Q(looked_at=None),
                name="stored_file_unseen",
            ),
            models.Index(
                fields=["id"],
                condition=models.Q(purged_at__isnull=False, removed_at=None),
                name="stored_file_to_remove",
            ),
        ]

    def __str__(self) -> str:
        return self.sha256[:12]


class Evidence(Protected):
    """A file as somebody handed it in: its name then, who gave it, what it shows.

    A copy that was made from it is evidence of its own: ``original`` is what it was made from,
    ``made`` the kind of copy, ``how`` the settings. The database refuses to change which bytes an
    item is and what it was made from. From ``purged_at`` on it holds no bytes any more, by the rule
    for ``purged_rule``; who gave it, its hash and its custody log stay.
    """

    class Made(models.TextChoices):
        """How a copy came from its original."""

        REDACTED = "redacted", _("redacted copy")
        SMALLER = "smaller", _("smaller picture")
        TEXT = "text", _("text read from it")

    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="uses")
    original_name = models.CharField(max_length=255)
    caption = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey("core.User", models.SET_NULL, null=True, related_name="+")
    received_at = models.DateTimeField(default=timezone.now)
    original = models.ForeignKey("self", models.PROTECT, null=True, related_name="copies")
    made = models.CharField(max_length=10, choices=Made.choices, blank=True)
    how = models.JSONField(default=dict)
    purged_at = models.DateTimeField(null=True)
    purged_rule = models.CharField(max_length=40, blank=True)

    class Meta(Protected.Meta):
        constraints = [
            *Protected.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(original=None, made="")
                | (models.Q(original__isnull=False) & ~models.Q(made="")),
                name="evidence_copy_of_an_original",
            ),
            models.CheckConstraint(
                condition=models.Q(original=None) | ~models.Q(original=models.F("id")),
                name="evidence_no_copy_of_itself",
            ),
            models.CheckConstraint(
                condition=models.Q(purged_at=None, purged_rule="")
                | (models.Q(purged_at__isnull=False) & ~models.Q(purged_rule="")),
                name="evidence_purged_by_rule",
            ),
        ]
