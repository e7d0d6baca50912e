"""Sending a mailing: one mail after the other, so that a kill at any point sends none twice.

Two commits surround the end of each message: that it follows now, and what the server answered.
Killed outside of them, everything is known. Killed between them, one mail is in doubt: it is not
sent again but shown to a person, who can ask the server's log for its Message-ID.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, F, Min, OuterRef, Q
from django.utils import timezone

from goodoffices.core import audit
from goodoffices.core.jobs.identity import is_gone
from goodoffices.core.models import Job
from goodoffices.publish.mail import composing, letters, links, recipients
from goodoffices.publish.mail.smtp import Answer, Away, Courier, Outcome, Where
from goodoffices.publish.mail.subscribing import end, returned_softly
from goodoffices.publish.models import ConsentEvent, Delivery, Mailing, ReleasedPage, Subscriber

State, Sent = Mailing.State, Delivery.State
KIND = "publish.mailing"
BATCH = 100
BACK_OFF = (1, 5, 15, 60, 240)
"""Minutes until a mail that the server did not want just now is tried again; then it has failed."""

SERVER_REST = timedelta(minutes=1)
SILENT = timedelta(minutes=10)
"""So long a mail may be on its way in a process that nobody here can look at."""

REFUSALS = 20
"""After so many refusals in a row something is wrong with us: the mailing pauses."""

NOBODY = frozenset({"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"})
"""Status codes (RFC 3463) that say there is no such mailbox."""

OURS = frozenset({"5.1.7", "5.1.8"})
"""Status codes that blame our own address, which some servers give only at the recipient's."""

Told = Callable[[int, int], None]


class Halt(Exception):
    """The mailing must not go on; ``note`` says why."""

    def __init__(self, note: str) -> None:
        super().__init__(note)
        self.note = note


def run(mailing: Mailing, *, worker: str, told: Told = lambda done, total: None) -> None:
    """Send what is due of a mailing; end it when nothing is left. Can be begun again at any time.

    ``told`` may raise to stop between two mails.
    """
    settle_lost(mailing, worker=worker)
    try:
        recipients.prepare(mailing)
        Run(mailing, worker, told).go()
    except Halt as halt:
        pause_by_itself(mailing, halt.note)
    except Away as away:
        if away.code == "login-refused":
            pause_by_itself(mailing, away.code)
        else:
            _of(mailing).update(not_before=timezone.now() + SERVER_REST)
    else:
        _finish(mailing)


class Run:
    """One turn at a mailing: what was prepared for each language, and how it goes."""

    def __init__(self, mailing: Mailing, worker: str, told: Told) -> None:
        self.mailing = mailing
        self.worker = worker
        self.told = told
        self.common: dict[str, composing.Common] = {}
        self.refusals = 0
        self.total = mailing.deliveries.count()
        self.done = mailing.deliveries.exclude(state=Sent.WAITING).count()

    def go(self) -> None:
        """Send batch after batch, as long as the mailing may go on and something is due."""
        with Courier() as courier:
            while self._may_go_on():
                batch = self._due()
                if not batch:
                    return
                for delivery in batch:
                    self.told(self.done, self.total)
                    self._send(courier, delivery)

    def _may_go_on(self) -> bool:
        """Look again whether people want it, who left meanwhile, and what is out in public."""
        while letters.read_waiting(self.mailing.programme, only="unsubscribe") >= letters.AT_ONCE:
            pass
        current = _of(self.mailing).values_list("state", flat=True).first()
        if current != State.SENDING:
            return False
        pages = recipients.pages(self.mailing)
        if not pages or any(page.withdrawn_at for page in pages.values()):
            raise Halt("withdrawn")
        if any(page.edition != self.mailing.edition for page in pages.values()):
            raise Halt("corrected")
        self._skip_who_left()
        self._prepare(pages)
        return True

    def _prepare(self, pages: dict[str, ReleasedPage]) -> None:
        for language, page in pages.items():
            if language not in self.common:
                self.common[language] = composing.prepare(self.mailing.programme, page)

    def _skip_who_left(self) -> None:
        gone = self.mailing.deliveries.filter(state=Sent.WAITING).exclude(subscriber__state="on")
        self.done += gone.update(state=Sent.SKIPPED, changed_at=timezone.now())

    def _due(self) -> list[Delivery]:
        rows = self.mailing.deliveries.filter(_is_due(timezone.now()), state=Sent.WAITING)
        rows = rows.filter(language__in=list(self.common))
        return list(rows.select_related("subscriber__programme").order_by("pk")[:BATCH])

    def _send(self, courier: Courier, delivery: Delivery) -> None:
        one = delivery.subscriber
        assert one is not None, "who is on the list has a row"
        content = composing.compose(self.common[delivery.language], one, delivery)
        answer = courier.hand_over(
            content,
            sender=links.envelope_sender(delivery),
            recipient=one.email,
            ends=lambda: self._ends(delivery),
        )
        if answer.outcome != Outcome.TAKEN:
            self._note(delivery, one, answer)

    def _ends(self, delivery: Delivery) -> bool:
        """Write down that the end of the message follows; False where it is ours no more."""
        still = Subscriber.objects.filter(pk=OuterRef("subscriber_id"), state="on")
        wanted = Mailing.objects.filter(pk=OuterRef("mailing_id"), state=State.SENDING)
        rows = Delivery.objects.filter(Exists(still), Exists(wanted), pk=delivery.pk)
        return bool(
            rows.filter(state=Sent.WAITING).update(
                state=Sent.SENDING,
                attempts=F("attempts") + 1,
                worker=self.worker,
                changed_at=timezone.now(),
            )
        )

    def _note(self, delivery: Delivery, one: Subscriber, answer: Answer) -> None:
        """Write down what became of a mail."""
        if answer.outcome == Outcome.REFUSED:
            self._refused(delivery, one, answer)
            return
        if answer.outcome == Outcome.LATER:
            self._later(delivery, answer)
            return
        self.refusals = 0
        self.done += 1
        state = Sent.SENT if answer.outcome == Outcome.SENT else Sent.DOUBTFUL
        rows = Delivery.objects.filter(pk=delivery.pk, state=Sent.SENDING)
        rows.update(state=state, reply=answer.reply, changed_at=timezone.now())

    def _later(self, delivery: Delivery, answer: Answer) -> None:
        """Try again after a while; a mail that was put off too often has failed."""
        tried = delivery.attempts + 1
        over = tried > len(BACK_OFF)
        wait = None if over else timezone.now() + timedelta(minutes=BACK_OFF[tried - 1])
        Delivery.objects.filter(pk=delivery.pk, state__in=(Sent.WAITING, Sent.SENDING)).update(
            state=Sent.FAILED if over else Sent.WAITING,
            attempts=tried,
            not_before=wait,
            reply=answer.reply,
            changed_at=timezone.now(),
        )
        self.done += over

    def _refused(self, delivery: Delivery, one: Subscriber, answer: Answer) -> None:
        """Give a mail up; an address that does not exist leaves the list."""
        if answer.where == Where.SENDER or answer.status in OURS:
            _of_delivery(delivery).update(state=Sent.WAITING, reply=answer.reply)
            raise Halt("sender-refused")
        self.refusals += 1
        self.done += 1
        with transaction.atomic():
            _of_delivery(delivery).update(
                state=Sent.REFUSED, reply=answer.reply, changed_at=timezone.now()
            )
            if answer.where == Where.RECIPIENT:
                fresh = Subscriber.objects.select_for_update().get(pk=one.pk)
                if fresh.state == Subscriber.State.ON and answer.status in NOBODY:
                    end(fresh, ConsentEvent.Kind.BOUNCED)
                elif fresh.state == Subscriber.State.ON:
                    returned_softly(fresh)
        if self.refusals >= REFUSALS:
            raise Halt("all-refused")


