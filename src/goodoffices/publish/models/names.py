"""That somebody who may open identities looked at the texts of a publication for names."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django_scopes import ScopedManager

from goodoffices.core.models import STANDS, Withdrawable
from goodoffices.publish.models.publications import Publication


class NameCheck(Withdrawable):
    """That no name in the texts endangers anybody, said by a person who looked; appended.

    ``digest`` stands for the words of all texts as they were: it counts only while they are the
    same. Nothing is kept of what was found, neither names nor how many: whoever reads the database
    must not learn who is known.
    """

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="name_checks")
    digest = models.CharField(max_length=64)

    objects = ScopedManager(programme="publication__programme")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "digest"], condition=STANDS, name="name_check_once"
            ),
            models.CheckConstraint(condition=~Q(digest=""), name="name_check_of_texts"),
        ]
