"""Estimates of how many there are in all: kept as they were made, withdrawn but never edited."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from goodoffices.core.models import Protected
from goodoffices.core.tlp import TLP

SMALL = 5
"""A count from 1 to below this may single persons out for somebody who knows the lists."""

HOLDS, FAILS, UNSURE = "yes", "no", "unknown"

ASSUMPTIONS = ("same-matter", "within-reach", "made-apart", "closed", "matched")
"""What no table can show and somebody has to answer for: the lists are of the same thing; nobody
is out of reach of all of them; none was copied from another; nobody came or went meanwhile; it
was decided who is the same person."""


class Estimate(Protected):
    """How many there may be in all, from lists that overlap: input, method and result, frozen.

    ``lists`` are their names; ``counts`` how many people have each capture history, by a text of
    one 0 or 1 for each list. ``input_sha256`` is the hash of the table as it is handed out.
    ``assumptions`` holds an answer for each of `ASSUMPTIONS`. ``result`` is written once, by the
    method of ``method_version``; ``has_small`` repeats that some count is under `SMALL`.
    """

    tlp = models.PositiveSmallIntegerField(choices=TLP.choices, default=TLP.AMBER_STRICT)
    title = models.CharField(max_length=200)
    counted = models.CharField(max_length=300)
    place = models.CharField(max_length=300)
    period = models.CharField(max_length=200)
    language = models.CharField(max_length=8, blank=True)
    matching = models.TextField(blank=True)
    assumptions = models.JSONField(default=dict)
    origin = models.CharField(max_length=12)
    lists = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    has_small = models.BooleanField()
    input_sha256 = models.CharField(max_length=64)
    options = models.JSONField(default=dict)
    method_version = models.CharField(max_length=20, blank=True)
    program_version = models.CharField(max_length=40, blank=True)
    result = models.JSONField(null=True)
    computed_at = models.DateTimeField(null=True)
    job = models.ForeignKey("core.Job", models.SET_NULL, null=True, related_name="+")
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="replaced_by")
    by = models.ForeignKey("core.User", models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey("core.User", models.SET_NULL, null=True, related_name="+")
    withdrawn_reason = models.TextField(blank=True)

    class Meta(Protected.Meta):
        constraints = [
            *Protected.Meta.constraints,
            models.CheckConstraint(
                condition=Q(result__isnull=True, computed_at__isnull=True, method_version="")
                | (Q(result__isnull=False, computed_at__isnull=False) & ~Q(method_version="")),
                name="estimate_result_whole",
            ),
            models.CheckConstraint(
                condition=Q(has_small=False) | Q(tlp__gte=TLP.AMBER),
                name="estimate_small_counts_marked",
            ),
        ]
        indexes = [models.Index(fields=["programme", "-created_at"], name="estimate_newest")]

    @property
    def least_tlp(self) -> int:
        """The widest mark it may have: small counts stay among those who work with the lists."""
        return int(TLP.AMBER if self.has_small else TLP.CLEAR)

    @property
    def is_withdrawn(self) -> bool:
        """Whether it counts no more."""
        return self.withdrawn_at is not None
