"""How pages name the states of the mailing list."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

MAILING = {
    "draft": pgettext_lazy("mailing", "Draft"),
    "sending": pgettext_lazy("mailing", "Being sent"),
    "paused": pgettext_lazy("mailing", "Paused"),
    "done": pgettext_lazy("mailing", "Sent"),
    "cancelled": pgettext_lazy("mailing", "Cancelled"),
}
DELIVERY = {
    "waiting": pgettext_lazy("mail", "Waiting"),
    "sending": pgettext_lazy("mail", "On its way"),
    "sent": pgettext_lazy("mail", "Sent"),
    "doubtful": pgettext_lazy("mail", "In doubt"),
    "refused": pgettext_lazy("mail", "Refused by the server"),
    "failed": pgettext_lazy("mail", "Put off too often"),
    "returned": pgettext_lazy("mail", "Came back"),
    "skipped": pgettext_lazy("mail", "Not sent any more"),
}
NOTES = {
    "withdrawn": _("The publication was withdrawn, so nothing more is sent."),
    "corrected": _(
        "The publication was corrected while it was sent. Going on sends the corrected edition to"
        " those who got nothing yet."
    ),
    "sender-refused": _(
        "The mail server refuses our own address. Look at its settings and at the address mail is"
        " sent from, then go on."
    ),
    "login-refused": _(
        "The mail server refuses our login. Have its name and password looked at, then go on."
    ),
    "all-refused": _(
        "The mail server refused many mails in a row. Find out why before you go on: something may"
        " be wrong with how we send."
    ),
}
SUBSCRIBER = {
    "asked": pgettext_lazy("mailing list", "Has not confirmed yet"),
    "on": pgettext_lazy("mailing list", "Gets our mail"),
    "left": pgettext_lazy("mailing list", "Gets no mail"),
}
EVENTS = {
    "asked": pgettext_lazy("mailing list", "Asked for mail"),
    "confirmed": pgettext_lazy("mailing list", "Confirmed"),
    "changed": pgettext_lazy("mailing list", "Changed language or topics"),
    "unsubscribed": pgettext_lazy("mailing list", "Unsubscribed"),
    "bounced": pgettext_lazy("mailing list", "Mail came back"),
    "complained": pgettext_lazy("mailing list", "Complained about our mail"),
    "removed": pgettext_lazy("mailing list", "Was taken off the list"),
}
LANGUAGES = {"en": "English", "ar": "العربية", "he": "עברית"}
