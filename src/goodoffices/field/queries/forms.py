"""Forms as the field sees them: which versions are handed out to whom."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Count, F, Q, QuerySet

from goodoffices.core.models import Membership
from goodoffices.field.models import Form, FormVersion
from goodoffices.field.models.forms import title_in_language


class Listed(NamedTuple):
    """What the list of forms says of one."""

    pk: int
    xform_id: str
    version: str
    md5: str
    titles: dict[str, str]
    media_count: int

    @property
    def title(self) -> str:
        """The form's title in the reader's language."""
        return title_in_language(self.titles, self.xform_id)


def listed(member: Membership) -> list[Listed]:
    """Return what the list says of the forms that `handed_out` hands out, in the same order."""
    if not member.may("field.send"):
        return []
    columns = ("pk", "form__xform_id", "version", "md5", "form__titles", "media_count")
    rows = _handed_out(member).select_related(None).defer(None).values_list(*columns)
    return sorted((Listed(*row) for row in rows), key=lambda one: (one.title, one.pk))


def handed_out(member: Membership) -> list[FormVersion]:
    """Return the current versions of the open forms that a member may fill in, by title.

    ``media_count`` on each says how many files it needs that have been handed in.
    """
    if not member.may("field.send"):
        return []
    return sorted(_handed_out(member), key=lambda one: (one.form.title, one.pk))


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
