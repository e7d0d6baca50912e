"""The audit log: one chain of hashes per programme; the database refuses to change a row."""

from __future__ import annotations

from django.db import models
from django_scopes import ScopedManager


class AuditEntry(models.Model):
    """One thing that somebody did: who, what, to which record, why, when.

    ``chain`` is the programme's slug, or ``system``. ``hash`` is the SHA-256 of the entry's
    canonical JSON together with ``previous``, the hash of the entry before it.
    """

    chain = models.CharField(max_length=64)
    seq = models.BigIntegerField()
    programme = models.ForeignKey("core.Programme", models.PROTECT, null=True)
    at = models.DateTimeField()
    actor = models.ForeignKey("core.User", models.PROTECT, null=True, related_name="+")
    actor_label = models.CharField(max_length=200)
    action = models.CharField(max_length=80)
    kind = models.CharField(max_length=40, blank=True)
    object_id = models.BigIntegerField(null=True)
    object_code = models.CharField(max_length=40, blank=True)
    tlp = models.PositiveSmallIntegerField(default=0)
    reason = models.TextField(blank=True)
    data = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = ScopedManager(programme="programme")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chain", "seq"], name="audit_seq_once")]
        indexes = [
            models.Index(fields=["kind", "object_id", "seq"], name="audit_of_object"),
            models.Index(fields=["chain", "action", "seq"], name="audit_of_action"),
        ]

    def __str__(self) -> str:
        return f"{self.chain} {self.seq} {self.action}"


class AuditHead(models.Model):
    """The last entry of each chain: the one row a new entry must lock.

    ``shut`` says how far the programme is closed for now (``all``) and which of its offices are
    (``offices``): read with the lock that every act takes, so that no act slips past it.
    """

    chain = models.CharField(max_length=64, primary_key=True)
    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")
    shut = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.chain} {self.seq}"
