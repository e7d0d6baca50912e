"""Telling webhooks: what is due is sent, what fails is tried again later and later, all is logged.

Runs in a worker, never in the intake. One webhook that does not answer holds up no other: after a
failure of the other side it rests until its next try.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count

from django.db import connection, transaction
from django.db.models import Exists, Max, Min, OuterRef, QuerySet
from django.utils import timezone

from goodoffices.core import audit
from goodoffices.core.jobs import enqueue
from goodoffices.core.models import Job, Programme
from goodoffices.field.models import Submission, SubmissionVersion, Webhook, WebhookDelivery
from goodoffices.field.services.webhooks import signing
from goodoffices.field.services.webhooks.calling import SECONDS, Answer, post

TELL = "field.tell_webhooks"
TELL_AGAIN = "field.tell_webhooks_again"

WAITS = (60, 300, 1800, 2 * 3600, 6 * 3600, 12 * 3600, 24 * 3600, 24 * 3600)
"""Seconds until the next try after each failure; after the last it is given up (three days)."""

UNREAD_WAIT = 20
"""Seconds until answers that have not been read out of the XML yet are looked for again."""

BUDGET = 60.0
"""Seconds one job may take: others wait for the worker too."""

SLACK = 10_000
"""So far before the newest version told is looked for others, whose transaction ended later."""

BATCH = 500


def has_webhooks(programme: Programme) -> bool:
    """Say whether anybody is to be told anything; asked with every post."""
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, [programme.pk])
        return cursor.fetchone() is not None


_STANDING = "SELECT 1 FROM field_webhook WHERE programme_id = %s AND ended_at IS NULL LIMIT 1"


def tell(programme: Programme, told: Callable[[int], object] = lambda tried: None) -> int:
    """Send what is due to every webhook; returns how much was delivered.

    ``told`` is called with the number of each try.
    """
    ends, tries = time.monotonic() + BUDGET, count(1)
    delivered = 0
    for hook in Webhook.objects.filter(programme=programme, ended_at=None).order_by("pk"):
        note_new(hook)
        rest = _rests_until(hook)
        if rest is not None:
            _put_off(hook, rest)
            continue
        number = _tell_one(hook, ends, lambda: told(next(tries)))
        _note(hook, number)
        delivered += number
    _come_back(programme)
    return delivered


def note_new(hook: Webhook) -> int:
    """Write down what the webhook is to be told of and was not yet; returns how much."""
    known = WebhookDelivery.objects.filter(webhook=hook, version=OuterRef("pk"))
    rows = SubmissionVersion.objects.filter(
        ~Exists(known),
        submission__tlp__lte=hook.tlp,
        form__programme=hook.programme,
        received_at__gte=hook.created_at,
        is_branch=False,
    )
    if hook.form_id is not None:
        rows = rows.filter(form=hook.form_id)
    newest = WebhookDelivery.objects.filter(webhook=hook).aggregate(at=Max("version"))["at"]
    if newest is not None:
        rows = rows.filter(pk__gt=newest - SLACK)
    made = [
        WebhookDelivery(webhook=hook, version_id=pk) for pk in rows.values_list("pk", flat=True)
    ]
    WebhookDelivery.objects.bulk_create(made, ignore_conflicts=True, batch_size=BATCH)
    return len(made)


def _rests_until(hook: Webhook) -> datetime | None:
    """Return until when nothing is sent because the other side failed lately; None: now is fine."""
    failed = WebhookDelivery.objects.filter(
        webhook=hook, delivered_at=None, attempts__gt=0, next_at__gt=timezone.now()
    )
    latest = failed.order_by("-tried_at").first()
    return latest.next_at if latest and is_their_failure(latest.status) else None


def _put_off(hook: Webhook, until: datetime) -> None:
    """Have what waits for a webhook wait until a moment; it does not count as tried."""
    WebhookDelivery.objects.filter(webhook=hook, next_at__lt=until).update(next_at=until)


def is_their_failure(status: int | None) -> bool:
    """Say whether the other side as a whole failed, rather than refused this one delivery."""
    return status is None or status >= 500 or status in (408, 425, 429)


def _tell_one(hook: Webhook, ends: float, told: Callable[[], object]) -> int:
    number = 0
    for delivery in _due(hook):
        if time.monotonic() > ends:
            break
        told()
        if not _claimed(delivery) or _not_to_be_sent(delivery):
            continue
        answer = _sent(delivery)
        _noted(delivery, answer)
        number += answer.is_taken
        if not answer.is_taken and is_their_failure(answer.status):
            _put_off(hook, delivery.next_at or timezone.now() + timedelta(seconds=WAITS[0]))
            break
    return number


def _claimed(delivery: WebhookDelivery) -> bool:
    """Take a delivery for oneself: two workers do not send the same thing at the same time.

    Should this one die, the delivery is due again a little later.
    """
    lease = timezone.now() + timedelta(seconds=6 * SECONDS)
    mine = WebhookDelivery.objects.filter(pk=delivery.pk, next_at=delivery.next_at)
    return bool(mine.update(next_at=lease))


def _due(hook: Webhook) -> QuerySet[WebhookDelivery]:
    rows = WebhookDelivery.objects.filter(webhook=hook, next_at__lte=timezone.now())
    return (
        rows.select_related(
            "webhook__programme", "version__submission", "version__form", "version__form_version"
        )
        .defer("version__xml", "version__form_version__fields", "version__form_version__choices")
        .order_by("version")[:BATCH]
    )


def _not_to_be_sent(delivery: WebhookDelivery) -> bool:
    """Settle what must not be sent (any more), put off what cannot be sent yet."""
    submission, hook = delivery.version.submission, delivery.webhook
    if submission.deleted_at is not None or submission.tlp > hook.tlp:
        error = "deleted" if submission.deleted_at is not None else "restricted"
        WebhookDelivery.objects.filter(pk=delivery.pk).update(next_at=None, error=error)
        return True
    if hook.with_answers and submission.mapping_state == Submission.MappingState.WAITING:
        later = timezone.now() + timedelta(seconds=UNREAD_WAIT)
        WebhookDelivery.objects.filter(pk=delivery.pk).update(next_at=later)
        return True
    return False


def _sent(delivery: WebhookDelivery) -> Answer:
    content, at = signing.body(delivery), int(time.time())
    return post(delivery.webhook.address, content, signing.headers(delivery, content, at=at))


def _noted(delivery: WebhookDelivery, answer: Answer) -> None:
    """Write down how it went, and when it is tried next."""
    now = timezone.now()
    delivery.attempts += 1
    delivery.status, delivery.error, delivery.tried_at = answer.status, answer.error, now
    if answer.is_taken:
        delivery.delivered_at, delivery.next_at = now, None
    else:
        delivery.next_at = next_try(delivery.attempts, now)
    # Only while it is open: somebody may have ended the webhook meanwhile.
    WebhookDelivery.objects.filter(pk=delivery.pk, next_at__isnull=False).update(
        attempts=delivery.attempts,
        status=delivery.status,
        error=delivery.error,
        tried_at=now,
        delivered_at=delivery.delivered_at,
        next_at=delivery.next_at,
    )


def next_try(attempts: int, now: datetime) -> datetime | None:
    """Return when to try after so many failures; None: it is given up."""
    if attempts > len(WAITS):
        return None
    return now + timedelta(seconds=WAITS[attempts - 1])


def _note(hook: Webhook, number: int) -> None:
    """Put on record that answers left the programme; ids alone are in the webhook's own log."""
    if number and hook.with_answers:
        data = {"kind": "field.submission", "form": "webhook", "webhook": hook.code}
        with transaction.atomic():
            audit.record(
                "core.export", by=None, programme=hook.programme, data={**data, "count": number}
            )


def _come_back(programme: Programme) -> None:
    """Have the next try made when it is due, unless that is arranged already."""
    open_ones = WebhookDelivery.objects.filter(
        webhook__programme=programme, webhook__ended_at=None, next_at__isnull=False
    )
    due = open_ones.aggregate(at=Min("next_at"))["at"]
    if due is not None:
        tell_soon(programme, not_before=due)


def tell_soon(programme: Programme, *, not_before: datetime | None = None) -> None:
    """Arrange for webhooks to be told, at the earliest at a moment."""
    at = not_before or timezone.now()
    waiting = Job.objects.filter(
        programme=programme, kind=TELL_AGAIN, state=Job.State.WAITING, not_before__lte=at
    )
    if not waiting.exists():
        enqueue(TELL_AGAIN, programme=programme, by=None, not_before=at)
