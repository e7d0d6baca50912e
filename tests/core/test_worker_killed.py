"""A worker killed with SIGKILL in the middle of a job: the next one takes the job up again."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

SCRIPT = """
import sys, time
import django
django.setup()
from django_scopes import scopes_disabled
from goodoffices.core import jobs
from goodoffices.core.jobs.worker import work
from goodoffices.core.models import Programme

@jobs.job("core.slow")
def slow(job, progress):
    for step in range(1, 40 if job.attempts == 1 else 3):
        progress.advance(step, 40)
        time.sleep(0.1 if job.attempts == 1 else 0)
    return {"attempt": job.attempts}

if sys.argv[1] == "enqueue":
    with scopes_disabled():
        programme = Programme.objects.create(slug="talmora")
        jobs.enqueue("core.slow", programme=programme, by=None)
else:
    work(until_idle=True)
"""


def start(folder: Path, what: str) -> subprocess.Popen[bytes]:
    """Start a process of its own on the folder's SQLite database."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("GOODOFFICES_")}
    own = {
        "DJANGO_SETTINGS_MODULE": "goodoffices.web.settings",
        "GOODOFFICES_DATA": str(folder),
        "GOODOFFICES_DEBUG": "yes",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    return subprocess.Popen([sys.executable, "-c", SCRIPT, what], env=kept | own)


@pytest.fixture
def folder(tmp_path: Path, lay: Callable[[Path], Path]) -> Path:
    """Return the folder of an installation in which a job waits."""
    assert start(lay(tmp_path), "enqueue").wait(60) == 0
    return tmp_path


def row(folder: Path) -> tuple[str, int, int, str]:
    """Read the job as it stands on disk."""
    with sqlite3.connect(folder / "goodoffices.sqlite3") as base:
        found: tuple[str, int, int, str] = base.execute(
            "SELECT state, attempts, done, result FROM core_job"
        ).fetchone()
        return found


def test_a_job_of_a_killed_worker_is_taken_up_again(folder: Path) -> None:
    first = start(folder, "work")
    deadline = time.monotonic() + 30
    while row(folder)[2] < 2 and time.monotonic() < deadline:
        time.sleep(0.05)
    os.kill(first.pid, signal.SIGKILL)
    first.wait(10)
    state, attempts, done, _ = row(folder)
    assert (state, attempts) == ("running", 1)
    assert 0 < done < 39
    assert start(folder, "work").wait(60) == 0
    assert row(folder) == ("done", 2, 40, '{"attempt": 2}')


def test_a_worker_asked_to_stop_gives_the_job_back(folder: Path) -> None:
    first = start(folder, "work")
    deadline = time.monotonic() + 30
    while row(folder)[0] != "running" and time.monotonic() < deadline:
        time.sleep(0.05)
    os.kill(first.pid, signal.SIGTERM)
    assert first.wait(10) == 0
    assert row(folder)[:2] == ("waiting", 0)


@pytest.mark.parametrize("workers", [3])
def test_several_workers_run_a_job_once(folder: Path, workers: int) -> None:
    running = [start(folder, "work") for _ in range(workers)]
    assert [process.wait(60) for process in running] == [0] * workers
    assert row(folder)[:2] == ("done", 1)
