"""What of this room's records the data-protection page accounts for, and how they go."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from goodoffices.core.retention import Kind, Purge, register
from goodoffices.publish.mail import purging as mail

register(
    Kind(
        "publish.publication",
        _("Publications"),
        _("What is said in public, its drafts, and who wrote and checked them."),
        page="publish:publication",
    ),
    Kind(
        "publish.subscriber",
        _("The mailing list"),
        _("E-mail addresses with language and topics, what people agreed to and when."),
        Purge("delete", mail.due, mail.seen, mail.why_not, mail.go),
    ),
)
