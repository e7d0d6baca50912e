"""What was refused, as a member may know of it."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from goodoffices.core.models import Membership
from goodoffices.field.models import Form, QuarantinedPost


def visible_posts(member: Membership) -> QuerySet[QuarantinedPost]:
    """Return the refused posts a member may know of: those of forms they see, and those whose
    form is not known (nobody can say what is in them, so only those who may settle them)."""
    posts = QuarantinedPost.objects.filter(programme=member.programme)
    if not member.may("field.quarantine"):
        return posts.none()
    forms = Form.objects.visible_to(member).values("pk")
    return posts.filter(Q(form__isnull=True) | Q(form__in=forms))
