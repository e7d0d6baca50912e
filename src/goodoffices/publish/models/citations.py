"""Citations: the ties from sentences of a publication to the records beneath them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django_scopes import ScopedManager

from goodoffices.core.models import STANDS, Withdrawable
from goodoffices.monitor.models import Claim, Incident
from goodoffices.publish.models.publications import Publication


class Citation(Withdrawable):
    """What one mark ``[@key]`` in the texts of a publication leads to; all languages share it.

    ``kind`` says which columns are filled: an incident; a claim (of a report); a toll, chart or map
    over the filters in ``asked`` (a query string of the page "Incidents", and for charts and maps
    which one); or another publication. ``checked`` holds what the record said when somebody last
    looked (`publish.evidence`): figures of the text that differ from the record today are shown.
    """

    class Kind(models.TextChoices):
        """What can be cited."""

        INCIDENT = "incident"
        CLAIM = "claim"
        TOLL = "toll"
        CHART = "chart"
        MAP = "map"
        PUBLICATION = "publication"

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="citations")
    key = models.CharField(max_length=20)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    incident = models.ForeignKey(Incident, models.PROTECT, null=True, related_name="+")
    claim = models.ForeignKey(Claim, models.PROTECT, null=True, related_name="+")
    cited = models.ForeignKey(Publication, models.PROTECT, null=True, related_name="cited_by")
    asked = models.JSONField(default=dict)
    note = models.CharField(max_length=300, blank=True)
    checked = models.JSONField(default=dict)
    checked_at = models.DateTimeField(null=True)
    checked_by = models.ForeignKey("core.User", models.SET_NULL, null=True, related_name="+")

    objects = ScopedManager(programme="publication__programme")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["publication", "key"], name="citation_key_once"),
            models.CheckConstraint(
                condition=Q(kind="incident", incident__isnull=False)
                | Q(kind="claim", claim__isnull=False)
                | Q(kind="publication", cited__isnull=False)
                | Q(kind__in=("toll", "chart", "map"), incident=None, claim=None, cited=None),
                name="citation_leads_to_its_kind",
            ),
        ]
        indexes = [
            models.Index(fields=["incident"], condition=STANDS, name="citation_of_incident"),
        ]
