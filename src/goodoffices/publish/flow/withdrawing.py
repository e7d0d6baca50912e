"""Withdrawing: one person asks, another confirms; the page stays with the reason."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import Conflict, InvalidInput, NotPermitted
from goodoffices.core import audit
from goodoffices.core.models import STANDS, Membership, User
from goodoffices.monitor.services.permits import permitted
from goodoffices.publish.flow import releasing
from goodoffices.publish.flow.correcting import languages_out
from goodoffices.publish.flow.moving import locked, possible, stepped
from goodoffices.publish.models import Publication, Withdrawal

MAY = ("publish.release", "publish.approve")
"""Who may ask for it and who may confirm it: whoever releases, and whoever approves."""


def open_request(publication: Publication) -> Withdrawal | None:
    """Return the request to withdraw that waits for a second person."""
    rows = Withdrawal.objects.filter(STANDS, publication=publication, confirmed_at=None)
    found: Withdrawal | None = rows.select_related("by").first()
    return found


def ask(*, publication: Publication, words: Mapping[str, str], by: User | None) -> Withdrawal:
    """Ask that something be withdrawn; ``words`` gives the reason in each language it is out in."""
    try:
        with transaction.atomic():
            held = locked(publication)
            _member(held, by)
            said = {one: words.get(one, "").strip() for one in languages_out(held)}
            if not all(said.values()):
                raise InvalidInput(_("Give the reason in every language in which it is out."))
            made = Withdrawal.objects.create(publication=held, words=said, by=by)
            _record("publish.withdrawal.asked", held, by)
    except IntegrityError:
        raise Conflict(_("Somebody has asked for this already.")) from None
    return made


def confirm(*, publication: Publication, by: User) -> None:
    """Withdraw what somebody else asked to withdraw; raises `NotPermitted` for that person."""
    with transaction.atomic():
        held = locked(publication)
        member = _member(held, by)
        move = possible(held, "withdraw")
        request = waiting(held)
        if request.by_id == by.pk:
            raise NotPermitted(
                _("You asked for this yourself: somebody else has to confirm it."),
                code="same-person",
            )
        now = timezone.now()
        request.confirmed_at, request.confirmed_by = now, by
        request.save(update_fields=["confirmed_at", "confirmed_by"])
        action = "publish.publication.withdrawn"
        reason = request.words.get(held.source_language, "")
        stepped(held, move, by=by, member=member, reason=reason, action=action)
        releasing.take_away(held, request.words, now, by=by)
    publication.refresh_from_db()


def take_back(*, publication: Publication, by: User | None, reason: str) -> None:
    """Take a request back while nobody has confirmed it, or refuse it."""
    if not reason.strip():
        raise InvalidInput(_("Say why."), code="no-reason")
    with transaction.atomic():
        held = locked(publication)
        _member(held, by)
        request = waiting(held)
        request.withdrawn_at, request.withdrawn_by = timezone.now(), by
        request.withdrawn_reason = reason.strip()
        request.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
        _record("publish.withdrawal.taken_back", held, by, reason)


def waiting(held: Publication) -> Withdrawal:
    """Return the request that waits; raises `Conflict` where there is none."""
    found = open_request(held)
    if found is None:
        raise Conflict(_("Nobody asks for this any more."), code="no-request")
    return found


def _member(held: Publication, by: User | None) -> Membership | None:
    member = permitted(by, held.programme, "publish.view", held)
    may_withdraw(held, member)
    return member


def may_withdraw(publication: Publication, member: Membership | None) -> None:
    """Raise where a member may not withdraw, or where there is nothing to withdraw."""
    if member is not None and not any(member.may(one) for one in MAY):
        raise NotPermitted(_("Your role does not allow this. An administrator can change roles."))
    possible(publication, "withdraw")


def _record(action: str, held: Publication, by: User | None, reason: str = "") -> None:
    audit.record(action, by=by, programme=held.programme, record=held, reason=reason)
