"""People in a programme: inviting, joining, changing what somebody is, ending a membership.

An account is made by an invitation, never by signing up. An invitation is a secret in a link,
valid once and for `INVITATION_DAYS`; only its SHA-256 is kept. A membership is nothing until the
invited person has accepted it with that link, logged in with their own account: so nobody who
controls an account in one programme comes into another by it.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_scopes import scope, scopes_disabled

from goodoffices.codebook.errors import Conflict, InvalidInput, NotFound
from goodoffices.core import audit
from goodoffices.core.access import closed
from goodoffices.core.models import ApiToken, Membership, Office, Programme, User
from goodoffices.core.roles import ROLES, Role, default_clearance
from goodoffices.core.services.permits import permitted
from goodoffices.core.shutting import Shut
from goodoffices.core.tlp import PARTNER_CLEARANCE, STAFF_CLEARANCE

INVITATION_DAYS = 7
"""Days an invitation stays open."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """A membership that waits for its person, and the secret that opens it (known only now)."""

    membership: Membership
    secret: str


def digest(secret: str) -> str:
    """Return the SHA-256 (hex) under which a secret is kept."""
    return hashlib.sha256(secret.encode()).hexdigest()


def seen(membership: Membership) -> str:
    """Return what a page shows of a membership, short; `change_member` compares it."""
    shown = membership.role, membership.clearance, membership.office_id, membership.active
    return digest(json.dumps(shown))[:16]


def add_member(
    *,
    programme: Programme,
    user: User,
    role: str,
    by: User | None,
    clearance: int | None = None,
    office: Office | None = None,
) -> Membership:
    """Make a person a member at once (set-up and demonstration; people are else invited)."""
    with transaction.atomic(), scope(programme=programme):
        permitted(by, programme, "core.members")
        member = Membership(user=user, programme=programme)
        _shape(member, role=role, clearance=clearance, office=office)
        member.save()
        audit.record(
            "core.member.added", by=by, programme=programme, record=member, data=_data(member)
        )
    return member


def invite(
    *,
    programme: Programme,
    email: str,
    name: str,
    role: str,
    by: User | None,
    clearance: int | None = None,
    office: Office | None = None,
    language: str = "en",
) -> Invitation:
    """Invite a person; an account is made where the address has none yet.

    Raises Conflict when the person is a member already. Inviting anew somebody whose invitation
    is open or whose membership has ended closes the old link.
    """
    address, called = checked_address(email), checked_name(name)
    with transaction.atomic(), scope(programme=programme):
        permitted(by, programme, "core.members")
        user = User.objects.filter(email=address).first()
        if user is None:
            user = User.objects.create_user(address, None, name=called, language=language)
        member = Membership.objects.filter(user=user).first()
        if member is not None and member.active:
            raise Conflict(_("This person is a member of the programme already."))
        member = member or Membership(user=user, programme=programme, active=False)
        _shape(member, role=role, clearance=clearance, office=office)
        secret = _open_invitation(member)
        audit.record(
            "core.member.invited", by=by, programme=programme, record=member, data=_data(member)
        )
    return Invitation(member, secret)


def renew_invitation(*, membership: Membership, by: User) -> Invitation:
    """Make a new link for a person who has not joined yet; the old one leads nowhere then."""
    if membership.active or not membership.invitation:
        raise Conflict(_("This invitation is not open any more."))
    with transaction.atomic():
        permitted(by, membership.programme, "core.members")
        secret = _open_invitation(membership)
        audit.record(
            "core.member.invited", by=by, programme=membership.programme, record=membership
        )
    return Invitation(membership, secret)


def invited(secret: str) -> Membership:
    """Return the membership an invitation opens, or raise NotFound (unknown, used, too old)."""
    with scopes_disabled():
        found = (
            Membership.objects.select_related("user", "programme", "office")
            .filter(invitation=digest(secret), active=False, invited_until__gt=timezone.now())
            .filter(user__is_active=True)
            .first()
        )
    if found is None:
        raise NotFound(_("This invitation does not exist, was used, or is too old. Ask for one."))
    if found.shut == Shut.NO_ACCESS:
        raise closed(found.shut)
    return found


def accept_invitation(*, secret: str, by: User) -> Membership:
    """Join a programme with one's own account."""
    with transaction.atomic():
        member = invited(secret)
        if member.user_id != by.pk:
            raise NotFound(_("This invitation is for another account. Log out and log in again."))
        return _join(member)


def accept_with_password(*, secret: str, name: str, password: str) -> Membership:
    """Join with an account that had no password yet, and set its first one.

    An account that has a password is never touched: its person logs in to accept.
    """
    with transaction.atomic():
        member = invited(secret)
        user = User.objects.select_for_update().get(pk=member.user_id)
        if user.has_usable_password():
            raise Conflict(_("This account has a password already. Log in to accept."))
        user.name = checked_name(name)
        _set_password(user, password)
        audit.record("core.password.changed", by=user, programme=None, record=user)
        return _join(member)


