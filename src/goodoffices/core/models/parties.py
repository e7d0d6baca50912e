"""Parties: sides, groups and institutions, and what others call them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import get_language
from django_scopes import ScopedManager

from goodoffices.core.models.base import Protected
from goodoffices.core.tlp import TLP


class Party(Protected):
    """A side, a group or an institution in the conflict.

    ``external_ids`` maps a publisher's scheme to its id, such as ``{"ucdp": "118"}``; ``path``
    is the chain of ids of the parties above it.
    """

    tlp = models.PositiveSmallIntegerField(choices=TLP.choices, default=TLP.GREEN)
    kind = models.CharField(max_length=32)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    path = models.CharField(max_length=120, default="/", db_index=True)
    name = models.CharField(max_length=250)
    labels = models.JSONField(default=dict)
    external_ids = models.JSONField(default=dict)
    note = models.TextField(blank=True)

    class Meta(Protected.Meta):
        verbose_name_plural = "parties"
        indexes = [models.Index(fields=["programme", "name"], name="party_by_name")]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The party's name in the reader's language, else its principal name."""
        labels: dict[str, str] = self.labels
        return labels.get((get_language() or "en")[:2]) or self.name


class PartyName(models.Model):
    """One name or spelling of a party in one language, used to recognise it in reports."""

    party = models.ForeignKey(Party, models.CASCADE, related_name="names")
    language = models.CharField(max_length=8)
    name = models.CharField(max_length=250)
    folded = models.CharField(max_length=250, db_index=True)
    preferred = models.BooleanField(default=False)

    objects = ScopedManager(programme="party__programme")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["party", "language", "name"], name="party_name_once")
        ]

    def __str__(self) -> str:
        return self.name


class PartyLabel(models.Model):
    """What somebody else calls a party: kept as theirs, never used as ours."""

    party = models.ForeignKey(Party, models.CASCADE, related_name="others_labels")
    label = models.CharField(max_length=250)
    language = models.CharField(max_length=8)
    used_by = models.CharField(max_length=250)
    note = models.CharField(max_length=500, blank=True)

    objects = ScopedManager(programme="party__programme")

    def __str__(self) -> str:
        return self.label
