"""When a member last looked at a page, so that the page can say what is new since then."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from goodoffices.core.models import Membership, Visit

ENDS_AFTER = timedelta(minutes=30)
"""So long without a look, and the visit is over: the next look begins a new one."""

NOTED_EVERY = timedelta(minutes=1)
"""Looks closer together than this are not worth a write each."""


def look(*, member: Membership, page: str, now: datetime | None = None) -> datetime | None:
    """Note that the member looks at a page; return since when "new" counts, None the first time.

    During one visit, however often the page is loaded again, the answer stays the same: the
    last look of the visit before.
    """
    at = now or timezone.now()
    visit = Visit.objects.filter(membership=member, page=page).first()
    if visit is None:
        visit, _made = Visit.objects.get_or_create(
            membership=member,
            page=page,
            defaults={"programme": member.programme, "latest": at},
        )
        return visit.before
    if at - visit.latest >= ENDS_AFTER:
        return _begin(visit, at)
    if at - visit.latest >= NOTED_EVERY:
        Visit.objects.filter(pk=visit.pk, latest__lt=at).update(latest=at)
    return visit.before


def _begin(visit: Visit, at: datetime) -> datetime | None:
    """Begin a new visit, once even when two windows load at the same moment."""
    with transaction.atomic():
        held = Visit.objects.select_for_update().get(pk=visit.pk)
        if at - held.latest >= ENDS_AFTER:
            held.before, held.latest = held.latest, at
            held.save(update_fields=["before", "latest"])
    return held.before
