"""Several workers on PostgreSQL: each job once, progress told from inside a transaction."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone
from django_scopes import scopes_disabled

from goodoffices.core import jobs
from goodoffices.core.jobs.identity import Identity
from goodoffices.core.jobs.queue import SILENT, claim, recover
from goodoffices.core.jobs.worker import work
from goodoffices.core.models import Job
from tests.cast import Cast

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _here(settings: Any, tmp_path: Path) -> Iterator[None]:
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL; run by make postgres")
    settings.DATA = tmp_path
    yield
    jobs.KINDS.pop("core.test", None)


def register(function: Callable[[Job, jobs.Progress], dict[str, Any]]) -> None:
    jobs.KINDS["core.test"] = jobs.Kind("core.test", "Test", function)


def enqueue(cast: Cast, count: int = 1) -> list[Job]:
    with scopes_disabled():
        return [jobs.enqueue("core.test", programme=cast.programme, by=None) for _ in range(count)]


def aside(function: Callable[[], object]) -> threading.Thread:
    """Run something in a thread with a connection of its own."""

    def run() -> None:
        try:
            function()
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def row(job: Job) -> Job:
    with scopes_disabled():
        return Job.objects.get(pk=job.pk)


def test_workers_side_by_side_do_each_job_once(cast: Cast) -> None:
    done: list[int] = []

    def note(job: Job, progress: jobs.Progress) -> dict[str, Any]:
        done.append(job.pk)
        return {}

    register(note)
    made = enqueue(cast, 30)
    workers = [aside(lambda: work(until_idle=True)) for _ in range(3)]
    for worker in workers:
        worker.join(60)
    assert sorted(done) == [job.pk for job in made]
    assert {row(job).state for job in made} == {"done"}


def test_a_job_another_is_just_taking_is_passed_over(cast: Cast) -> None:
    register(lambda job, progress: {})
    first, second = enqueue(cast, 2)
    taken: list[Job | None] = []
    with Identity() as here, transaction.atomic(), scopes_disabled():
        Job.objects.select_for_update().get(pk=first.pk)
        aside(lambda: taken.append(claim(here))).join(10)
    assert [job.pk for job in taken if job] == [second.pk]


def test_progress_and_heartbeat_are_seen_while_the_work_sits_in_a_transaction(cast: Cast) -> None:
    reached, go_on = threading.Event(), threading.Event()

    def long(job: Job, progress: jobs.Progress) -> dict[str, Any]:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            progress.advance(7, 10, "rows")
            reached.set()
            go_on.wait(20)
        return {}

    register(long)
    (job,) = enqueue(cast)
    worker = aside(lambda: work(until_idle=True))
    assert reached.wait(20)
    for _ in range(100):
        seen = row(job)
        if seen.done == 7:
            break
        threading.Event().wait(0.05)
    go_on.set()
    worker.join(20)
    assert (seen.done, seen.total, seen.note, seen.state) == (7, 10, "rows", "running")
    assert row(job).state == "done"


def test_a_running_job_is_cancelled_from_outside(cast: Cast) -> None:
    reached = threading.Event()

    def endless(job: Job, progress: jobs.Progress) -> dict[str, Any]:
        for step in range(10**9):
            progress.advance(step)
            reached.set()
            threading.Event().wait(0.02)
        return {}

    register(endless)
    (job,) = enqueue(cast)
    worker = aside(lambda: work(until_idle=True))
    assert reached.wait(20)
    with scopes_disabled():
        jobs.cancel(row(job), by=cast.director.user)
    worker.join(30)
    assert row(job).state == "cancelled"


def test_the_job_of_a_worker_elsewhere_is_taken_up_after_a_silence(cast: Cast) -> None:
    register(lambda job, progress: {})
    (job,) = enqueue(cast)
    with scopes_disabled():
        own = Job.objects.filter(pk=job.pk)
        own.update(state="running", worker="worker-far-1", heartbeat_at=timezone.now())
        assert recover() == 0
        own.update(heartbeat_at=timezone.now() - SILENT - timedelta(seconds=1))
        assert recover() == 1
    assert row(job).state == "waiting"
