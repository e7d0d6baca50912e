"""What is done with submissions after they are safe: rooms above say which job to enqueue.

A lower floor knows no higher one, so the room that makes reports of submissions registers the
kind of its job here (`follow_with`), and the intake enqueues it once for many submissions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django_scopes import scopes_disabled

from goodoffices.core.jobs import enqueue
from goodoffices.core.models import Job, Programme
from goodoffices.field.models import Submission

GATHERING = timedelta(seconds=1)
"""While phones send without a pause, what they send is read in parts: each holds the intake up."""

_KINDS: list[str] = []
_WHERE: dict[str, Callable[[Programme], bool]] = {}


def follow_with(kind: str, *, where: Callable[[Programme], bool] | None = None) -> None:
    """Have a job of this kind enqueued whenever submissions of a programme wait to be read.

    The job gets no arguments: it looks for submissions whose ``mapping_state`` is "waiting".
    ``where`` says in which programmes there is anything to follow.
    """
    if kind not in _KINDS:
        _KINDS.append(kind)
    if where is not None:
        _WHERE[kind] = where


def _kinds(programme: Programme) -> list[str]:
    return [kind for kind in _KINDS if kind not in _WHERE or _WHERE[kind](programme)]


def enqueue_followers(programme: Programme, **arguments: Any) -> None:
    """Enqueue what follows; nothing where the same is already waiting for a worker.

    Must run in the transaction that wrote what is to be followed. Where several transactions run
    side by side, a worker may begin the waiting job before this one commits, and look too early:
    so it is asked again once that has happened.
    """
    left = _enqueue(_kinds(programme), programme, arguments)
    if left and connection.vendor == "postgresql":
        transaction.on_commit(lambda: _enqueue(left, programme, arguments))


def await_reading(submissions: QuerySet[Submission], programme: Programme) -> int:
    """Mark submissions as waiting to be read again, and enqueue the work; returns how many.

    Must run in the transaction that changed what has to be read. Nothing is doubled: a report that
    comes out as it was stays untouched, another gets a new version beside the old one.
    """
    number = submissions.filter(purged_at=None).update(
        mapping_state=Submission.MappingState.WAITING
    )
    if number:
        enqueue_followers(programme)
    return number


def enqueue_once(kind: str, programme: Programme, **arguments: Any) -> bool:
    """Enqueue a job unless one of its kind waits for a worker; returns whether it was.

    Where one is at work, the next begins a moment later, with all that has come in by then.
    """
    return not _enqueue([kind], programme, arguments)


def _enqueue(kinds: Iterable[str], programme: Programme, arguments: dict[str, Any]) -> list[str]:
    """Enqueue a job of each kind of which none waits; returns those of which one does."""
    under_way, left = _under_way(programme), []
    for kind in kinds:
        if (kind, Job.State.WAITING) in under_way:
            left.append(kind)
            continue
        begun = (kind, Job.State.RUNNING) in under_way
        due = timezone.now() + GATHERING if begun else None
        with scopes_disabled():
            enqueue(kind, programme=programme, by=None, arguments=arguments, not_before=due)
    return left


def _under_way(programme: Programme) -> set[tuple[str, str]]:
    """Return kind and state of the jobs of a programme that wait or run; asked with every post."""
    with connection.cursor() as cursor:
        cursor.execute(_UNDER_WAY, [programme.pk, Job.State.WAITING, Job.State.RUNNING])
        return {(kind, state) for kind, state in cursor.fetchall()}


_UNDER_WAY = """
    SELECT DISTINCT kind, state FROM core_job WHERE programme_id = %s AND state IN (%s, %s)
"""
