"""How people get in: invited only, never by signing up; the second factor; what is recorded."""

from __future__ import annotations

import logging
import smtplib
import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import salted_hmac

log = logging.getLogger(__name__)

SET_UP_HERE = "second_factor_set_up_by"
"""Session key: the account whose second factor was set up in this very session."""


class InvitedOnly(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by a programme's administrator; the sign-up page is closed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up by themselves."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a mail; a mail server that fails must not tell whether an address is known."""
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, smtplib.SMTPException) as error:
            log.error("mail-not-sent template=%s error=%s", template_prefix, type(error).__name__)


def shown_name(user: Any) -> str:
    """Return what a person is called on pages and in mails."""
    return str(user.name)


def has_second_factor(user: Any) -> bool:
    """Say whether the account has a TOTP app or a passkey set up."""
    from allauth.mfa.models import Authenticator

    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return bool(Authenticator.objects.filter(user=user, type__in=kinds).exists())


def passed_second_factor(request: HttpRequest) -> bool:
    """Say whether this very session proved a second factor that the account still has.

    A session that began before the factor was set up elsewhere has not: it is asked once.
    """
    from allauth.account.authentication import get_authentication_records

    records = get_authentication_records(request, request.user)
    proved = any(record.get("method") == "mfa" for record in records)
    here = request.session.get(SET_UP_HERE) == request.user.pk
    return (proved or here) and has_second_factor(request.user)


def second_factor_address(request: HttpRequest) -> str:
    """Return the page on which a person logged in proves their second factor."""
    from allauth.mfa.models import Authenticator

    has_app = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.TOTP)
    name = "mfa_reauthenticate" if has_app.exists() else "mfa_reauthenticate_webauthn"
    return reverse(name)


def password_link(email: str) -> str:
    """Return the path of a link that sets a new password; recorded, since it opens an account."""
    from allauth.account.forms import default_token_generator
    from allauth.account.utils import user_pk_to_url_str
    from django.db import transaction

    from goodoffices.core import audit
    from goodoffices.core.services.accounts import account

    with transaction.atomic():
        user = account(email)
        audit.record("core.password.link_made", by=None, programme=None, record=user)
        key = default_token_generator.make_token(user)
    parts = {"uidb36": user_pk_to_url_str(user), "key": key}
    return reverse("account_reset_password_from_key", kwargs=parts)


def address_mark(email: str) -> str:
    """Return a short keyed hash of an address: the log can tell tries apart, not read them."""
    return salted_hmac("goodoffices.login", email.strip().lower()).hexdigest()[:12]


def listen() -> None:
    """Connect what the log keeps of logins and of changes to how people log in."""
    from allauth.account import signals as account
    from allauth.mfa import signals as mfa
    from django.contrib.auth import signals as auth

    auth.user_logged_in.connect(_logged_in, dispatch_uid="goodoffices.login")
    auth.user_logged_out.connect(_logged_out, dispatch_uid="goodoffices.logout")
    auth.user_login_failed.connect(_login_failed, dispatch_uid="goodoffices.failed")
    for changed in (account.password_changed, account.password_reset, account.password_set):
        changed.connect(_password_changed, dispatch_uid="goodoffices.password")
    mfa.authenticator_added.connect(_factor_added, dispatch_uid="goodoffices.added")
    mfa.authenticator_removed.connect(_factor_removed, dispatch_uid="goodoffices.removed")
    mfa.authenticator_reset.connect(_factor_reset, dispatch_uid="goodoffices.reset")
    mfa.authentication_failed.connect(_factor_failed, dispatch_uid="goodoffices.mfa_failed")


def _record(action: str, by: Any, data: dict[str, Any] | None = None) -> None:
    from django.db import transaction

    from goodoffices.core import audit

    with transaction.atomic():
        audit.record(action, by=by, programme=None, record=by, data=data)


def _logged_in(sender: Any, request: HttpRequest, user: Any, **_more: Any) -> None:
    now = int(time.time())
    request.session["began"] = now
    request.session["looked_at"] = now
    _record("core.login", user)


def _logged_out(sender: Any, request: HttpRequest, user: Any, **_more: Any) -> None:
    if user is not None and user.is_authenticated:
        _record("core.logout", user)


def _login_failed(sender: Any, credentials: dict[str, Any], **_more: Any) -> None:
    tried = str(credentials.get("email") or credentials.get("username") or "")
    _record("core.login.failed", None, {"address": address_mark(tried)})


def _password_changed(sender: Any, user: Any, **_more: Any) -> None:
    _record("core.password.changed", user)


def _factor_added(
    sender: Any, request: HttpRequest, user: Any, authenticator: Any, **_more: Any
) -> None:
    if authenticator.type != "recovery_codes" and request.user == user:
        request.session[SET_UP_HERE] = user.pk
        _end_other_sessions(request, user)
    _factor_changed(user, authenticator, "added")


def _end_other_sessions(request: HttpRequest, user: Any) -> None:
    """End sessions that began without the factor: a stolen one could add another of its own."""
    from allauth.usersessions.models import UserSession

    for session in UserSession.objects.filter(user=user):
        if session.session_key != request.session.session_key:
            session.end()


def _factor_removed(sender: Any, user: Any, authenticator: Any, **_more: Any) -> None:
    _factor_changed(user, authenticator, "removed")


def _factor_reset(sender: Any, user: Any, authenticator: Any, **_more: Any) -> None:
    _factor_changed(user, authenticator, "renewed")


def _factor_changed(user: Any, authenticator: Any, change: str) -> None:
    data = {"kind": str(authenticator.type), "change": change}
    _record("core.second_factor.changed", user, data)


def _factor_failed(sender: Any, user: Any, **_more: Any) -> None:
    _record("core.login.failed", None, {"account": user.pk, "step": "second factor"})
