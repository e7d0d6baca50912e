"""Mail about the subscription itself: the link to confirm with, and the one to one's choices.

It goes out because somebody asked for it just now, so it has no headers of a list.
"""

from __future__ import annotations

import logging
import smtplib
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_scopes import scope, scopes_disabled

from goodoffices.core.models import Programme
from goodoffices.publish.mail import links
from goodoffices.publish.mail.names import line, programme_name
from goodoffices.publish.models import Subscriber

log = logging.getLogger("goodoffices.mail")

AT_ONCE = 50
RIGHT_TO_LEFT = frozenset({"ar", "he"})
REST = timedelta(minutes=1)
"""How long a server that could not be reached is left alone."""


def send_due() -> int:
    """Send what is owed to people who asked for mail; returns how many went out.

    What cannot be sent stays owed. Killed in between, a mail of this kind may go out twice: it
    asks for nothing that the first has not asked for.
    """
    if not settings.MAIL_IS_SENT:
        return 0
    with scopes_disabled():
        rows = Subscriber.objects.exclude(due="").filter(programme__shut="")
        owed = list(rows.select_related("programme").order_by("pk")[:AT_ONCE])
    if not owed:
        return 0
    sent = 0
    with get_connection() as connection:
        for one in owed:
            with scope(programme=one.programme):
                message = compose(one)
                message.connection = connection
                try:
                    message.send()
                except smtplib.SMTPRecipientsRefused:
                    log.warning("mail-refused kind=%s", one.due)
                _sent(one)
                sent += 1
    return sent


def _sent(one: Subscriber) -> None:
    rows = Subscriber.objects.filter(pk=one.pk, due=one.due)
    rows.update(due="", mails=one.mails + 1, mailed_at=timezone.now())


def compose(one: Subscriber) -> EmailMultiAlternatives:
    """Return the mail that is owed to somebody, in their language."""
    with override(one.language):
        name = programme_name(one.programme, one.language)
        confirms = one.due == Subscriber.Due.CONFIRM
        said = _("Please confirm: mail from %(name)s") if confirms else _("Your mail from %(name)s")
        values = {
            "name": name,
            "link": _link(one, confirms),
            "confirms": confirms,
            "language": one.language,
            "direction": "rtl" if one.language in RIGHT_TO_LEFT else "ltr",
            "hours": int(links.CONFIRM_FOR.total_seconds() // 3600),
        }
        message = EmailMultiAlternatives(
            line(said % {"name": name}),
            render_to_string("publish/mail/asking.txt", values),
            sender(one.programme, one.language),
            [one.email],
            headers={"Auto-Submitted": "auto-generated", "Content-Language": one.language},
        )
        message.attach_alternative(
            render_to_string("publish/mail/asking.html", values), "text/html"
        )
    return message


def _link(one: Subscriber, confirms: bool) -> str:
    base = links.root(one.programme)
    if confirms:
        return links.at(base, one.language, f"mail/confirm/{links.confirm_token(one)}/")
    return links.at(base, one.language, f"mail/manage/{links.manage_token(one)}/")


def sender(programme: Programme, language: str) -> str:
    """Return whom our mail comes from: the programme's name and the installation's address."""
    from email.utils import formataddr, parseaddr

    address = parseaddr(str(settings.DEFAULT_FROM_EMAIL))[1] or "good-offices@localhost"
    return formataddr((programme_name(programme, language), address))
