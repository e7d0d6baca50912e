"""Lists of persons and groups, within what a member may see."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from goodoffices import codebook
from goodoffices.core.models import Membership
from goodoffices.methods.text import fold
from goodoffices.rights.models import Group, Person

LANGUAGES = ("en", "ar", "he")


def listed(
    model: type[Person] | type[Group], member: Membership, *, text: str = "", facts: Any = None
) -> QuerySet[Any]:
    """Return those the member may see, the newest first; ``text`` is a code name or a code."""
    rows = model.objects.visible_to(member).filter(**(facts or {}))
    for part in fold(text).split()[:6]:
        words = [
            entry.id
            for entry in codebook.load()["code_words"]
            if any(fold(entry.label(language)).startswith(part) for language in LANGUAGES)
        ]
        asked = Q(code__startswith=part) | Q(word__in=words) | Q(alias__icontains=part)
        rows = rows.filter(asked)
    return rows.order_by("-created_at", "pk")
