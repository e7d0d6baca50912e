"""The right of reply: who was asked when, what came back, or why nobody was asked."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import Conflict, InvalidInput
from goodoffices.core import audit
from goodoffices.core.models import STANDS, Party, User
from goodoffices.monitor.services.permits import permitted
from goodoffices.publish.models import Publication, Reply

WRITE = "publish.write"


def ask(
    *,
    publication: Publication,
    party: Party,
    asked_at: datetime,
    how: str,
    until: datetime | None,
    by: User,
) -> Reply:
    """Write down that a party was asked to reply: when, how, and until when it can."""
    if asked_at > timezone.now():
        raise InvalidInput(_("Write down when it was asked, once it was."), code="not-yet")
    if until is not None and until <= asked_at:
        raise InvalidInput(_("The time to reply ends after it was asked."), code="no-time")
    values = {"asked_at": asked_at, "how": how.strip()[:200], "until": until}
    return _add(publication, party, "publish.reply.asked", by, values)


def leave_out(*, publication: Publication, party: Party, reason: str, by: User) -> Reply:
    """Write down why a party that is named was not asked."""
    if not reason.strip():
        raise InvalidInput(_("Say why it was not asked."), code="no-reason")
    values = {"not_asked": reason.strip()}
    return _add(publication, party, "publish.reply.not_asked", by, values)


def _add(
    publication: Publication, party: Party, action: str, by: User, values: dict[str, Any]
) -> Reply:
    permitted(by, publication.programme, WRITE, publication, party)
    try:
        with transaction.atomic():
            made = Reply.objects.create(publication=publication, party=party, by=by, **values)
            _record(action, made, by)
    except IntegrityError:
        raise Conflict(_("This was written down already: take that back first.")) from None
    return made


def answer(*, reply: Reply, text: str, at: datetime, by: User) -> None:
    """Write down what a party replied; once."""
    permitted(by, reply.publication.programme, WRITE, reply.publication)
    if not text.strip():
        raise InvalidInput(_("Write down what was replied."), code="no-answer")
    if reply.asked_at is None or not reply.asked_at <= at <= timezone.now():
        raise InvalidInput(_("The reply came after it was asked, and not later than now."))
    with transaction.atomic():
        rows = Reply.objects.filter(STANDS, pk=reply.pk, answered_at=None)
        if not rows.update(answered_at=at, answer=text.strip()):
            raise Conflict(_("A reply was written down already, or this was taken back."))
        _record("publish.reply.answered", reply, by)


def take_back(*, reply: Reply, reason: str, by: User) -> None:
    """Take back what was written down about a reply."""
    permitted(by, reply.publication.programme, WRITE, reply.publication)
    if not reason.strip():
        raise InvalidInput(_("Say why it is taken back."), code="no-reason")
    with transaction.atomic():
        rows = Reply.objects.filter(STANDS, pk=reply.pk)
        taken = rows.update(
            withdrawn_at=timezone.now(), withdrawn_by=by, withdrawn_reason=reason.strip()
        )
        if not taken:
            raise Conflict(_("Somebody took this back meanwhile."))
        _record("publish.reply.withdrawn", reply, by, reason)


def _record(action: str, reply: Reply, by: User, reason: str = "") -> None:
    """Put it on record without the party: who reads the history may not see it."""
    audit.record(
        action,
        by=by,
        programme=reply.publication.programme,
        record=reply.publication,
        reason=reason,
        data={"of": reply.code},
    )
