"""The part of a public address that is a publication's own: words of its title, never a code."""

from __future__ import annotations

from itertools import count

from django.utils import timezone
from django.utils.text import slugify

from goodoffices.publish.models import DataRelease, Publication

LONGEST = 60


def address_for(publication: Publication, title: str) -> str:
    """Return an address that is free: of the title's Latin words, else of kind and day."""
    day = timezone.localdate().isoformat()
    words = slugify(title)[:LONGEST].strip("-")
    begun = words if len(words) > 3 else f"{publication.kind}-{day}"
    others = Publication.objects.filter(programme=publication.programme).exclude(pk=publication.pk)
    data = DataRelease.objects.filter(programme=publication.programme)
    for number in count(1):
        found = begun if number == 1 else f"{begun}-{number}"
        if not (others.filter(address=found).exists() or data.filter(address=found).exists()):
            return found
    raise AssertionError("unreachable")
