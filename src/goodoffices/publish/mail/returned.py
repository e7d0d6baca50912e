"""Mail that came back: who does not exist leaves the list, who complains does so for good."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.db import transaction
from django_scopes import scope, scopes_disabled

from goodoffices.core import audit
from goodoffices.core.models import Programme
from goodoffices.formats.returned_mail import Returned, Why
from goodoffices.publish.mail import links
from goodoffices.publish.mail.subscribing import end, returned_softly
from goodoffices.publish.models import ConsentEvent, Delivery, Mailing, Subscriber

Sent = Delivery.State
OUT = (Sent.SENT, Sent.DOUBTFUL, Sent.SENDING, Sent.RETURNED)


def take(found: Iterable[Returned | None]) -> Counter[str]:
    """Act on reports, whichever programme they are for; returns how many there were of each kind.

    Only what bears our seal counts; the same report read twice does nothing the second time.
    """
    counted: Counter[str] = Counter()
    of_programmes: dict[int, Counter[str]] = {}
    for one in found:
        delivery = None if one is None else _delivery(one.marks)
        if one is None or delivery is None:
            counted["unknown"] += 1
            continue
        programme = delivery.mailing.programme
        with scope(programme=programme):
            kind = _act(delivery, one)
        counted[kind] += 1
        of_programmes.setdefault(programme.pk, Counter())[kind] += 1
    for pk, told in of_programmes.items():
        _record(Programme.objects.get(pk=pk), told)
    return counted


def _delivery(marks: Iterable[str]) -> Delivery | None:
    codes = [code for code in map(links.read_delivery, marks) if code]
    with scopes_disabled():
        rows = Delivery.objects.filter(code__in=codes[:10])
        return rows.select_related("mailing__programme").first()


def _act(delivery: Delivery, one: Returned) -> str:
    """Do what one report asks for; returns its kind, or ``again`` where it was known."""
    with transaction.atomic():
        rows = Delivery.objects.select_for_update().filter(pk=delivery.pk, state__in=OUT)
        fresh = rows.first()
        complained = one.why == Why.COMPLAINT
        if fresh is None or (fresh.state == Sent.RETURNED and not complained):
            return "again"
        if not complained:
            rows.update(state=Sent.RETURNED, reply=one.status)
        people = Subscriber.objects.select_for_update().filter(pk=fresh.subscriber_id or 0)
        person = people.filter(state=Subscriber.State.ON).first()
        if person is None:
            return "again"
        if complained:
            end(person, ConsentEvent.Kind.COMPLAINED)
        elif one.why == Why.HARD:
            end(person, ConsentEvent.Kind.BOUNCED)
        else:
            returned_softly(person)
    return str(one.why)


def _record(programme: Programme, told: Counter[str]) -> None:
    with transaction.atomic():
        data = dict(sorted(told.items()))
        audit.record("publish.list.bounces", by=None, programme=programme, data=data)


def in_doubt(programme: Programme, known: set[str]) -> tuple[list[Delivery], list[Delivery]]:
    """Return the mails in doubt whose mark a log holds, and those it does not hold."""
    rows = Delivery.objects.filter(mailing__programme=programme, state=Sent.DOUBTFUL)
    there: list[Delivery] = []
    missing: list[Delivery] = []
    for one in rows.select_related("mailing__programme").order_by("pk"):
        (there if links.delivery_mark(one.code) in known else missing).append(one)
    return there, missing


def settle_lost(programme: Programme) -> int:
    """Put in doubt what dead workers had in hand, in every mailing of a programme."""
    from goodoffices.publish.mail import sending

    rows = Mailing.objects.filter(programme=programme, deliveries__state=Sent.SENDING)
    return sum(sending.settle_lost(one) for one in rows.distinct())
