"""What the pages of the mailing list show: numbers, never a list of people."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncMonth
from django.utils import timezone

from goodoffices.core.models import Membership, Programme
from goodoffices.publish.mail import marks
from goodoffices.publish.mail.names import topic_names
from goodoffices.publish.models import (
    ConsentEvent,
    Delivery,
    Mailing,
    ReleasedPage,
    Subscriber,
    Suppression,
)

MONTHS = 12
FAILURES = 200


@dataclass(frozen=True, slots=True)
class Month:
    """How the list grew in one month."""

    at: datetime
    confirmed: int
    left: int


@dataclass(frozen=True, slots=True)
class Numbers:
    """How many are on the list, by language and topic; how many wait; how many get no mail."""

    on: int
    asked: int
    languages: list[tuple[str, int]]
    topics: list[tuple[str, int]]
    everything: int
    suppressed: dict[str, int]


def seen(member: Membership) -> QuerySet[Subscriber]:
    """Return the subscribers a member may see: those of their programme, or none."""
    rows: QuerySet[Subscriber] = Subscriber.objects.filter(programme=member.programme)
    return rows if member.may("publish.mail") else rows.none()


def numbers(programme: Programme, language: str) -> Numbers:
    """Count the list."""
    rows = Subscriber.objects.filter(programme=programme)
    states = Counter(dict(rows.values_list("state").annotate(Count("pk"))))
    on = list(rows.filter(state="on").values_list("language", "topics"))
    names = topic_names(programme, language)
    wanted = Counter(slug for _language, topics in on for slug in topics)
    stopped = Suppression.objects.filter(programme=programme).values_list("reason")
    return Numbers(
        on=states["on"],
        asked=states["asked"],
        languages=sorted(Counter(code for code, _topics in on).items()),
        topics=[(names.get(slug, slug), wanted[slug]) for slug in sorted(names.keys() | wanted)],
        everything=sum(not topics for _language, topics in on),
        suppressed=dict(stopped.annotate(Count("pk")).order_by("reason")),
    )


def growth(programme: Programme) -> list[Month]:
    """Return how many came and left in each of the last months in which anything happened."""
    events = ConsentEvent.objects.filter(subscriber__programme=programme)
    rows = events.annotate(month=TruncMonth("at")).values_list("month", "kind")
    found: dict[datetime, Counter[str]] = {}
    for month, kind, number in rows.annotate(number=Count("pk")).order_by("-month"):
        if month in found or len(found) < MONTHS:
            found.setdefault(month, Counter())[kind] += number
    leaving = ("unsubscribed", "bounced", "complained", "removed")
    return [
        Month(at, told["confirmed"], sum(told[kind] for kind in leaving))
        for at, told in found.items()
    ]


def find(member: Membership, email: str) -> Subscriber | None:
    """Return who has an address, as they stand today; by the whole address only."""
    rows = seen(member).filter(mark=marks.mark(marks.normal(email)))
    return rows.exclude(state="left").first() or rows.order_by("-at").first()


def suppression(one: Subscriber) -> Suppression | None:
    """Return why an address gets no mail, where it gets none."""
    return Suppression.objects.filter(programme=one.programme, mark=one.mark).first()


def titles(programme: Programme, addresses: set[str], language: str) -> dict[str, str]:
    """Return the titles of released publications, in a language where there is one in it."""
    rows = ReleasedPage.objects.filter(programme=programme.slug, address__in=addresses)
    found: dict[str, str] = {}
    for address, code, title in rows.values_list("address", "language", "title"):
        if address not in found or code == language:
            found[address] = title
    return found


def troubles(mailing: Mailing) -> list[tuple[str, str, int]]:
    """Return (state, reply, how many) of the mails of a mailing that did not arrive."""
    rows = mailing.deliveries.filter(
        state__in=(Delivery.State.REFUSED, Delivery.State.FAILED, Delivery.State.RETURNED)
    )
    counted = rows.values_list("state", "reply").annotate(number=Count("pk"))
    return list(counted.order_by("-number", "state", "reply")[:FAILURES])


def doubtful(mailing: Mailing) -> list[Delivery]:
    """Return the mails of a mailing of which only the server's log knows."""
    rows = mailing.deliveries.filter(state=Delivery.State.DOUBTFUL)
    return list(rows.select_related("subscriber").order_by("pk")[:FAILURES])


def last_change(mailing: Mailing) -> datetime:
    """Return when something last moved in a mailing."""
    found = mailing.deliveries.order_by("-changed_at").values_list("changed_at", flat=True).first()
    return found or mailing.started_at or timezone.now()
