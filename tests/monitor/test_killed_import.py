"""An import killed with SIGKILL half-way goes on where it stood: every row once, none lost."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.monitor.services.test_loading import event, table

ROWS = 2_000

SCRIPT = """
import sys
import django
django.setup()
from goodoffices.monitor.services import loading
loading.CHUNK = 100
from goodoffices.cli import app
from goodoffices.core.jobs.worker import work
if sys.argv[1] == "work":
    work(until_idle=True)
else:
    app(sys.argv[1:])
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
    return subprocess.Popen(
        [sys.executable, "-c", SCRIPT, *arguments],
        env=kept | own,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def asked(folder: Path, question: str) -> list[tuple[int, ...]]:
    """Ask the database as it stands on disk."""
    with sqlite3.connect(folder / "goodoffices.sqlite3", timeout=20) as base:
        return base.execute(question).fetchall()


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory, lay: Callable[[Path], Path]) -> Path:
    """Return the folder of an installation whose import was killed half-way."""
    tmp_path = lay(tmp_path_factory.mktemp("killed"))
    (tmp_path / "pw").write_text("a long phrase nobody uses\n")
    (tmp_path / "events.csv").write_bytes(table(event(n) for n in range(1, ROWS + 1)))
    options = ["--programme", "talmora", "--name", "T", "--email", "a@example.org"]
    more = ["--person", "Ada Min", "--password-file", str(tmp_path / "pw")]
    assert start(tmp_path, "init", *options, *more).wait(60) == 0
    running = start(tmp_path, "load", "ucdp-ged", str(tmp_path / "events.csv"))
    deadline = time.monotonic() + 60
    done = 0
    while done < 300 and time.monotonic() < deadline:
        found = asked(tmp_path, "SELECT rows_done FROM monitor_import")
        done = found[0][0] if found else 0
        time.sleep(0.01)
    os.kill(running.pid, signal.SIGKILL)
    running.wait(10)
    return tmp_path


@pytest.fixture
def killed(scene: Path, tmp_path: Path) -> Path:
    """Return a copy of that folder, so that each test goes on from the same moment."""
    return shutil.copytree(scene, tmp_path / "killed")


def whole(folder: Path) -> list[int]:
    """Count what must be there once per row."""
    questions = (
        "SELECT count(DISTINCT external_id) FROM monitor_report",
        "SELECT count(*) FROM monitor_report",
        "SELECT count(*) FROM monitor_reportversion",
        "SELECT count(*) FROM monitor_incident",
        "SELECT count(*) FROM monitor_reportlink",
        "SELECT count(*) FROM monitor_claim WHERE kind = 'toll'",
        "SELECT count(*) FROM search_incident",
        "SELECT rows_done FROM monitor_import",
        "SELECT added FROM monitor_import",
    )
    return [asked(folder, question)[0][0] for question in questions]


def test_the_next_worker_finishes_a_killed_import(killed: Path) -> None:
    before = whole(killed)
    assert 300 <= before[0] < ROWS
    assert len(set(before)) == 1, "a chunk is there whole, with its count, or not at all"
    assert start(killed, "work").wait(120) == 0
    assert whole(killed) == [ROWS] * 9
    assert asked(killed, "SELECT state FROM core_job") == [("done",)]


def test_the_same_command_again_goes_on(killed: Path) -> None:
    assert start(killed, "load", "ucdp-ged", str(killed / "events.csv")).wait(120) == 0
    assert whole(killed) == [ROWS] * 9
    assert asked(killed, "SELECT count(*) FROM monitor_import") == [(1,)]
