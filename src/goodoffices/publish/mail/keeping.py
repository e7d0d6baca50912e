"""What the worker does on the side for the mailing list: letters, mail owed, mailings under way."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from goodoffices.core import jobs
from goodoffices.core.models import Programme
from goodoffices.publish.mail import recipients, sending, subscribing
from goodoffices.publish.models import Delivery, Mailing

KEEP_DELIVERIES = timedelta(days=30)
"""So long who got which mailing is kept, for mail that comes back; then only numbers are."""


def keep_going() -> int:
    """Have every mailing that should be sending taken up, whatever became of its worker."""
    with scopes_disabled():
        rows = Mailing.objects.filter(state=Mailing.State.SENDING, programme__shut="")
        under_way = list(rows.select_related("programme", "started_by"))
    return sum(_take_up(one) for one in under_way)


def _take_up(one: Mailing) -> bool:
    now = timezone.now()
    with scope(programme=one.programme):
        if (one.not_before and one.not_before > now) or sending.has_job(one):
            return False
        sending.settle_lost(one)
        due = sending.next_due(one, now)
        on_its_way = one.deliveries.filter(state=Delivery.State.SENDING).exists()
        if (due is not None and due > now) or (due is None and on_its_way):
            return False
        with transaction.atomic():
            arguments = {"mailing": one.code}
            jobs.enqueue(
                sending.KIND, programme=one.programme, by=one.started_by, arguments=arguments
            )
    return True


def forget() -> int:
    """Delete those who never confirmed, and who got which mailing a month ago."""
    done = 0
    with scopes_disabled():
        programmes = list(Programme.objects.filter(shut=""))
    for programme in programmes:
        with scope(programme=programme):
            done += subscribing.forget_unconfirmed(programme)
            done += sum(_forget_deliveries(one) for one in _long_ended(programme))
    return done


def _long_ended(programme: Programme) -> list[Mailing]:
    before = timezone.now() - KEEP_DELIVERIES
    rows = Mailing.objects.filter(programme=programme, ended_at__lt=before, counts={})
    return list(rows.exclude(prepared_at=None)[:10])


def _forget_deliveries(one: Mailing) -> int:
    """Keep the numbers of a mailing and delete who got it."""
    with transaction.atomic():
        counted = recipients.counts(one) or {"sent": 0}
        Mailing.objects.filter(pk=one.pk).update(counts=counted)
        return one.deliveries.all().delete()[0]