def settle_lost(mailing: Mailing, *, worker: str = "") -> int:
    """Put in doubt what a process had in hand that is gone; returns how many that were."""
    rows = mailing.deliveries.filter(state=Sent.SENDING)
    now, found = timezone.now(), 0
    for pk, name, at in rows.values_list("pk", "worker", "changed_at"):
        gone = is_gone(name) if name != worker else True
        if gone or (gone is None and now - at > SILENT):
            mine = mailing.deliveries.filter(pk=pk, state=Sent.SENDING, worker=name)
            found += mine.update(state=Sent.DOUBTFUL, changed_at=now)
    return found


def next_due(mailing: Mailing, now: datetime) -> datetime | None:
    """Return from when on something of a mailing can be sent; None where nothing is left."""
    rows = mailing.deliveries.filter(state=Sent.WAITING)
    found: dict[str, Any] = rows.aggregate(
        left=Count("pk"), first=Min("not_before"), now=Count("pk", filter=Q(not_before=None))
    )
    if not found["left"] or found["now"]:
        return now if found["left"] else None
    first: datetime = found["first"]
    return first


def pause_by_itself(mailing: Mailing, note: str) -> None:
    """Pause a mailing because something is wrong; a person looks at it and goes on."""
    with transaction.atomic():
        if _of(mailing).filter(state=State.SENDING).update(state=State.PAUSED, note=note):
            audit.record(
                "publish.mailing.paused",
                by=None,
                programme=mailing.programme,
                record=mailing,
                data={"why": note},
            )


def _finish(mailing: Mailing) -> None:
    """End a mailing of which nothing waits and nothing is on its way."""
    open_ones = mailing.deliveries.filter(state__in=(Sent.WAITING, Sent.SENDING))
    with transaction.atomic():
        if open_ones.exists():
            return
        now = timezone.now()
        if _of(mailing).filter(state=State.SENDING).update(state=State.DONE, ended_at=now):
            audit.record(
                "publish.mailing.ended",
                by=None,
                programme=mailing.programme,
                record=mailing,
                data=recipients.counts(mailing),
            )


def has_job(mailing: Mailing) -> bool:
    """Say whether a worker has this mailing in hand or will take it up."""
    rows = Job.objects.filter(programme=mailing.programme, kind=KIND)
    return rows.filter(
        state__in=(Job.State.WAITING, Job.State.RUNNING), arguments__mailing=mailing.code
    ).exists()


def _of(mailing: Mailing) -> Any:
    return Mailing.objects.filter(pk=mailing.pk)


def _of_delivery(delivery: Delivery) -> Any:
    return Delivery.objects.filter(pk=delivery.pk, state__in=(Sent.WAITING, Sent.SENDING))


def _is_due(now: datetime) -> Q:
    return Q(not_before=None) | Q(not_before__lte=now)
