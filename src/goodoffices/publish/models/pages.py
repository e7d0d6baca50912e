"""The pages of the public site that the programme writes itself: about, contact, privacy, ..."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from goodoffices.publish.models.publications import Language


class OwnPage(models.TextChoices):
    """What the programme says of itself on its site, in the order of the site."""

    ABOUT = "about", _("What we are and do")
    ACTIVITIES = "activities", _("Our activities")
    PARTNERS = "partners", _("Partners")
    GET_INVOLVED = "get-involved", _("Get involved")
    CONTACT = "contact", _("Contact")
    PRIVACY = "privacy", _("Privacy")
    IMPRINT = "imprint", _("Imprint")


class SiteText(models.Model):
    """One saved version of an own page in one language; never edited: saving adds a version.

    ``number`` counts the versions of a page in a language from 1. ``published_at`` says since when
    the public reads it, or read it: the newest published version is the one on the site. ``body``
    is Markdown without marks for citations.
    """

    programme = models.ForeignKey("core.Programme", models.CASCADE, related_name="site_texts")
    page = models.CharField(max_length=16, choices=OwnPage.choices)
    language = models.CharField(max_length=2, choices=Language.choices)
    number = models.PositiveIntegerField()
    body = models.TextField(blank=True)
    by = models.ForeignKey("core.User", models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey("core.User", models.SET_NULL, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)

    objects = ScopedManager(programme="programme")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "page", "language", "number"], name="site_text_number_once"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="site_text_numbers_from_1"),
        ]

    def __str__(self) -> str:
        return f"{self.page} {self.language} {self.number}"
