"""What running work says about itself, and what it is told: go on, stop, or be cancelled.

SQLite has one writer, so progress is written by the work itself, with its own transaction when it
is in one. On PostgreSQL a second connection tells it at once and keeps the heartbeat going while
the work sits in a long statement; but not for a job of a transaction that has not ended, which no
other connection sees.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from django.db import connection
from django.utils import timezone
from django_scopes import scopes_disabled

from goodoffices.core.models import Job

WRITE_EVERY = 0.5
"""Seconds between two writes of progress."""

BEAT_EVERY = 5.0
"""Seconds between two heartbeats of work that says nothing."""


class Interrupted(BaseException):
    """The work must end now; not an Exception, so that no handler in the work swallows it."""


class Cancelled(Interrupted):
    """Somebody cancelled the work."""


class Stopped(Interrupted):
    """The worker is shutting down, or the job was taken over: it will be taken up again."""


class Progress:
    """The work's side of a running job.

    ``told`` is called with (done, total, note) at each step, for a bar in a terminal.
    """

    def __init__(
        self,
        job: Job,
        *,
        stopping: Callable[[], bool] = lambda: False,
        told: Callable[[int, int | None, str], None] | None = None,
    ) -> None:
        self._job = job
        self._stopping = stopping
        self._told = told
        self._written_at = 0.0
        self._told_off: type[Interrupted] | None = None
        seen = connection.vendor == "postgresql" and not connection.in_atomic_block
        self._pulse = _Pulse(self) if seen else None

    def advance(self, done: int, total: int | None = None, note: str = "") -> None:
        """Say how far the work has got; raises `Cancelled` or `Stopped` when it must end.

        ``note`` is shown as it stands: counts and codes, never names or texts of records. Calls
        in a tight loop cost nothing: twice a second one is written.
        """
        job = self._job
        job.done, job.note = done, note or job.note
        job.total = job.total if total is None else total
        if self._told:
            self._told(done, job.total, job.note)
        now = time.monotonic()
        if now - self._written_at >= WRITE_EVERY:
            self._written_at = now
            if self._pulse is None:
                self.write()
            else:
                self._pulse.now()
        self._obey()

    def write(self) -> None:
        """Write the progress down, and read whether the work may go on."""
        job = self._job
        with scopes_disabled():
            mine = Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, worker=job.worker)
            kept = mine.update(
                done=job.done, total=job.total, note=job.note[:300], heartbeat_at=timezone.now()
            )
            asked = mine.values_list("cancel_asked_at", "programme__shut").first()
        if not kept or asked is None or asked[1]:
            self._told_off = Stopped  # taken over, or the programme was closed for now
        elif asked[0]:
            self._told_off = Cancelled

    def _obey(self) -> None:
        if self._told_off is not None:
            raise self._told_off
        if self._stopping():
            raise Stopped

    def __enter__(self) -> Progress:
        """Begin the heartbeat."""
        if self._pulse is not None:
            self._pulse.start()
        return self

    def __exit__(self, *_: object) -> None:
        """End the heartbeat."""
        if self._pulse is not None:
            self._pulse.end()


class _Pulse(threading.Thread):
    """Writes progress and heartbeat over a connection of its own (PostgreSQL)."""

    def __init__(self, progress: Progress) -> None:
        super().__init__(daemon=True, name="job-heartbeat")
        self._progress = progress
        self._wake = threading.Event()
        self._ended = False

    def now(self) -> None:
        """Write at once."""
        self._wake.set()

    def end(self) -> None:
        """Stop beating."""
        self._ended = True
        self._wake.set()
        self.join()

    def run(self) -> None:
        """Beat until told to end; a database that is away for a while is tried again."""
        from django.db import DatabaseError, connections

        try:
            while not self._ended:
                try:
                    self._progress.write()
                except DatabaseError:
                    connections["default"].close()
                self._wake.wait(BEAT_EVERY)
                self._wake.clear()
        finally:
            connections.close_all()
