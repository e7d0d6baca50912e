"""A mailing from draft to end: prepared, tried, started, paused, gone on with, cancelled.

A person starts it, having seen how many it reaches; the worker sends. Only what is out in public
can be sent.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import Conflict, InvalidInput
from goodoffices.core import audit, jobs
from goodoffices.core.models import Programme, User
from goodoffices.core.services.permits import permitted
from goodoffices.publish.mail import marks, recipients, sending
from goodoffices.publish.mail.smtp import Answer, Away, Courier, Outcome
from goodoffices.publish.models import Delivery, Mailing, ReleasedPage, Subscriber

State = Mailing.State


def begin(*, programme: Programme, address: str, by: User) -> Mailing:
    """Begin a mailing of a released publication; nothing is sent yet."""
    permitted(by, programme, "publish.mail")
    edition = _edition(programme, address)
    try:
        with transaction.atomic():
            made = Mailing.objects.create(
                programme=programme, address=address, edition=edition, by=by
            )
            audit.record("publish.mailing.begun", by=by, programme=programme, record=made)
    except IntegrityError:
        raise Conflict(_("There is a mailing of this publication already.")) from None
    return made


def _edition(programme: Programme, address: str) -> int:
    """Return the edition that is out in public; raises where nothing of it can be sent."""
    out = recipients.released(programme, address)
    if not out or any(page.withdrawn_at for page in out.values()):
        raise InvalidInput(_("Only what is published can be sent."), code="not-published")
    editions = {page.edition for page in out.values()}
    if len(editions) > 1:
        raise Conflict(_("Its languages are of different editions. Wait until all are published."))
    return editions.pop()


def try_out(*, mailing: Mailing, by: User) -> int:
    """Send the mail to the person themselves, in each language; returns how many went out.

    The links in it belong to nobody and do nothing.
    """
    from goodoffices.publish.mail import composing, links

    permitted(by, mailing.programme, "publish.mail")
    _server_is_set()
    with transaction.atomic():
        audit.record("publish.mailing.tried", by=by, programme=mailing.programme, record=mailing)
    sent = 0
    with Courier() as courier:
        for language, page in sorted(recipients.pages(mailing).items()):
            reader = Subscriber(
                programme=mailing.programme, email=marks.normal(by.email), language=language
            )
            delivery = Delivery(mailing=mailing, language=language)
            common = composing.prepare(mailing.programme, page)
            content = composing.compose(common, reader, delivery)
            answer = _hand_over(courier, content, links.envelope_sender(delivery), reader)
            sent += answer.outcome == Outcome.SENT
    return sent


def _hand_over(courier: Courier, content: bytes, sender: str, reader: Subscriber) -> Answer:
    try:
        return courier.hand_over(content, sender=sender, recipient=reader.email, ends=lambda: True)
    except Away:
        raise Conflict(_("The mail server cannot be reached. Try again later.")) from None


def start(*, mailing: Mailing, by: User, reason: str = "") -> None:
    """Start sending; the worker goes on with it whoever leaves the page."""
    permitted(by, mailing.programme, "publish.mail")
    _server_is_set()
    marks.check_salt(mailing.programme)
    if _edition(mailing.programme, mailing.address) != mailing.edition:
        raise Conflict(_("It was corrected meanwhile. Begin a mailing of the new edition."))
    now = timezone.now()
    with transaction.atomic():
        _move(mailing, (State.DRAFT,), state=State.SENDING, started_at=now, started_by=by)
        _record("started", mailing, by, reason, reach=_reach(mailing))
        _enqueue(mailing, by)


def pause(*, mailing: Mailing, by: User) -> None:
    """Stop sending for now, between two mails."""
    permitted(by, mailing.programme, "publish.mail")
    with transaction.atomic():
        _move(mailing, (State.SENDING,), state=State.PAUSED, note="")
        _record("paused", mailing, by)


def go_on(*, mailing: Mailing, by: User) -> None:
    """Go on with a mailing that was paused, with what is out in public now.

    Where it was corrected meanwhile, those who got nothing yet get the corrected edition.
    """
    permitted(by, mailing.programme, "publish.mail")
    _server_is_set()
    marks.check_salt(mailing.programme)
    edition = _edition(mailing.programme, mailing.address)
    try:
        with transaction.atomic():
            _move(
                mailing,
                (State.PAUSED,),
                state=State.SENDING,
                note="",
                edition=edition,
                not_before=None,
            )
            _record("resumed", mailing, by, edition=edition)
            _enqueue(mailing, by)
    except IntegrityError:
        raise Conflict(_("There is a mailing of this publication already.")) from None


def cancel(*, mailing: Mailing, by: User, reason: str) -> None:
    """End a mailing before its time: who got it has it, nobody else gets it."""
    permitted(by, mailing.programme, "publish.mail")
    if not reason.strip():
        raise InvalidInput(_("Say why it is cancelled."), code="no-reason")
    with transaction.atomic():
        opened = (State.DRAFT, State.SENDING, State.PAUSED)
        _move(mailing, opened, state=State.CANCELLED, ended_at=timezone.now())
        waiting = mailing.deliveries.filter(state=Delivery.State.WAITING)
        waiting.update(state=Delivery.State.SKIPPED, changed_at=timezone.now())
        _record("cancelled", mailing, by, reason)


def settle(*, delivery: Delivery, arrived: bool, by: User | None) -> None:
    """Say of a mail in doubt whether the server had it; if not, it is sent again.

    ``by`` None is the command that has read the server's log.
    """
    mailing = delivery.mailing
    permitted(by, mailing.programme, "publish.mail")
    with transaction.atomic():
        state = Delivery.State.SENT if arrived else Delivery.State.WAITING
        if mailing.state == State.CANCELLED and not arrived:
            state = Delivery.State.SKIPPED
        rows = Delivery.objects.filter(pk=delivery.pk, state=Delivery.State.DOUBTFUL)
        if not rows.update(state=state, not_before=None, changed_at=timezone.now()):
            raise Conflict(_("Somebody has settled this already."))
        _record("settled", mailing, by, arrived=arrived, delivery=delivery.code)
        done = Mailing.objects.filter(pk=mailing.pk, state=State.DONE)
        if state == Delivery.State.WAITING and done.update(state=State.SENDING, ended_at=None):
            _enqueue(mailing, by)


def _server_is_set() -> None:
    if not settings.EMAIL_HOST:
        raise Conflict(_("No mail server is set up, so nothing can be sent."), code="no-server")


def _move(mailing: Mailing, of: tuple[str, ...], **to: Any) -> None:
    """Take a mailing from one state to another, unless somebody was quicker."""
    if not Mailing.objects.filter(pk=mailing.pk, state__in=of).update(**to):
        raise Conflict(_("The mailing has moved on meanwhile. Look at it again."))
    mailing.refresh_from_db()


def _record(what: str, mailing: Mailing, by: User | None, reason: str = "", **data: Any) -> None:
    audit.record(
        f"publish.mailing.{what}",
        by=by,
        programme=mailing.programme,
        record=mailing,
        reason=reason,
        data=data,
    )


def _reach(mailing: Mailing) -> dict[str, int]:
    return dict(recipients.reach(mailing.programme, mailing.address).languages)


def _enqueue(mailing: Mailing, by: User | None) -> None:
    if not sending.has_job(mailing):
        jobs.enqueue(
            sending.KIND,
            programme=mailing.programme,
            by=by,
            arguments={"mailing": mailing.code},
        )


def sendable(programme: Programme, language: str) -> list[tuple[str, str]]:
    """Return the published publications of which there is no mailing, newest first.

    As (address, title in the language asked for, else in whichever there is).
    """
    rows = ReleasedPage.objects.filter(programme=programme.slug, withdrawn_at=None)
    known = Mailing.objects.filter(programme=programme).exclude(state=State.CANCELLED)
    had = set(known.values_list("address", "edition"))
    found: dict[str, str] = {}
    for page in rows.order_by("-published_at", "address", "language").defer("body", "notes"):
        if (page.address, page.edition) not in had and (
            page.address not in found or page.language == language
        ):
            found[page.address] = page.title
    return list(found.items())
