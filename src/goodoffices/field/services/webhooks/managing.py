"""Webhooks: to tell another system of the programme that something arrived from the field."""

from __future__ import annotations

import secrets
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import InvalidInput, NotPermitted
from goodoffices.core import audit
from goodoffices.core.access import may_see
from goodoffices.core.models import Membership, Programme, User
from goodoffices.core.services.permits import permitted
from goodoffices.core.tlp import TLP
from goodoffices.field.models import Form, Webhook, WebhookDelivery
from goodoffices.field.services.webhooks.calling import checked

MOST_WEBHOOKS = 20
STRICTEST = TLP.AMBER_STRICT
"""What is marked RED is for named persons only: no machine is told of it."""


def add_webhook(
    *,
    programme: Programme,
    name: str,
    address: str,
    by: User,
    form: Form | None = None,
    tlp: int = TLP.AMBER,
    with_answers: bool = False,
) -> Webhook:
    """Have an address told of each submission that arrives from now on.

    ``form`` None stands for all forms up to ``tlp``. The answers themselves are sent only over
    https, and only where the actor may publish forms and so knows what is asked.
    """
    member = _may(programme, by)
    _may_tell(member, form, tlp, with_answers)
    called, where = _named(name), _addressed(address, with_answers)
    with transaction.atomic():
        if Webhook.objects.filter(programme=programme, ended_at=None).count() >= MOST_WEBHOOKS:
            raise InvalidInput(_("There are too many webhooks. End one that is not used any more."))
        hook = Webhook.objects.create(
            programme=programme,
            name=called,
            address=where,
            form=form,
            tlp=tlp,
            with_answers=with_answers,
            secret=secrets.token_urlsafe(32),
            by=by,
        )
        _record("field.webhook.added", hook, by)
    return hook


def change_webhook(
    *,
    webhook: Webhook,
    name: str,
    address: str,
    by: User,
    with_answers: bool = False,
    new_secret: bool = False,
) -> Webhook:
    """Change what a webhook is called, where it leads, what it tells; give it a new secret."""
    member = _may(webhook.programme, by)
    _open(webhook)
    _may_tell(member, webhook.form, webhook.tlp, with_answers)
    called, where = _named(name), _addressed(address, with_answers)
    with transaction.atomic():
        webhook.name, webhook.address, webhook.with_answers = called, where, with_answers
        if new_secret:
            webhook.secret = secrets.token_urlsafe(32)
        webhook.save(update_fields=["name", "address", "with_answers", "secret"])
        _record("field.webhook.changed", webhook, by, new_secret=new_secret)
    return webhook


def end_webhook(*, webhook: Webhook, by: User) -> None:
    """Tell an address nothing any more, also nothing of what still waits; its log stays."""
    _may(webhook.programme, by)
    with transaction.atomic():
        alive = Webhook.objects.filter(pk=webhook.pk, ended_at=None)
        if alive.update(ended_at=timezone.now()):
            open_ones = WebhookDelivery.objects.filter(webhook=webhook, next_at__isnull=False)
            open_ones.update(next_at=None, error="ended")
            _record("field.webhook.ended", webhook, by)
    webhook.refresh_from_db()


def try_again(*, webhook: Webhook, by: User) -> int:
    """Try everything that was not delivered once more, at once; returns how much that is."""
    from goodoffices.field.services.webhooks.telling import tell_soon

    _may(webhook.programme, by)
    _open(webhook)
    with transaction.atomic():
        missed = WebhookDelivery.objects.filter(webhook=webhook, delivered_at=None)
        number = missed.exclude(error="deleted").update(next_at=timezone.now(), attempts=0)
        if number:
            tell_soon(webhook.programme)
            _record("field.webhook.changed", webhook, by, again=number)
    return number


def _may(programme: Programme, by: User) -> Membership:
    member = permitted(by, programme, "core.settings")
    assert member is not None, "a person acts here"
    return member


def _may_tell(member: Membership, form: Form | None, tlp: int, with_answers: bool) -> None:
    if form is not None and not may_see(form, member):
        raise InvalidInput(_("There is no such form."))
    if tlp > min(STRICTEST, member.clearance):
        raise InvalidInput(_("A webhook is told of nothing above your own clearance, nor of RED."))
    if form is not None and form.tlp > tlp:
        raise InvalidInput(_("This form is stricter than the mark: nothing of it would be told."))
    if with_answers and not member.may("field.forms"):
        raise NotPermitted(_("Only somebody who may publish forms can have the answers sent out."))


def _named(name: str) -> str:
    called = " ".join(name.split())[:100]
    if not called:
        raise InvalidInput(_("Give the webhook a name that says who is told."))
    return called


def _addressed(address: str, with_answers: bool) -> str:
    where = checked(address)
    if len(where) > 500:
        raise InvalidInput(_("This address is too long."))
    plain = urlsplit(where).scheme != "https"
    if with_answers and plain and not settings.WEBHOOK_PRIVATE:
        raise InvalidInput(_("Answers are sent only to an address that begins with https://."))
    return where


def _open(webhook: Webhook) -> None:
    if webhook.ended_at is not None:
        raise InvalidInput(_("This webhook has ended. Add a new one."))


def _record(action: str, hook: Webhook, by: User, **more: object) -> None:
    data = {
        "form": hook.form.code if hook.form else "",
        "tlp": hook.tlp,
        "with_answers": hook.with_answers,
        **more,
    }
    audit.record(action, by=by, programme=hook.programme, record=hook, data=data)
