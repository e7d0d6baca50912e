"""The mail that brings an invitation to its person, where a mail server is set up."""

from __future__ import annotations

import logging
import smtplib

from django.conf import settings
from django.core.mail import send_mail
from django.utils import translation
from django.utils.translation import gettext as _

from goodoffices.core.models import Membership
from goodoffices.core.services.accounts import INVITATION_DAYS

log = logging.getLogger(__name__)


def send_invitation(member: Membership, link: str) -> bool:
    """Send the link in the person's language; say whether a mail went out."""
    if not settings.MAIL_IS_SENT:
        return False
    with translation.override(member.user.language):
        subject = _("Invitation to %(programme)s") % {"programme": member.programme.name}
        text = _(
            "You are invited to work in %(programme)s.\n\n"
            "Open this address within %(days)s days to accept:\n%(link)s\n\n"
            "The address works once and for you alone. Do not pass it on."
        ) % {"programme": member.programme.name, "days": INVITATION_DAYS, "link": link}
    try:
        return bool(send_mail(subject, text, None, [member.user.email]))
    except (OSError, smtplib.SMTPException) as error:
        log.error("mail-not-sent kind=invitation error=%s", type(error).__name__)
        return False
