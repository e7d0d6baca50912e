"""Background work: done once, taken up again when its worker dies, cancelled when asked."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from goodoffices.codebook.errors import Conflict, InvalidInput
from goodoffices.core import jobs
from goodoffices.core.jobs import chores
from goodoffices.core.jobs.identity import Identity, is_gone
from goodoffices.core.jobs.progress import WRITE_EVERY
from goodoffices.core.jobs.queue import claim, recover
from goodoffices.core.jobs.worker import work
from goodoffices.core.models import AuditEntry, Job, Place
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path


@pytest.fixture
def kind() -> Iterator[Any]:
    """Register the work of the kind ``core.test`` for one test."""

    def register(function: Any) -> None:
        jobs.KINDS["core.test"] = jobs.Kind("core.test", "Test", function)

    yield register
    jobs.KINDS.pop("core.test", None)


def enqueued(cast: Cast, **arguments: Any) -> Job:
    with scope(programme=cast.programme):
        return jobs.enqueue(
            "core.test",
            programme=cast.programme,
            by=cast.director.user,
            arguments=arguments,
        )


def again(job: Job) -> Job:
    with scopes_disabled():
        return Job.objects.get(pk=job.pk)


def test_a_worker_does_the_work_in_the_programmes_scope(cast: Cast, kind: Any) -> None:
    def count(job: Job, progress: jobs.Progress) -> dict[str, Any]:
        progress.advance(1, 2, "half")
        return {"places": Place.objects.count(), "given": job.arguments["given"]}

    kind(count)
    job = enqueued(cast, given=7)
    assert work(until_idle=True) == 1
    job = again(job)
    assert (job.state, job.done, job.total, job.attempts) == ("done", 2, 2, 1)
    assert job.result == {"places": 0, "given": 7}


def test_progress_is_on_record_while_the_work_runs(
    cast: Cast, kind: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("goodoffices.core.jobs.progress.WRITE_EVERY", 0)
    seen = []

    def look(job: Job, progress: jobs.Progress) -> dict[str, Any]:
        progress.advance(3, 10, "rows")
        if connection.vendor == "sqlite":
            seen.append(again(job))
        return {}

    kind(look)
    told: list[Any] = []
    with scope(programme=cast.programme):
        jobs.run_now(enqueued(cast), told=lambda *step: told.append(step))
    assert told == [(3, 10, "rows")]
    assert [(job.done, job.total, job.note) for job in seen] in ([(3, 10, "rows")], [])


def test_our_own_errors_are_shown_as_they_are(cast: Cast, kind: Any) -> None:
    def refuse(job: Job, progress: jobs.Progress) -> dict[str, Any]:
        raise InvalidInput("The file has no header. Send one with a header.", code="no-header")

    kind(refuse)
    job = enqueued(cast)
    work(until_idle=True)
    job = again(job)
    assert (job.state, job.error_code, job.attempts) == ("failed", "no-header", 1)
    assert job.error.startswith("The file has no header")


def test_an_unexpected_error_leaks_nothing(
    cast: Cast, kind: Any, caplog: pytest.LogCaptureFixture
) -> None:
    def break_down(job: Job, progress: jobs.Progress) -> dict[str, Any]:
        raise KeyError("Nadia Example, phone 0599")

    kind(break_down)
    job = enqueued(cast)
    with caplog.at_level(logging.DEBUG):
        work(until_idle=True)
    job = again(job)
    assert (job.state, job.error_code) == ("failed", "unexpected")
    assert "Nadia" not in job.error + caplog.text
    assert "KeyError" in caplog.text
    assert "test_jobs.py" in caplog.text


def test_a_database_that_is_away_is_tried_three_times(cast: Cast, kind: Any) -> None:
    def stumble(job: Job, progress: jobs.Progress) -> dict[str, Any]:
        raise OperationalError("database is locked")

    kind(stumble)
    job = enqueued(cast)
    assert work(until_idle=True) == 3
    job = again(job)
    assert (job.state, job.error_code, job.attempts) == ("failed", "database-away", 3)


def test_the_job_of_a_dead_worker_is_taken_up_at_most_three_times(cast: Cast, kind: Any) -> None:
    kind(lambda job, progress: {})
    job = enqueued(cast)
    for attempt in (1, 2, 3):
        dead = Identity()  # never took its lock: as after a kill
        dead._path.parent.mkdir(exist_ok=True)
        dead._path.touch()
        taken = claim(dead)
        assert taken is not None
        assert taken.attempts == attempt
        assert recover() == 1
    job = again(job)
    assert (job.state, job.error_code) == ("failed", "worker-lost")


def test_the_job_of_a_living_worker_is_left_alone(cast: Cast, kind: Any) -> None:
    kind(lambda job, progress: {})
    job = enqueued(cast)
    with Identity() as alive:
        assert claim(alive) is not None
        assert claim(alive) is None
        assert is_gone(alive.name) is False
        assert recover() == 0
    assert again(job).state == "running"


def test_a_waiting_job_is_cancelled_at_once(cast: Cast, kind: Any) -> None:
    kind(lambda job, progress: {})
    job = enqueued(cast)
    with scope(programme=cast.programme):
        jobs.cancel(job, by=cast.director.user)
        assert AuditEntry.objects.get().action == "core.job.cancelled"
    assert job.state == "cancelled"
    assert work(until_idle=True) == 0


def test_a_running_job_ends_at_its_next_step(
    cast: Cast, kind: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("goodoffices.core.jobs.progress.WRITE_EVERY", 0)
    reached = []

    def long(job: Job, progress: jobs.Progress) -> dict[str, Any]:
        progress.advance(1, 9)
        jobs.cancel(job, by=cast.director.user)
        try:
            for step in range(2, 10):
                progress.advance(step, 9)
                reached.append(step)
                if connection.vendor == "postgresql":
                    progress.write()
        except Exception:
            reached.append(-1)
        return {}

    kind(long)
    job = enqueued(cast)
    work(until_idle=True)
    job = again(job)
    assert job.state == "cancelled"
    assert -1 not in reached
    assert 9 not in reached


def test_a_worker_told_to_stop_gives_its_job_back(cast: Cast, kind: Any) -> None:
    import threading

    stop = threading.Event()

    def long(job: Job, progress: jobs.Progress) -> dict[str, Any]:
        stop.set()
        progress.advance(1)
        return {}

    kind(long)
    job = enqueued(cast)
    work(until_idle=True, stop=stop)
    job = again(job)
    assert (job.state, job.attempts, job.worker) == ("waiting", 0, "")


def test_work_taken_over_meanwhile_writes_nothing(cast: Cast, kind: Any) -> None:
    def slow(job: Job, progress: jobs.Progress) -> dict[str, Any]:
        with scopes_disabled():
            Job.objects.filter(pk=job.pk).update(worker=other.name, attempts=2)
        progress.write()
        progress.advance(5)
        return {"never": True}

    kind(slow)
    job = enqueued(cast)
    with Identity() as other:
        work(until_idle=True)
    job = again(job)
    assert (job.state, job.worker, job.result) == ("running", other.name, {})


def test_two_cannot_run_the_same_job(cast: Cast, kind: Any) -> None:
    kind(lambda job, progress: {})
    job = enqueued(cast)
    assert jobs.run_now(job).state == "done"
    with pytest.raises(Conflict):
        jobs.run_now(job)


def test_work_done_here_is_on_record(cast: Cast, kind: Any) -> None:
    kind(lambda job, progress: {"n": 1})
    with scope(programme=cast.programme):
        job = jobs.run_here("core.test", programme=cast.programme, by=None)
    assert (job.state, job.result, job.worker.split("-")[0]) == ("done", {"n": 1}, "command")


def test_an_unknown_kind_is_refused(cast: Cast) -> None:
    with scope(programme=cast.programme), pytest.raises(ValueError, match="registered"):
        jobs.enqueue("core.nonsense", programme=cast.programme, by=None)


def test_steps_in_a_tight_loop_are_not_all_written(
    cast: Cast, kind: Any, django_assert_max_num_queries: Any
) -> None:
    def loop(job: Job, progress: jobs.Progress) -> dict[str, Any]:
        with django_assert_max_num_queries(4):
            for step in range(1000):
                progress.advance(step, 1000)
        return {}

    assert WRITE_EVERY >= 0.2
    kind(loop)
    assert jobs.run_now(enqueued(cast)).state == "done"


def test_work_put_off_waits_for_its_time(cast: Cast, kind: Any) -> None:
    done: list[str] = []
    kind(lambda job, progress: done.append(job.arguments["given"]) or {})
    later = enqueued(cast, given="later")
    put_off(later, minutes=5)
    enqueued(cast, given="now")
    assert work(until_idle=True) == 1
    assert done == ["now"]
    put_off(later, minutes=-1)
    assert work(until_idle=True) == 1
    assert done == ["now", "later"]


def put_off(job: Job, *, minutes: int) -> None:
    with scopes_disabled():
        moment = timezone.now() + timedelta(minutes=minutes)
        Job.objects.filter(pk=job.pk).update(not_before=moment)


def test_chores_are_done_when_no_job_waits(
    cast: Cast, kind: Any, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that fails is logged and keeps nobody from the others, nor from the next job."""
    done: list[str] = []

    def fails() -> None:
        raise ValueError("what a record says")

    monkeypatch.setattr(chores, "CHORES", [])
    for chore in (fails, lambda: done.append("swept"), fails):
        jobs.chore(chore)
    assert len(chores.CHORES) == 2
    with caplog.at_level(logging.ERROR):
        assert work(until_idle=True) == 0
    assert done == ["swept"]
    assert "the chore fails met ValueError" in caplog.text
    assert "what a record says" not in caplog.text
