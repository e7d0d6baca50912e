"""Forms as phones see them: which versions are handed out to whom."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Exists, OuterRef, QuerySet

from goodoffices.core.models import Membership
from goodoffices.field.models import Form, FormMedia, FormVersion
from goodoffices.field.models.forms import title_in_language


class Listed(NamedTuple):
    """What the list of forms says of one."""

    pk: int
    xform_id: str
    version: str
    md5: str
    titles: dict[str, str]
    has_media: bool

    @property
    def title(self) -> str:
        """The form's title in the reader's language."""
        return title_in_language(self.titles, self.xform_id)


def listed(member: Membership) -> list[Listed]:
    """Return what the list says of the forms that `handed_out` hands out, by their number."""
    if not member.may("field.send"):
        return []
    # Not scoped again: a form's files are the programme's, as the form is.
    media = FormMedia._base_manager.filter(version=OuterRef("current"), file__isnull=False)
    columns = ("current", "xform_id", "current__version", "current__md5", "titles", "has_media")
    forms = _open_forms(member).annotate(has_media=Exists(media)).values_list(*columns)
    return [Listed._make(row) for row in forms.order_by("current")]


def _open_forms(member: Membership) -> QuerySet[Form]:
    forms = Form.objects.visible_to(member)
    return forms.filter(state=Form.State.OPEN, current__published_at__isnull=False)


def handed_out(member: Membership) -> list[FormVersion]:
    """Return the current versions of the open forms that a member may fill in, by title."""
    if not member.may("field.send"):
        return []
    current = _open_forms(member).values("current")
    found = FormVersion.objects.filter(pk__in=current).select_related("form", "xform")
    found = found.defer("fields", "choices", "warnings", "features")
    return sorted(found, key=lambda one: (one.form.title, one.pk))
