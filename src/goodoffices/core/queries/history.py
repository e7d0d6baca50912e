"""Who did what: the history of one record, and of the programme."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise

from goodoffices.core.access import kind_of, named_ids
from goodoffices.core.audit import said
from goodoffices.core.models import AuditEntry, Membership, Protected
from goodoffices.core.roles import Role

MOST = 50
"""So many entries a record's own panel shows; the rest is on the programme's history."""


@dataclass(frozen=True, slots=True)
class Event:
    """One entry as a page shows it. ``text`` continues the actor's name: "linked a report"."""

    at: datetime
    actor: str
    text: str | Promise
    reason: str
    action: str = ""
    code: str = ""


def history(
    record: Protected, member: Membership, *, also: Iterable[models.Model] = ()
) -> list[Event]:
    """Return what was done to a record the member may see, the latest first.

    ``also`` are other records whose entries belong to it, such as the import that brought it.
    What was done while the record was stricter than the member's clearance stays out, unless
    the member is named on it. A partner learns what was done and when, not by whom or why.
    """
    about = Q(kind=kind_of(record), object_id=record.pk)
    for other in also:
        about |= Q(kind=kind_of(other), object_id=other.pk)
    rows = AuditEntry.objects.filter(about)
    if record.pk not in named_ids(member, kind_of(record)):
        rows = rows.filter(tlp__lte=member.clearance)
    found = [_event(row) for row in rows.order_by("-at", "-seq")[:MOST]]
    if member.role != Role.PARTNER:
        return found
    return [replace(event, actor="", reason="") for event in found]


def house_history(record: models.Model, member: Membership) -> list[Event]:
    """Return what was done to a record that bears no mark of its own, the latest first.

    The caller has found the record among those that the member may know of.
    """
    rows = AuditEntry.objects.filter(kind=kind_of(record), object_id=record.pk)
    own = rows.filter(programme=member.programme)
    return [_event(row) for row in own.order_by("-at", "-seq")[:MOST]]


def entries(member: Membership) -> QuerySet[AuditEntry]:
    """Return the programme's entries that the member may see, the latest first.

    Left out is what is about a record above the member's clearance, as it was then or as it is
    now, unless they are named on it.
    """
    seen = Q(tlp__lte=member.clearance)
    hidden = Q()
    for model in _protected():
        kind, named = kind_of(model), named_ids(member, kind_of(model))
        if named:
            seen |= Q(kind=kind, object_id__in=named)
        above = model._default_manager.filter(
            pk=OuterRef("object_id"), programme=member.programme, tlp__gt=member.clearance
        )
        hidden |= Q(Exists(above.exclude(pk__in=named)), kind=kind)
    rows = AuditEntry.objects.filter(seen, programme=member.programme)
    return rows.exclude(hidden).order_by("-seq")


def _protected() -> list[type[Protected]]:
    return [model for model in apps.get_models() if issubclass(model, Protected)]


def events(rows: Iterable[AuditEntry]) -> list[Event]:
    """Return entries as a page shows them."""
    return [_event(row) for row in rows]


def _event(row: AuditEntry) -> Event:
    text = said(row.action, row.data)
    return Event(row.at, row.actor_label, text, row.reason, row.action, row.object_code)
