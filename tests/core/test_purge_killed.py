"""A purge killed with SIGKILL: what is left is whole, and the next one goes on from there."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

FILES = 60

SCRIPT = (
    f"FILES = {FILES}"
    + """
import io, os, sys
import django
django.setup()
from datetime import timedelta
from django.utils import timezone
from django_scopes import scope, scopes_disabled
from goodoffices.core import evidence
from goodoffices.core.audit import guards
from goodoffices.core.evidence import purging
from goodoffices.core.models import Evidence, Handling, Programme, StoredFile
from goodoffices.core.services import retention

def slowly(done):
    print(done, flush=True)

retention.SLICE = 3
if sys.argv[1] == "fill":
    with scopes_disabled():
        programme = Programme.objects.create(slug="talmora")
    with scope(programme=programme):
        Handling.objects.create(
            programme=programme, kind="core.evidence", keep_days=365, purges=True
        )
        for number in range(FILES):
            content = io.BytesIO(b"file %d" % number)
            made = evidence.store(content, programme=programme, name="a", by=None, tlp=1)
            os.utime(evidence.path(made.file), (0, 0))
        with guards.lifted():
            Evidence.objects.update(received_at=timezone.now() - timedelta(days=400))
elif sys.argv[1] == "purge":
    with scopes_disabled():
        programme = Programme.objects.get()
    with scope(programme=programme):
        if len(sys.argv) > 2:  # in the middle of removing bytes
            unlink, left = purging._unlink, [int(sys.argv[2])]
            def dying(file):
                unlink(file)
                left[0] -= 1
                if not left[0]:
                    os.kill(os.getpid(), 9)
            purging._unlink = dying
        retention.purge(programme, by=None, told=slowly)
else:
    with scopes_disabled():
        for one in evidence.check():
            print(one.kind, one.sha256)
        for fault in evidence.follow():
            print(fault.message)
        for file in StoredFile.objects.filter(purged_at=None):
            if not evidence.path(file).exists():
                print("claims bytes that are gone", file.sha256)
"""
)


def start(folder: Path, *what: str) -> subprocess.Popen[str]:
    """Start a process of its own on the folder's SQLite database."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("GOODOFFICES_")}
    own = {
        "DJANGO_SETTINGS_MODULE": "goodoffices.web.settings",
        "GOODOFFICES_DATA": str(folder),
        "GOODOFFICES_DEBUG": "yes",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    command = [sys.executable, "-c", SCRIPT, *what]
    return subprocess.Popen(command, env=kept | own, stdout=subprocess.PIPE, text=True)


@pytest.fixture
def folder(tmp_path: Path, lay: Callable[[Path], Path]) -> Path:
    """Return the folder of an installation with files whose time is over."""
    assert start(lay(tmp_path), "fill").wait(120) == 0
    return tmp_path


def count(folder: Path, column: str) -> int:
    """Count the stored files of which a column says when."""
    with closing(sqlite3.connect(folder / "goodoffices.sqlite3")) as base:
        base.row_factory = sqlite3.Row
        rows = base.execute("SELECT purged_at, removed_at FROM core_storedfile").fetchall()
    return sum(row[column] is not None for row in rows)


def faults(folder: Path) -> str:
    said, _none = start(folder, "look").communicate(timeout=120)
    return said


def on_disk(folder: Path) -> int:
    return sum(1 for path in (folder / "evidence").rglob("*") if path.is_file())


def test_killed_between_two_slices_it_goes_on(folder: Path) -> None:
    first = start(folder, "purge")
    assert first.stdout is not None
    for line in first.stdout:
        if int(line) >= 12:
            break
    os.kill(first.pid, signal.SIGKILL)
    first.wait(10)
    gone = count(folder, "purged_at")
    assert 12 <= gone < FILES
    assert faults(folder) == ""
    assert start(folder, "purge").wait(120) == 0
    assert (count(folder, "removed_at"), on_disk(folder)) == (FILES, 0)
    assert faults(folder) == ""


def test_killed_while_bytes_go_it_goes_on(folder: Path) -> None:
    began = time.monotonic()
    assert start(folder, "purge", "7").wait(120) == -signal.SIGKILL
    assert time.monotonic() - began < 120
    assert (count(folder, "removed_at"), on_disk(folder)) == (6, FILES - 7)
    assert faults(folder) == ""
    assert start(folder, "purge").wait(120) == 0
    assert (count(folder, "removed_at"), on_disk(folder)) == (FILES, 0)
    assert faults(folder) == ""
