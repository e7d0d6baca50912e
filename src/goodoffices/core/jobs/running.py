"""Running one job to its end, and writing down how it ended."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import InterfaceError, OperationalError
from django.utils import translation
from django_scopes import scope, scopes_disabled

from goodoffices.codebook.errors import Closed, Conflict, GoodOfficesError
from goodoffices.core.access import closed
from goodoffices.core.jobs.identity import Identity
from goodoffices.core.jobs.progress import Cancelled, Progress, Stopped
from goodoffices.core.jobs.queue import ATTEMPTS, enqueue, finish, put_back, take
from goodoffices.core.jobs.registry import kind_of_job
from goodoffices.core.models import Job, Programme, User

log = logging.getLogger("goodoffices.jobs")

Told = Callable[[int, int | None, str], None]

UNEXPECTED = "The program met an error it did not expect. Nothing half-done was kept."


def run_now(job: Job, *, told: Told | None = None) -> Job:
    """Run a waiting job in this process, for a command line or a test; returns it as it ended.

    ``told`` is called with (done, total, note) at each step.
    """
    with Identity("command") as identity:
        mine = take(job, identity)
        if mine is None:
            raise Conflict("A worker has taken up this task already. Look at its progress page.")
        perform(mine, told=told)
    with scopes_disabled():
        return Job.objects.select_related("programme").get(pk=job.pk)


def run_here(
    kind: str,
    *,
    programme: Programme,
    by: User | None,
    arguments: dict[str, Any] | None = None,
    told: Told | None = None,
) -> Job:
    """Do work in this process, kept on record like any job, before a worker can take it up."""
    from django.db import transaction

    if programme.shut:
        raise closed(programme.shut)
    with Identity("command") as identity:
        with scopes_disabled(), transaction.atomic():
            job = take(enqueue(kind, programme=programme, by=by, arguments=arguments), identity)
        assert job is not None, "nobody else sees the row before the commit"
        perform(job, told=told)
    with scopes_disabled():
        return Job.objects.select_related("programme").get(pk=job.pk)


def perform(
    job: Job, *, stopping: Callable[[], bool] = lambda: False, told: Told | None = None
) -> None:
    """Run a job this process has taken. Never raises, except for what ends the process."""
    kind = kind_of_job(job.kind)
    if kind is None:
        _fail(job, "unknown-task", "This version of the program does not know this task.")
        return
    progress = Progress(job, stopping=stopping, told=told)
    try:
        with progress, scope(programme=job.programme), translation.override("en"):
            result = kind.work(job, progress)
    except Cancelled:
        finish(job, state=Job.State.CANCELLED)
    except Stopped:
        put_back(job)
    except Closed:
        put_back(job)
    except GoodOfficesError as error:
        _fail(job, error.code, error.message)
    except (OperationalError, InterfaceError) as error:
        _again_or_fail(job, error)
    except Exception as error:
        _log(job, error)
        _fail(job, "unexpected", UNEXPECTED)
    else:
        whole = job.done if job.total is None else job.total
        finish(job, state=Job.State.DONE, done=whole, total=whole, note="", result=result)


def _again_or_fail(job: Job, error: Exception) -> None:
    """The database was busy or away: that passes, so the job is tried again."""
    _log(job, error)
    if job.attempts < ATTEMPTS:
        finish(job, state=Job.State.WAITING, worker="")
    else:
        _fail(job, "database-away", "The database could not be reached. Try again later.")


def _fail(job: Job, code: str, message: str) -> None:
    finish(job, state=Job.State.FAILED, error_code=code, error=message, note="")


def _log(job: Job, error: Exception) -> None:
    log.error("job %s (%s) met %s at %s", job.code, job.kind, type(error).__name__, where(error))


def where(error: Exception) -> str:
    """Say where it went wrong; never the error's own words, which may hold a record's values."""
    frames = traceback.extract_tb(error.__traceback__)[-12:]
    return " < ".join(f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in reversed(frames))
