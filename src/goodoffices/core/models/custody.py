"""The custody log: what happened to each item of evidence, in a chain of hashes per item."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from goodoffices.core.models.evidence import Evidence


class CustodyEvent(models.Model):
    """One thing that happened to an item of evidence; the database refuses to change a row.

    ``sha256`` is the hash that was seen then, empty where no bytes were found. ``hash`` is taken
    over the event and ``previous``, the hash of the item's event before it. ``seal`` stands in it
    for the actor's name and the reason, so that a log can be handed over without either.
    """

    class Event(models.TextChoices):
        """What can happen to an item."""

        RECEIVED = "received", _("received")
        HASHED = "hashed", _("hashed")
        OPENED = "opened", _("opened")
        COPIED = "copied", _("copied")
        REDACTED = "redacted", _("redacted")
        MARKED = "marked", _("marked for other readers")
        TRANSFERRED = "transferred", _("handed over")
        STAMPED = "time-stamped", _("time-stamped")
        REHASHED = "re-hashed", _("hashed again: unchanged")
        PURGED = "purged", _("its bytes removed: the time it is kept was over")
        FAILED = "integrity-failed", _("hashed again: not the bytes that were stored")

    programme = models.ForeignKey("core.Programme", models.PROTECT, related_name="+")
    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="custody")
    seq = models.PositiveIntegerField()
    event = models.CharField(max_length=20, choices=Event.choices)
    at = models.DateTimeField()
    actor = models.ForeignKey("core.User", models.PROTECT, null=True, related_name="+")
    actor_label = models.CharField(max_length=200)
    reason = models.TextField(blank=True)
    salt = models.CharField(max_length=32)
    seal = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64, blank=True)
    data = models.JSONField(default=dict)
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    objects = ScopedManager(programme="programme")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["evidence", "seq"], name="custody_seq_once"),
            models.CheckConstraint(condition=models.Q(seq__gte=1), name="custody_seq_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.evidence_id} {self.seq} {self.event}"
