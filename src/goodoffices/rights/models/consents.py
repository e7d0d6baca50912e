"""Consent: what a person allows, how and until when; and which files a person is in or behind."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django_scopes import ScopedManager

from goodoffices.core.models import STANDS, Evidence, Withdrawable
from goodoffices.rights.models.people import Person

SCOPES = ("store", "share", "publish", "refer")
"""Keep it; hand it to partners and courts; say it in public; hand the matter on to who can help."""


class Consent(Withdrawable):
    """What a person allowed on a day, in which language and way; it ends or is withdrawn.

    ``at`` is when it was written down, ``given_on`` when it was given; it holds through
    ``expires_on``. ``way`` is a code of the codebook's consent_ways. ``keep_until``: the person
    asks that what is known of them is kept until that day, whatever the programme's periods.
    ``deletion_wished``: with the withdrawal the person asks that their identity goes.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="consents")
    store = models.BooleanField(default=False)
    share = models.BooleanField(default=False)
    publish = models.BooleanField(default=False)
    refer = models.BooleanField(default=False)
    way = models.CharField(max_length=32)
    language = models.CharField(max_length=8)
    given_on = models.DateField()
    expires_on = models.DateField(null=True)
    note = models.CharField(max_length=500, blank=True)
    keep_until = models.DateField(null=True)
    deletion_wished = models.BooleanField(default=False)

    objects = ScopedManager(programme="person__programme")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(deletion_wished=False) | Q(withdrawn_at__isnull=False),
                name="consent_deletion_with_withdrawal",
            ),
            models.CheckConstraint(
                condition=Q(keep_until__isnull=True)
                | (Q(store=True) & Q(keep_until__gte=F("given_on"))),
                name="consent_keep_until_needs_store",
            ),
            models.CheckConstraint(
                condition=Q(store=True) | Q(share=True) | Q(publish=True) | Q(refer=True),
                name="consent_to_something",
            ),
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True) | Q(expires_on__gte=F("given_on")),
                name="consent_days_in_order",
            ),
        ]


class EvidencePerson(Withdrawable):
    """That a person is shown in a file or gave it: then their consent decides where it goes."""

    evidence = models.ForeignKey(Evidence, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="files")
    how = models.CharField(max_length=32)

    objects = ScopedManager(programme="person__programme")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["evidence", "person", "how"],
                condition=STANDS,
                name="evidence_person_once",
            )
        ]
