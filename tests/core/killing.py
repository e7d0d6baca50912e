"""An installation whose purge runs in processes of its own, to be killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

FILES = 60

SCRIPT = (
    f"FILES = {FILES}"
    + """
import io, json, os, sys
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
        said = [f"{one.kind} {one.sha256}" for one in evidence.check()]
        said += [fault.message for fault in evidence.follow()]
        for file in StoredFile.objects.filter(purged_at=None):
            if not evidence.path(file).exists():
                said.append(f"claims bytes that are gone {file.sha256}")
        marked = StoredFile.objects.exclude(purged_at=None).count()
        removed = StoredFile.objects.exclude(removed_at=None).count()
    print(json.dumps({"faults": said, "marked": marked, "removed": removed}))
"""
)


class Installation:
    """A data folder with files whose time is over, on SQLite or the PostgreSQL of an address."""

    def __init__(self, folder: Path, database: str = "") -> None:
        self.folder = folder
        kept = {k: v for k, v in os.environ.items() if not k.startswith("GOODOFFICES_")}
        self.environment = kept | {
            "DJANGO_SETTINGS_MODULE": "goodoffices.web.settings",
            "GOODOFFICES_DATA": str(folder),
            "GOODOFFICES_DEBUG": "yes",
            "PYTHONPATH": os.pathsep.join(sys.path),
        }
        if database:
            self.environment["GOODOFFICES_DATABASE"] = database
            command = [sys.executable, "-m", "django", "migrate", "-v", "0"]
            subprocess.run(command, env=self.environment, check=True)
        assert self.start("fill").wait(120) == 0

    def start(self, *what: str) -> subprocess.Popen[str]:
        """Start a process of its own."""
        command = [sys.executable, "-c", SCRIPT, *what]
        return subprocess.Popen(command, env=self.environment, stdout=subprocess.PIPE, text=True)

    def look(self) -> dict[str, Any]:
        """Return how many files are marked and removed, and everything that is not whole."""
        said, _none = self.start("look").communicate(timeout=120)
        found: dict[str, Any] = json.loads(said)
        return found

    def on_disk(self) -> int:
        """Count the files in the store."""
        return sum(path.is_file() for path in (self.folder / "evidence").rglob("*"))


def killed_between_slices(there: Installation) -> None:
    """Kill a purge between two transactions; the next goes on from there."""
    first = there.start("purge")
    assert first.stdout is not None
    for line in first.stdout:
        if int(line) >= 12:
            break
    os.kill(first.pid, signal.SIGKILL)
    first.wait(10)
    left = there.look()
    assert left["faults"] == []
    assert 12 <= left["marked"] < FILES
    goes_on(there)


def killed_while_bytes_go(there: Installation) -> None:
    """Kill a purge after bytes went and before that was noted; the next goes on from there."""
    assert there.start("purge", "7").wait(120) == -signal.SIGKILL
    assert there.look() == {"faults": [], "marked": FILES, "removed": 6}
    assert there.on_disk() == FILES - 7
    goes_on(there)


def goes_on(there: Installation) -> None:
    """Purge to the end: nothing is left on the disk, and nothing is missing."""
    assert there.start("purge").wait(120) == 0
    assert there.look() == {"faults": [], "marked": FILES, "removed": FILES}
    assert there.on_disk() == 0
