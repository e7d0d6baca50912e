"""What partners' tokens read: counted on every request, one audit entry for each day and token."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django_scopes import scopes_disabled

from goodoffices.core import audit
from goodoffices.publish.models import PartnerReading, PartnerToken


def count(token: PartnerToken, *, rows: int) -> None:
    """Count one request and the rows it took; the first of a day is put on record at once."""
    day = timezone.localdate()
    with transaction.atomic():
        _reading, first = PartnerReading.objects.get_or_create(token=token, day=day)
        PartnerReading.objects.filter(token=token, day=day).update(
            requests=F("requests") + 1, rows=F("rows") + rows
        )
        if first:
            _record("reading_began", token, {"day": day.isoformat()})


def record_past_days() -> int:
    """Put the counts of days that are over on record, in every programme; returns how many."""
    with scopes_disabled():
        # A day is over everywhere once it was yesterday's yesterday in UTC.
        over = timezone.now().date() - timedelta(days=1)
        due = PartnerReading.objects.filter(recorded_at=None, day__lt=over)
        ids = list(due.order_by("pk").values_list("pk", flat=True)[:500])
        return sum(_settle(pk) for pk in ids)


def _settle(pk: int) -> int:
    with transaction.atomic():
        rows = PartnerReading.objects.filter(pk=pk, recorded_at=None)
        if not rows.update(recorded_at=timezone.now()):
            return 0
        found = PartnerReading.objects.select_related("token__partner__programme").get(pk=pk)
        told = {"day": found.day.isoformat(), "requests": found.requests, "rows": found.rows}
        _record("reading_counted", found.token, told)
    return 1


def _record(what: str, token: PartnerToken, data: dict[str, object]) -> None:
    partner = token.partner
    audit.record(
        f"publish.partner.{what}",
        by=None,
        programme=partner.programme,
        record=partner,
        data={"token": token.code, **data},
    )
