"""Legal holds that reach further than their record: what belongs to a held record stays too."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from goodoffices.core.access import kind_of
from goodoffices.core.models import Hold, Membership


def held(model: Any, ids: Collection[int], member: Membership | None) -> set[int]:
    """Return which records of a model have a legal hold, of those a member may see (None: all)."""
    rows = Hold.objects.filter(kind=kind_of(model), object_id__in=ids, ended_at=None)
    return seen(model, set(rows.values_list("object_id", flat=True)), member)


def seen(model: Any, ids: Collection[int], member: Membership | None) -> set[int]:
    """Return which records of a model a member may see (None: all)."""
    if member is None or not ids:
        return set(ids)
    rows = model.objects.visible_to(member).filter(pk__in=ids)
    return set(rows.values_list("pk", flat=True))
