"""A worker killed with SIGKILL again and again: every submission is one report, none is lost."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

MANY, BATCH = 100, 5

SCRIPT = """
import sys
import django
django.setup()
from django_scopes import scope, scopes_disabled
from goodoffices.monitor.services.submissions import taking
taking.BATCH = int(sys.argv[2])

def fill(number):
    from goodoffices.core.models import Membership, Programme
    from tests.cast import make_cast
    from tests.field.builders import incident_form, make_device, send, xml_of
    with scopes_disabled():
        cast = make_cast()
    with scope(programme=cast.programme):
        incident_form(cast)
        device = make_device(cast)
        for n in range(number):
            send(cast, xml_of(instance_id=f"uuid:{n}"), {"1.jpg": b"photo %d" % n}, device=device)
        for n in range(0, number, 10):
            edit = xml_of(instance_id=f"uuid:e{n}", deprecated=f"uuid:{n}")
            send(cast, edit, device=device)

if sys.argv[1] == "fill":
    fill(int(sys.argv[3]))
elif sys.argv[1] == "verify":
    from goodoffices.core import audit, evidence
    assert all(one.finding is None for one in audit.verify())
    assert list(evidence.check()) == []
else:
    import time
    from goodoffices.core.jobs.worker import work
    from goodoffices.core.models import Job
    work(until_idle=True)
    with scopes_disabled():  # a job that follows one at work is due only a moment later
        while Job.objects.filter(state=Job.State.WAITING).exists():
            time.sleep(0.05)
            work(until_idle=True)
"""


def start(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    """Start the program in a process of its own, on the folder's SQLite database."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("GOODOFFICES_")}
    own = {
        "DJANGO_SETTINGS_MODULE": "goodoffices.web.settings",
        "GOODOFFICES_DATA": str(folder),
        "GOODOFFICES_DEBUG": "yes",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    what, *more = arguments
    return subprocess.Popen([sys.executable, "-c", SCRIPT, what, str(BATCH), *more], env=kept | own)


def asked(folder: Path, question: str) -> int:
    """Ask the database as it stands on disk for one number."""
    with sqlite3.connect(folder / "goodoffices.sqlite3", timeout=20) as base:
        return int(base.execute(question).fetchone()[0])


REPORTS = "SELECT count(*) FROM monitor_report"


def killed_at(folder: Path, number: int) -> bool:
    """Let a worker run until so many reports are there, and kill it whatever it is doing.

    Returns whether it was at work; on a busy machine it may have come to its end before.
    """
    running = start(folder, "work")
    deadline = time.monotonic() + 60
    while asked(folder, REPORTS) < number and time.monotonic() < deadline:
        ended = running.poll() is not None
        assert not ended or asked(folder, REPORTS) >= number, "the worker left work behind"
        time.sleep(0.002)
    time.sleep(random.uniform(0, 0.03))
    running.kill()
    return running.wait(10) == -signal.SIGKILL


def whole(folder: Path) -> dict[str, int]:
    """Count what must be there once a submission."""
    questions = {
        "reports": REPORTS,
        "submissions": "SELECT count(DISTINCT submission_id) FROM monitor_report",
        "ids": "SELECT count(DISTINCT external_id) FROM monitor_report",
        "versions": "SELECT count(*) FROM monitor_reportversion",
        "types": "SELECT count(*) FROM monitor_claim WHERE kind = 'type'",
        "incidents": "SELECT count(*) FROM monitor_incident",
        "links": "SELECT count(*) FROM monitor_reportlink",
        "files": "SELECT count(*) FROM monitor_reportevidence",
        "evidence": "SELECT count(*) FROM core_evidence",
        "found": "SELECT count(*) FROM search_report",
        "mapped": "SELECT count(*) FROM field_submission WHERE mapping_state = 'mapped'",
        "logged": "SELECT count(*) FROM core_auditentry WHERE action = 'monitor.report.received'",
    }
    return {name: asked(folder, question) for name, question in questions.items()}


def fill(folder: Path, number: int) -> Path:
    """Make an installation in which so many submissions wait."""
    assert start(folder, "fill", str(number)).wait(600) == 0
    return folder


def killed_on_the_way(folder: Path, times: int, number: int) -> None:
    """Kill the worker so many times, and let one finish; everything is there once."""
    chance = random.Random(1)
    at_work = 0
    for point in sorted(chance.randrange(1, number * 2 // 3) for _ in range(times)):
        at_work += killed_at(folder, point)
        now = whole(folder)
        assert len(set(now.values())) == 1, f"a batch is there whole or not at all: {now}"
    assert at_work > times // 2
    assert start(folder, "work").wait(300) == 0
    assert whole(folder) == dict.fromkeys(now, number)
    assert asked(folder, "SELECT count(*) FROM field_submission WHERE flags != '[]'") == 0
    assert start(folder, "verify").wait(300) == 0


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory, lay: Callable[[Path], Path]) -> Path:
    """Return the folder of an installation in which submissions wait."""
    return fill(lay(tmp_path_factory.mktemp("waiting")), MANY)


def test_killed_again_and_again_nothing_is_lost_or_doubled(filled: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(filled, tmp_path / "killed")
    killed_on_the_way(folder, 4, MANY)  # more often than a job is begun


@pytest.mark.slow
def test_killed_a_hundred_times(tmp_path: Path, lay: Callable[[Path], Path]) -> None:
    killed_on_the_way(fill(lay(tmp_path), 3000), 100, 3000)


def test_two_workers_side_by_side_make_each_report_once(filled: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(filled, tmp_path / "two")
    with sqlite3.connect(folder / "goodoffices.sqlite3") as base:
        base.execute(
            "INSERT INTO core_job (programme_id, code, kind, arguments, state, done, note,"
            " error_code, error, result, worker, attempts, created_at)"
            " SELECT programme_id, 'second', kind, arguments, state, done, note, error_code,"
            " error, result, worker, attempts, created_at FROM core_job LIMIT 1"
        )
    running = [start(folder, "work") for _ in range(2)]
    assert [one.wait(120) for one in running] == [0, 0]
    now = whole(folder)
    assert now == dict.fromkeys(now, MANY)
