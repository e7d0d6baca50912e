"""Subscriptions that ended long ago: their log of consent goes; the hash of the address stays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from goodoffices.core.models import Membership, Programme, User
from goodoffices.publish.models import Subscriber


def due(programme: Programme, before: datetime) -> QuerySet[Any]:
    """Return the subscriptions that ended before a moment; not those that stand."""
    rows: QuerySet[Any] = Subscriber.objects.filter(programme=programme, state="left")
    return rows.filter(left_at__lt=before).order_by("pk")


def seen(rows: QuerySet[Any], member: Membership) -> QuerySet[Any]:
    """Leave those a member may see: all of them, or none."""
    return rows if member.may("publish.mail") else rows.none()


def why_not(rows: Sequence[Any], member: Membership | None) -> dict[int, list[str]]:
    """Nothing holds them back."""
    return {}


def go(rows: Sequence[Any], by: User | None) -> set[int]:
    """Delete them with everything that was noted of them; the hash of the address stays."""
    Subscriber.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return set()
