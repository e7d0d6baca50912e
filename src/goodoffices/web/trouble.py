"""What an error page says: what happened, what was kept, what to do."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Trouble:
    """Four short texts of one page."""

    title: str | Promise
    happened: str | Promise
    kept: str | Promise
    next: str | Promise


NOTHING_CHANGED = _("Nothing was changed.")

TROUBLES: dict[int, Trouble] = {
    400: Trouble(
        _("This request could not be read"),
        _("The address or the form holds something this page cannot take."),
        NOTHING_CHANGED,
        _("Go back, correct it, and send it again. An address typed by hand may hold a slip."),
    ),
    403: Trouble(
        _("Your role does not allow this"),
        _("The page exists, but this step is not among what your role may do here."),
        NOTHING_CHANGED,
        _("Ask an administrator of the programme if you need it for your work."),
    ),
    404: Trouble(
        _("There is nothing at this address"),
        _("It may have been mistyped, or it is not for you to see."),
        NOTHING_CHANGED,
        _("Check the address, or start again from the situation page."),
    ),
    405: Trouble(
        _("This address does not work that way"),
        _("The page was asked for in a way it does not answer to."),
        NOTHING_CHANGED,
        _("Open it by its link or its form."),
    ),
    409: Trouble(
        _("Somebody else changed this meanwhile"),
        _("Between opening the page and saving it, the record was changed by someone else."),
        _("Their change stands, and nothing of yours was written over it."),
        _("Go back, copy what you wrote, open the record again and decide what should hold."),
    ),
    413: Trouble(
        _("This file is too large"),
        _("What was sent is larger than this installation takes."),
        _("Nothing of it was stored."),
        _("Send a smaller file or split it. An administrator can raise the limit."),
    ),
    429: Trouble(
        _("Too many attempts"),
        _("There were more requests than allowed in a short time."),
        NOTHING_CHANGED,
        _("Wait a few minutes and try again."),
    ),
    500: Trouble(
        _("Something went wrong on our side"),
        _("The program met an error it did not expect. It was written to the server's log."),
        _("What was saved before is safe; the last step was undone as a whole."),
        _("Try once more. If it happens again, tell an administrator when it happened."),
    ),
    501: Trouble(
        _("A part of the program is not installed"),
        _("This step needs an optional part that this installation does not have."),
        NOTHING_CHANGED,
        _("An administrator can add it; the sentence above names it."),
    ),
    503: Trouble(
        _("The program is busy or being looked after"),
        _("It cannot answer just now."),
        _("What was saved before is safe."),
        _("Wait a minute and load the page again."),
    ),
    507: Trouble(
        _("The disk of the server is full"),
        _("There is no room for what was sent."),
        _("Nothing of it was stored; what was stored before is safe."),
        _("Tell an administrator, and send it again once there is room."),
    ),
}

FORM_EXPIRED = Trouble(
    _("This page was open too long"),
    _("For safety a form is only taken for a while after its page was opened."),
    _("Nothing was saved; what you wrote is still in the page before this one."),
    _("Go back, copy what you wrote, load the page again and send it."),
)


READ_ONLY = Trouble(
    _("Read-only for now"),
    _(
        "A person of this programme has made it read-only for a while: it can be looked at, but"
        " nothing can be changed or taken out."
    ),
    _("Nothing was changed. What you wrote is still in the page before this one."),
    _("Keep what you have to say, and come back later."),
)


def trouble(status: int, code: str = "") -> Trouble:
    """Return the texts for a status; a form without its token has its own."""
    if code == "form-expired":
        return FORM_EXPIRED
    if code == "read-only":
        return READ_ONLY
    return TROUBLES.get(status) or TROUBLES[500 if status >= 500 else 400]
