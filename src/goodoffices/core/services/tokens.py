"""Tokens: a machine's key to the API, with one member's rights or fewer.

The secret is shown once; its SHA-256 is kept. A token lives at most `LONGEST_DAYS` and dies with
the membership; it never sees more than its member sees at that moment.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from goodoffices.codebook.errors import InvalidInput, NotPermitted
from goodoffices.core import audit
from goodoffices.core.models import ApiToken, Membership, User
from goodoffices.core.services.accounts import digest
from goodoffices.core.services.permits import permitted

PREFIX = "goodoffices_"
"""Begins every secret, so that scanners recognise one that was left lying about."""

LONGEST_DAYS = 366
MOST_TOKENS = 20
USE_NOTED_EVERY = timedelta(minutes=5)
"""How fine the time of last use is: not every read is worth a write."""


def issue_token(
    *, member: Membership, name: str, days: int, may_write: bool = False
) -> tuple[ApiToken, str]:
    """Make a token for oneself; returns it with its secret, which is known only now."""
    called = " ".join(name.split())[:100]
    if not called:
        raise InvalidInput(_("Give the token a name that says where it is used."))
    if not 1 <= days <= LONGEST_DAYS:
        raise InvalidInput(_("A token lives from one day to a year."))
    if not member.may("core.tokens"):
        raise NotPermitted(_("Your role does not allow this. An administrator can change roles."))
    if may_write and not member.may("monitor.report"):
        raise NotPermitted(_("Your role cannot add reports, so its tokens cannot either."))
    secret = PREFIX + secrets.token_urlsafe(32)
    with transaction.atomic():
        _keep_few(member)
        token = ApiToken.objects.create(
            programme=member.programme,
            membership=member,
            name=called,
            digest=digest(secret),
            may_write=may_write,
            expires_at=timezone.now() + timedelta(days=days),
        )
        data = {"may_write": may_write, "days": days}
        audit.record(
            "core.token.issued",
            by=member.user,
            programme=member.programme,
            record=token,
            data=data,
        )
    return token, secret


def revoke_token(*, token: ApiToken, by: User) -> None:
    """End a token at once; a second time changes nothing."""
    with transaction.atomic():
        if token.membership.user_id != by.pk:
            permitted(by, token.programme, "core.members")
        ended = ApiToken.objects.filter(pk=token.pk, revoked_at__isnull=True)
        if ended.update(revoked_at=timezone.now()):
            audit.record("core.token.revoked", by=by, programme=token.programme, record=token)


def find_token(secret: str) -> ApiToken | None:
    """Return the living token of a secret with its member, or None."""
    if not secret.startswith(PREFIX) or len(secret) > 100:
        return None
    with scopes_disabled():
        return (
            ApiToken.objects.select_related(
                "membership__user", "membership__programme", "membership__office"
            )
            .filter(alive(), digest=digest(secret))
            .filter(membership__active=True, membership__user__is_active=True)
            .first()
        )


def alive() -> Q:
    """Return the condition of tokens that were neither revoked nor have run out."""
    open_end = Q(expires_at__isnull=True) | Q(expires_at__gt=timezone.now())
    return Q(revoked_at__isnull=True) & open_end


def note_use(token: ApiToken) -> None:
    """Remember that a token was used, to within `USE_NOTED_EVERY`."""
    now = timezone.now()
    if token.last_used_at is None or token.last_used_at < now - USE_NOTED_EVERY:
        with scopes_disabled():
            ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)


def _keep_few(member: Membership) -> None:
    if ApiToken.objects.filter(alive(), membership=member).count() >= MOST_TOKENS:
        raise InvalidInput(_("You have too many tokens. Revoke one that is not used any more."))
