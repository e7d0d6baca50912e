"""Letters from the public site that are about the mailing list: read by the worker, then deleted.

The site puts in whatever was posted, unread and unchecked. Here it is looked at, and what is
forged, late or meant for another programme is dropped without a trace.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django_scopes import scope, scopes_disabled

from goodoffices.codebook.errors import Closed, InvalidInput
from goodoffices.core import audit
from goodoffices.core.models import Programme
from goodoffices.publish.mail import subscribing
from goodoffices.publish.models import Letter, Subscriber

log = logging.getLogger("goodoffices.mail")

AT_ONCE = 200
Reader = Callable[[Programme, dict[str, Any]], Subscriber | None]


def _signup(programme: Programme, said: dict[str, Any]) -> Subscriber | None:
    if not said.get("email"):
        return None  # a machine filled in the form: the site put in an empty letter
    return subscribing.ask(
        programme=programme,
        email=str(said["email"]),
        language=str(said.get("language", "")),
        topics=_words(said.get("topics")),
    )


def _confirm(programme: Programme, said: dict[str, Any]) -> Subscriber | None:
    return subscribing.confirm(programme=programme, token=str(said.get("token", "")))


def _unsubscribe(programme: Programme, said: dict[str, Any]) -> Subscriber | None:
    return subscribing.unsubscribe(programme=programme, token=str(said.get("token", "")))


def _change(programme: Programme, said: dict[str, Any]) -> Subscriber | None:
    return subscribing.change(
        programme=programme,
        token=str(said.get("token", "")),
        language=str(said.get("language", "")),
        topics=_words(said.get("topics")),
    )


def _words(said: Any) -> list[str]:
    return [str(one) for one in said] if isinstance(said, list) else []


READERS: dict[str, Reader] = {
    "signup": _signup,
    "confirm": _confirm,
    "unsubscribe": _unsubscribe,
    "change": _change,
}


def read_waiting(programme: Programme | None = None, *, only: str = "") -> int:
    """Do what waiting letters ask for, in the order they came; returns how many were read.

    Runs in no programme's scope. Letters to a programme that is closed for now wait.
    """
    rows = Letter.objects.filter(kind__in=[only] if only else list(READERS))
    if programme is not None:
        rows = rows.filter(programme=programme.slug)
    done = 0
    slugs = set(rows.order_by().values_list("programme", flat=True).distinct())
    open_ones = {one.slug: one for one in Programme.objects.filter(slug__in=slugs, shut="")}
    Letter.objects.filter(
        kind__in=list(READERS), programme__in=slugs - _known(slugs)
    ).delete()  # to nobody
    for slug, found in sorted(open_ones.items()):
        pks = rows.filter(programme=slug).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]
        done += _of_one(found, list(pks))
    return done


def _known(slugs: set[str]) -> set[str]:
    return set(Programme.objects.filter(slug__in=slugs).values_list("slug", flat=True))


def _of_one(programme: Programme, pks: list[int]) -> int:
    """Read some letters to one programme; the log says how many there were of each kind."""
    done: Counter[str] = Counter()
    with scope(programme=programme):
        for pk in pks:
            kind = _read(programme, pk)
            done[kind] += 1
        done.pop("", None)
        if done:
            _note(programme, done)
    return len(pks)


def _read(programme: Programme, pk: int) -> str:
    """Do what one letter asks for and delete it, in one transaction; returns what came of it."""
    try:
        with transaction.atomic():
            letter = Letter.objects.select_for_update().filter(pk=pk).first()
            if letter is None:
                return ""
            said = letter.content if isinstance(letter.content, dict) else {}
            letter.delete()
            return letter.kind if READERS[letter.kind](programme, said) else ""
    except InvalidInput:
        Letter.objects.filter(pk=pk).delete()
        return ""


def _note(programme: Programme, done: Counter[str]) -> None:
    try:
        with transaction.atomic():
            data = dict(sorted(done.items()))
            audit.record("publish.list.letters", by=None, programme=programme, data=data)
    except Closed:
        log.warning("mail-letters-read while the programme was being closed")


def waiting() -> bool:
    """Say whether a letter about the mailing list waits."""
    with scopes_disabled():
        return Letter.objects.filter(kind__in=list(READERS)).exists()
