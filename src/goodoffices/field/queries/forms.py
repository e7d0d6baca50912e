"""Forms as the field sees them: which versions are handed out to whom."""

from __future__ import annotations

from django.db.models import Count, F, Q, QuerySet

from goodoffices.core.models import Membership
from goodoffices.field.models import Form, FormVersion


def handed_out(member: Membership) -> list[FormVersion]:
    """Return the current versions of the open forms that a member may fill in, by title.

    ``media_count`` on each says how many files it needs that have been handed in.
    """
    if not member.may("field.send"):
        return []
    return sorted(_handed_out(member), key=lambda version: version.form.title)


def _handed_out(member: Membership) -> QuerySet[FormVersion]:
    forms = Form.objects.visible_to(member).filter(state=Form.State.OPEN)
    return (
        FormVersion.objects.filter(
            form__in=forms, form__current=F("pk"), published_at__isnull=False
        )
        .select_related("form", "xform")
        .defer("fields", "choices", "warnings", "features")
        .annotate(media_count=Count("media", filter=Q(media__file__isnull=False)))
    )
