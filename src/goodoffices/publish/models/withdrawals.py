"""Withdrawals: that something said in public is taken back, by two people."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django_scopes import ScopedManager

from goodoffices.core.models import STANDS, Withdrawable
from goodoffices.publish.models.publications import Publication


class Withdrawal(Withdrawable):
    """That somebody asked to take a publication back; it goes when another person confirms it.

    ``words`` says in each language it came out in why it is withdrawn: the public reads that.
    The request itself can be taken back (``withdrawn_at``) while nobody has confirmed it.
    """

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="withdrawals")
    words = models.JSONField(default=dict)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey("core.User", models.PROTECT, null=True, related_name="+")

    objects = ScopedManager(programme="publication__programme")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["publication"], condition=STANDS, name="withdrawal_asked_once"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("by")),
                name="withdrawal_by_two_people",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | Q(withdrawn_at__isnull=True),
                name="withdrawal_confirmed_stays",
            ),
        ]
