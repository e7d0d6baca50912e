"""Background work of the room."""

from __future__ import annotations

import time
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from goodoffices.core.jobs import Progress, chore, job
from goodoffices.core.models import Job
from goodoffices.publish.mail import asking, keeping, letters, sending
from goodoffices.publish.models import Mailing

_last: dict[str, float] = {}
LETTERS_EVERY, MAILINGS_EVERY, FORGET_EVERY, OWED_EVERY = 1.0, 5.0, 3600.0, 1.0
REST = 60.0
"""Seconds in which a mail server that could not be reached is left alone."""


def _is_time(what: str, every: float) -> bool:
    if time.monotonic() - _last.get(what, -every) < every:
        return False
    _last[what] = time.monotonic()
    return True


@chore
def read_letters_about_mail() -> None:
    """Do what was asked for on the public site: signing up, confirming, changing, leaving."""
    if _is_time("letters", LETTERS_EVERY) and letters.waiting():
        letters.read_waiting()


@chore
def send_mail_that_is_owed() -> None:
    """Send links to those who asked for mail."""
    if not _is_time("owed", OWED_EVERY):
        return
    try:
        asking.send_due()
    except Exception:
        _last["owed"] = time.monotonic() + REST
        raise


@chore
def keep_mailings_going() -> None:
    """Take up mailings whose worker died, or whose server was away for a while."""
    if _is_time("mailings", MAILINGS_EVERY):
        keeping.keep_going()


@chore
def forget_what_is_over() -> None:
    """Delete those who never confirmed, and old lists of who got what."""
    if _is_time("forget", FORGET_EVERY):
        keeping.forget()


def _mailing(task: Job) -> str:
    where = {"programme": task.programme.slug, "code": task.arguments["mailing"]}
    return reverse("publish:mailing", kwargs=where)


@job(sending.KIND, title=_("Send a mailing"), page=_mailing)
def send_mailing(task: Job, progress: Progress) -> dict[str, Any]:
    """Send what is due of a mailing; what must wait is taken up later."""
    mailing = Mailing.objects.select_related("programme").get(code=task.arguments["mailing"])
    progress.advance(0)
    sending.run(mailing, worker=task.worker, told=lambda done, total: progress.advance(done, total))
    return {}
