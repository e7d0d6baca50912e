"""What of this room's records the data-protection page accounts for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from goodoffices.core.models import Membership, Programme, User
from goodoffices.core.retention import Kind, Purge, register
from goodoffices.field.models import QuarantinedFile, QuarantinedPost
from goodoffices.field.queries.quarantine import visible_posts
from goodoffices.field.services import emptying


def _settled(programme: Programme, before: datetime) -> QuerySet[QuarantinedPost]:
    """What was refused and settled long enough ago; what waits for a decision never goes."""
    rows = QuarantinedPost.objects.filter(programme=programme, settled_at__lt=before)
    rows = rows.select_related("form").order_by("pk")
    found: QuerySet[QuarantinedPost] = rows.exclude(outcome=QuarantinedPost.Outcome.WAITING)
    return found


def _seen(rows: QuerySet[QuarantinedPost], member: Membership) -> QuerySet[QuarantinedPost]:
    return rows.filter(pk__in=visible_posts(member).values("pk"))


def _nothing_against(
    rows: Sequence[QuarantinedPost], member: Membership | None
) -> dict[int, list[str]]:
    return {}


def _delete(rows: Sequence[QuarantinedPost], by: User | None) -> set[int]:
    ids = [post.pk for post in rows]
    files = set(QuarantinedFile.objects.filter(post__in=ids).values_list("file", flat=True))
    QuarantinedPost.objects.filter(pk__in=ids).delete()
    return files


register(
    Kind(
        "field.submission",
        _("Submissions"),
        _("Forms that were filled in the field, with place, time and files."),
        Purge("empty", emptying.due, emptying.seen, emptying.why_not, emptying.go),
        page="field:submission",
    ),
    Kind(
        "field.quarantinedpost",
        _("What was refused"),
        _("Posts of devices that could not be taken, byte for byte."),
        Purge("delete", _settled, _seen, _nothing_against, _delete),
        page="field:quarantine-post",
    ),
    Kind(
        "field.device",
        _("Devices"),
        _("Whose phone it is, when it was in touch last, what waits on it."),
    ),
)
