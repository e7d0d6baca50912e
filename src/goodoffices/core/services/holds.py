"""Legal holds: a record that no purge may touch, and why, until somebody ends it."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import InvalidInput, NotFound
from goodoffices.core import audit
from goodoffices.core.models import Hold, Membership, Programme, Protected, User
from goodoffices.core.retention.registry import Kind, kinds
from goodoffices.core.services.permits import permitted


def place(*, programme: Programme, kind: str, code: str, reason: str, by: User) -> Hold:
    """Put a legal hold on a record by its code, so that no purge touches it."""
    member = permitted(by, programme, "core.protection")
    said = reason.strip()[:2000]
    if not said:
        raise InvalidInput(_("Say why it must be kept."))
    record = found(programme, kind, code, member)
    with transaction.atomic():
        held, made = Hold.objects.get_or_create(
            programme=programme,
            kind=kind,
            object_id=record.pk,
            ended_at=None,
            defaults={"object_code": record.code, "reason": said, "by": by},
        )
        if made:
            audit.record("core.hold.placed", by=by, programme=programme, record=record, reason=said)
    return held


def end(*, programme: Programme, kind: str, code: str, reason: str, by: User) -> None:
    """End a legal hold."""
    member = permitted(by, programme, "core.protection")
    record = found(programme, kind, code, member)
    with transaction.atomic():
        standing = Hold.objects.filter(
            programme=programme, kind=kind, object_id=record.pk, ended_at=None
        )
        if not standing.update(ended_at=timezone.now()):
            raise NotFound(_("There is no legal hold on it."))
        audit.record(
            "core.hold.ended", by=by, programme=programme, record=record, reason=reason.strip()
        )


def found(programme: Programme, kind: str, code: str, member: Membership | None) -> Any:
    """Return the record of a code; what a member may not see does not exist."""
    known = kinds().get(kind)
    if known is None or not known.page:
        raise NotFound(_("There is nothing at this address."))
    record = seen(programme, known, member).filter(code=code[:16]).first()
    if record is None:
        raise NotFound(_("There is nothing at this address."))
    return record


def seen(programme: Programme, kind: Kind, member: Membership | None) -> Any:
    """Return the records of a kind that a hold can be put on, as far as a member may see them."""
    model: Any = apps.get_model(kind.name)
    if issubclass(model, Protected):
        rows = model.objects.filter(programme=programme)
        return rows if member is None else rows.visible_to(member)
    assert kind.purge is not None, "a kind without a mark of its own says who may see it"
    rows = kind.purge.due(programme, timezone.now())
    return rows if member is None else kind.purge.seen(rows, member)
