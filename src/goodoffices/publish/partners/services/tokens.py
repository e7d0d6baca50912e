"""Tokens of partners: a machine's key to what one version of an agreement shares, nothing else.

Issued by one person, approved by another; it never opens more than the approver may see, and rests
or ends with the agreement, the partner, and the approver's own membership.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_scopes import scope, scopes_disabled

from goodoffices.codebook.errors import Conflict, InvalidInput, NotPermitted
from goodoffices.core import audit
from goodoffices.core.models import Membership, User
from goodoffices.core.services.accounts import digest
from goodoffices.core.services.tokens import LONGEST_DAYS, USE_NOTED_EVERY
from goodoffices.monitor.services.permits import membership, permitted
from goodoffices.publish.models import Partner, PartnerToken, SharingAgreement
from goodoffices.publish.partners.services.agreements import holding, in_force
from goodoffices.publish.partners.services.organisations import MAY

PREFIX = "goodpartner_"
"""Begins every secret: no token of a member begins so, and none of these as theirs."""

MOST_TOKENS = 10


@dataclass(frozen=True, slots=True)
class Opened:
    """What a partner's token opens now: the agreement, seen by the person who approved it."""

    token: PartnerToken
    agreement: SharingAgreement
    member: Membership


def issue(*, partner: Partner, name: str, days: int, by: User) -> tuple[PartnerToken, str]:
    """Make a token for the agreement that holds; returns it with its secret, known only now.

    It opens nothing before a second person has approved it.
    """
    permitted(by, partner.programme, MAY, partner)
    agreement = holding(partner)
    called = " ".join(name.split())[:100]
    if not called:
        raise InvalidInput(_("Give the token a name that says where it is used."))
    if not 1 <= days <= LONGEST_DAYS:
        raise InvalidInput(_("A token lives from one day to a year."))
    now = timezone.now()
    living = partner.tokens.filter(revoked_at=None, expires_at__gt=now, agreement=agreement)
    if living.count() >= MOST_TOKENS:
        raise InvalidInput(_("This partner has too many tokens. Revoke one that is not used."))
    secret = PREFIX + secrets.token_urlsafe(32)
    with transaction.atomic():
        token = PartnerToken.objects.create(
            partner=partner,
            agreement=agreement,
            name=called,
            digest=digest(secret),
            by=by,
            expires_at=now + timedelta(days=days),
        )
        _record("issued", token, by, days=days)
    return token, secret


def approve(*, token: PartnerToken, by: User) -> None:
    """Let a token open what its agreement shares, as a second person."""
    permitted(by, token.partner.programme, MAY, token.partner)
    if token.by_id == by.pk:
        raise NotPermitted(
            _("Somebody else has to approve what you prepared."), code="own-preparation"
        )
    if in_force(token.partner) != token.agreement:
        raise Conflict(_("The agreement of this token does not hold any more."))
    with transaction.atomic():
        rows = PartnerToken.objects.filter(pk=token.pk, approved_at=None, revoked_at=None)
        if not rows.update(approved_at=timezone.now(), approved_by=by):
            raise Conflict(_("Somebody else has decided on this token meanwhile."))
        _record("approved", token, by)
    token.refresh_from_db()


def revoke(*, token: PartnerToken, by: User) -> None:
    """End a token at once; a second time changes nothing."""
    permitted(by, token.partner.programme, MAY, token.partner)
    with transaction.atomic():
        rows = PartnerToken.objects.filter(pk=token.pk, revoked_at=None)
        if rows.update(revoked_at=timezone.now()):
            _record("revoked", token, by)


def open_with(secret: str) -> Opened | None:
    """Return what a secret opens now; None for all that opens nothing, whatever the cause."""
    if not secret.startswith(PREFIX) or len(secret) > 100:
        return None
    with scopes_disabled():
        found = PartnerToken.objects.select_related(
            "partner__programme", "agreement", "approved_by"
        ).filter(digest=digest(secret), revoked_at=None, expires_at__gt=timezone.now())
        token = found.exclude(approved_by=None).first()
    if token is None or token.approved_by is None:
        return None
    with scope(programme=token.partner.programme):
        member = membership(token.approved_by, token.partner.programme)
        if member is None or not member.may(MAY) or in_force(token.partner) != token.agreement:
            return None
    token.agreement.partner = token.partner
    return Opened(token, token.agreement, member)


def note_use(token: PartnerToken) -> None:
    """Remember that a token was used, to within some minutes."""
    now = timezone.now()
    if token.last_used_at is None or token.last_used_at < now - USE_NOTED_EVERY:
        PartnerToken.objects.filter(pk=token.pk).update(last_used_at=now)


def _record(what: str, token: PartnerToken, by: User, **data: object) -> None:
    audit.record(
        f"publish.partner_token.{what}",
        by=by,
        programme=token.partner.programme,
        record=token.partner,
        data={"token": token.code, "agreement": token.agreement.number, **data},
    )
