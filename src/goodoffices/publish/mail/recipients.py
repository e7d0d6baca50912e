"""Who gets a mailing: those who confirmed, read its language, and asked for one of its topics."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from goodoffices.core.codes import new_codes
from goodoffices.core.models import Programme
from goodoffices.publish.models import Delivery, Mailing, ReleasedPage, Subscriber, Suppression

Sent = Delivery.State
REACHED = (Sent.SENT, Sent.SENDING, Sent.DOUBTFUL, Sent.RETURNED)
"""States of a delivery after which its reader may have the mail."""

SLICE = 1000


@dataclass(slots=True)
class Reach:
    """How many would get a mailing, by language and topic, and how many would not and why."""

    languages: Counter[str] = field(default_factory=Counter)
    topics: Counter[str] = field(default_factory=Counter)
    other_language: Counter[str] = field(default_factory=Counter)
    other_topics: int = 0

    @property
    def total(self) -> int:
        """How many get it."""
        return sum(self.languages.values())


def pages(mailing: Mailing) -> dict[str, ReleasedPage]:
    """Return what is out in public of a mailing's publication, by language."""
    return released(mailing.programme, mailing.address)


def released(programme: Programme, address: str) -> dict[str, ReleasedPage]:
    """Return the released pages of a publication by language."""
    rows = ReleasedPage.objects.filter(programme=programme.slug, address=address)
    return {page.language: page for page in rows}


def reach(programme: Programme, address: str) -> Reach:
    """Count who would get a publication."""
    found, out = Reach(), released(programme, address)
    wanted = {slug for page in out.values() for slug in page.topics}
    rows = _on_the_list(programme).values_list("language", "topics")
    for language, topics in rows:
        if topics and not wanted & set(topics):
            found.other_topics += 1
        elif language not in out:
            found.other_language[language] += 1
        else:
            found.languages[language] += 1
            found.topics.update(wanted & set(topics) if topics else [""])
    return found


def _on_the_list(programme: Programme) -> QuerySet[Subscriber]:
    """Return who is on the list and not suppressed by their mark."""
    rows: QuerySet[Subscriber] = Subscriber.objects.filter(programme=programme, state="on")
    stopped = Suppression.objects.filter(programme=programme).values("mark")
    return rows.exclude(mark__in=stopped)


def prepare(mailing: Mailing) -> None:
    """Write down who gets a mailing, once: all of them or nobody.

    Who got this edition by a mailing that was cancelled is left out.
    """
    with transaction.atomic():
        fresh = Mailing.objects.select_for_update().get(pk=mailing.pk)
        if fresh.prepared_at is None:
            Delivery.objects.bulk_create(_deliveries(fresh), batch_size=SLICE)
            fresh.prepared_at = timezone.now()
            fresh.save(update_fields=["prepared_at"])
    mailing.prepared_at = fresh.prepared_at


def _deliveries(mailing: Mailing) -> list[Delivery]:
    out = pages(mailing)
    wanted = {slug for page in out.values() for slug in page.topics}
    same = Delivery.objects.filter(
        mailing__programme=mailing.programme,
        mailing__address=mailing.address,
        mailing__edition=mailing.edition,
        state__in=REACHED,
        subscriber__isnull=False,
    )
    had = set(same.values_list("subscriber_id", flat=True))
    rows = _on_the_list(mailing.programme).filter(language__in=list(out)).order_by("pk")
    chosen = [
        (pk, language)
        for pk, language, topics in rows.values_list("pk", "language", "topics")
        if pk not in had and (not topics or wanted & set(topics))
    ]
    codes = new_codes(len(chosen)) if chosen else []
    return [
        Delivery(mailing=mailing, subscriber_id=pk, language=language, code=code)
        for (pk, language), code in zip(chosen, codes, strict=True)
    ]


def counts(mailing: Mailing) -> dict[str, int]:
    """Return how many mails of a mailing stand where."""
    if mailing.counts:
        return dict(mailing.counts)
    found = Counter(mailing.deliveries.values_list("state", flat=True))
    return dict(sorted(found.items()))