def change_member(
    *,
    membership: Membership,
    role: str,
    clearance: int,
    office: Office | None,
    by: User,
    seen_before: str,
) -> Membership:
    """Change what a member is. ``seen_before`` is `seen` of the page the change was made on."""
    with transaction.atomic():
        member = _locked(membership, by=by)
        if seen(member) != seen_before:
            raise Conflict(_("Somebody else changed this member meanwhile. Look again."))
        before = _data(member)
        _shape(member, role=role, clearance=clearance, office=office)
        if role != Role.ADMINISTRATOR:
            _keep_an_administrator(member)
        member.save()
        data = {"before": before, "after": _data(member)}
        audit.record(
            "core.member.changed", by=by, programme=member.programme, record=member, data=data
        )
    return member


def end_membership(*, membership: Membership, by: User, reason: str = "") -> Membership:
    """End a membership, or take back an invitation: tokens and namings end with it."""
    with transaction.atomic():
        member = _locked(membership, by=by)
        _keep_an_administrator(member)
        member.active = False
        member.invitation, member.invited_until = "", None
        member.save(update_fields=["active", "invitation", "invited_until"])
        ended = ApiToken.objects.filter(membership=member, revoked_at__isnull=True)
        data = {"tokens": ended.update(revoked_at=timezone.now())}
        data["named"] = member.named.all().delete()[0]
        audit.record(
            "core.member.removed",
            by=by,
            programme=member.programme,
            record=member,
            reason=reason,
            data=data,
        )
    return member


def account(email: str) -> User:
    """Return the account of an address, or raise NotFound."""
    found = User.objects.filter(email=checked_address(email)).first()
    if found is None:
        raise NotFound(_("There is no account with this address."))
    return found


def set_open(*, email: str, is_open: bool) -> User:
    """Close an account everywhere at once, or open it again (whoever runs the server).

    A closed account's sessions and tokens open nothing; what the person recorded stays.
    """
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=account(email).pk)
        if user.is_active != is_open:
            user.is_active = is_open
            user.save(update_fields=["is_active"])
            action = "core.account.opened" if is_open else "core.account.closed"
            audit.record(action, by=None, programme=None, record=user)
    return user


def checked_address(email: str) -> str:
    """Return an e-mail address in its one form, or raise InvalidInput."""
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        raise InvalidInput(_("This is not an e-mail address.")) from None
    return address


def checked_name(name: str) -> str:
    """Return a person's name with its spaces put in order, or raise InvalidInput."""
    called = " ".join(name.split())
    if not 1 < len(called) <= 150:
        raise InvalidInput(_("Give the person's name, 2 to 150 characters."))
    return called


def _set_password(user: User, password: str) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise InvalidInput(" ".join(error.messages), code="password") from None
    user.set_password(password)
    user.save()


def _open_invitation(member: Membership) -> str:
    secret = secrets.token_urlsafe(32)
    member.active = False
    member.invitation = digest(secret)
    member.invited_until = timezone.now() + timedelta(days=INVITATION_DAYS)
    member.save()
    return secret


def _join(member: Membership) -> Membership:
    member.active = True
    member.since = timezone.now()
    member.invitation, member.invited_until = "", None
    member.save()
    audit.record("core.member.joined", by=member.user, programme=member.programme, record=member)
    return member


def _shape(member: Membership, *, role: str, clearance: int | None, office: Office | None) -> None:
    if role not in ROLES:
        raise InvalidInput(_("There is no such role."))
    most = PARTNER_CLEARANCE if role == Role.PARTNER else STAFF_CLEARANCE
    wanted = default_clearance(role) if clearance is None else clearance
    if not 0 <= wanted <= most:
        raise InvalidInput(_("This role cannot be cleared for that mark."), code="clearance")
    if office is not None and office.programme_id != member.programme_id:
        raise InvalidInput(_("There is no such office in this programme."))
    member.role, member.clearance, member.office = role, wanted, office


def _locked(membership: Membership, *, by: User) -> Membership:
    permitted(by, membership.programme, "core.members")
    if membership.user_id == by.pk:
        raise InvalidInput(
            _("Nobody changes their own membership: another administrator has to."),
            code="own-membership",
        )
    return Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)


def _keep_an_administrator(member: Membership) -> None:
    if not _is_administrator(member):
        return
    others = Membership.objects.filter(
        programme_id=member.programme_id, role=Role.ADMINISTRATOR, active=True
    ).exclude(pk=member.pk)
    if not others.select_for_update(of=("self",)).exists():
        raise InvalidInput(
            _("A programme keeps at least one administrator. Appoint another one first."),
            code="last-administrator",
        )


def _is_administrator(member: Membership) -> bool:
    """Say whether the member, as stored, is an active administrator."""
    stored = Membership.objects.filter(pk=member.pk).values_list("role", "active").get()
    return bool(stored == (Role.ADMINISTRATOR, True))


def _data(member: Membership) -> dict[str, object]:
    return {
        "role": str(member.role),
        "clearance": int(member.clearance),
        "office": member.office.code if member.office else "",
    }
