"""Writing to people that a publication was held back; the mail itself says nothing of it."""

from __future__ import annotations

import logging
import smtplib

from django.conf import settings
from django.core.mail import send_mail
from django.utils import translation
from django.utils.translation import gettext as _

from goodoffices.core.access import may_see
from goodoffices.core.models import Membership
from goodoffices.publish.models import Publication, State

log = logging.getLogger(__name__)


def tell_held(publication: Publication) -> int:
    """Write to those who may release and see it, while it is held; returns how many were told."""
    if not settings.MAIL_IS_SENT or publication.state != State.HELD:
        return 0
    return sum(_told(member) for member in _releasers(publication))


def _releasers(publication: Publication) -> list[Membership]:
    rows = Membership.objects.filter(active=True, user__is_active=True)
    people = rows.select_related("user", "programme", "office")
    return [one for one in people if one.may("publish.release") and may_see(publication, one)]


def _told(member: Membership) -> bool:
    with translation.override(member.user.language):
        subject = _("Held back")
        text = _(
            "Something that was to come out was held back: what it rests on, or its text, is not "
            "what was checked.\n\nLog in and look at what waits for you."
        )
    try:
        return bool(send_mail(subject, text, None, [member.user.email]))
    except (OSError, smtplib.SMTPException) as error:
        log.error("mail-not-sent kind=held error=%s", type(error).__name__)
        return False
