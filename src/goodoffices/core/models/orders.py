"""What somebody asked for to be made of evidence: a copy, or a bundle to hand over."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django_scopes import ScopedManager

from goodoffices.core.codes import new_code
from goodoffices.core.models.evidence import Evidence
from goodoffices.core.tlp import TLP


class CopyOrder(models.Model):
    """A copy that a person asked for: of what, how, why, for whose eyes; ``copy`` once it is made.

    ``how`` holds the boxes of a redaction, the side of a smaller picture or the languages of a
    text; ``seen_tlp`` is the
    mark the original had when it was asked for.
    """

    programme = models.ForeignKey("core.Programme", models.CASCADE, related_name="+")
    code = models.CharField(max_length=16, unique=True, default=new_code)
    original = models.ForeignKey(Evidence, models.PROTECT, related_name="+")
    made = models.CharField(max_length=10, choices=Evidence.Made.choices)
    how = models.JSONField(default=dict)
    tlp = models.PositiveSmallIntegerField(choices=TLP.choices)
    seen_tlp = models.PositiveSmallIntegerField(choices=TLP.choices)
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    copy = models.OneToOneField(Evidence, models.PROTECT, null=True, related_name="+")

    objects = ScopedManager(programme="programme")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(copy=None) | ~models.Q(copy=models.F("original")),
                name="copy_order_makes_another",
            )
        ]

    def __str__(self) -> str:
        return self.code


class Bundle(models.Model):
    """Evidence that is handed over: which items, to whom, why, up to which mark.

    ``names`` says whether the custody logs in it name who acted and why. ``noted_at`` is when the
    handing over was entered into those logs, ``file`` and ``seal`` are there once it is made.
    """

    programme = models.ForeignKey("core.Programme", models.CASCADE, related_name="+")
    code = models.CharField(max_length=16, unique=True, default=new_code)
    items = models.ManyToManyField(Evidence, related_name="bundles")
    recipient = models.CharField(max_length=200)
    reason = models.TextField()
    tlp = models.PositiveSmallIntegerField(choices=TLP.choices)
    names = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    noted_at = models.DateTimeField(null=True)
    file = models.ForeignKey("core.StoredFile", models.PROTECT, null=True, related_name="+")
    seal = models.CharField(max_length=64, blank=True)

    objects = ScopedManager(programme="programme")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(file=None, seal="")
                | (models.Q(file__isnull=False, noted_at__isnull=False) & ~models.Q(seal="")),
                name="bundle_sealed_when_made",
            )
        ]

    def __str__(self) -> str:
        return self.code
