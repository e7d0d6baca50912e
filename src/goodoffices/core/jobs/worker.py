"""The worker: takes one job after the other until it is told to stop; does chores in between."""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import InterfaceError, OperationalError, close_old_connections, connection

from goodoffices.core import emergency
from goodoffices.core.jobs.chores import do_chores
from goodoffices.core.jobs.identity import Identity
from goodoffices.core.jobs.queue import claim, recover
from goodoffices.core.jobs.running import perform

log = logging.getLogger("goodoffices.jobs")

RECOVER_EVERY = 5.0
"""Seconds between two looks for jobs of dead workers."""


def work(
    *, until_idle: bool = False, interval: float = 1.0, stop: threading.Event | None = None
) -> int:
    """Run jobs until SIGTERM or SIGINT (or ``stop`` is set); returns how many were run.

    A job under way when the signal comes ends at its next step and is taken up by the next
    worker. ``until_idle`` ends when nothing waits. Several workers may run side by side.
    """
    stop = stop or threading.Event()
    with _signals(stop), Identity() as identity:
        return _loop(identity, stop, until_idle=until_idle, interval=interval)


def _loop(identity: Identity, stop: threading.Event, *, until_idle: bool, interval: float) -> int:
    ran, looked_at = 0, 0.0
    while not stop.is_set():
        if not connection.in_atomic_block:
            close_old_connections()
        try:
            if until_idle or time.monotonic() - looked_at >= RECOVER_EVERY:
                recover()
                emergency.watch()
                looked_at = time.monotonic()
            job = claim(identity)
            if job is None:
                do_chores()
        except (OperationalError, InterfaceError) as error:
            log.warning("the database is away (%s); trying again", type(error).__name__)
            stop.wait(interval)
            continue
        if job is not None:
            perform(job, stopping=stop.is_set)
            ran += 1
        elif until_idle:
            break
        else:
            stop.wait(interval)
    return ran


@contextmanager
def _signals(stop: threading.Event) -> Iterator[None]:
    """Turn SIGTERM and SIGINT into the event; only the main thread can listen for signals."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def told(number: int, frame: Any) -> None:
        stop.set()

    before = {number: signal.signal(number, told) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
