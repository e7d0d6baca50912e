"""The empty, migrated database that every test begins with.

Migrating takes many seconds. It is done once for all processes of a run and kept for the next run
of the same source: the kept database has the hash of everything it was made from in its name.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import platform
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
NAME = "goodoffices.sqlite3"


def source() -> str:
    """Return a hash of all a migrated database depends on."""
    found = hashlib.sha256(f"{platform.python_version()} {sqlite3.sqlite_version}".encode())
    program = (ROOT / "src").rglob("*")
    read = [path for path in program if path.suffix in {".py", ".yaml", ".sql"}]
    for path in [*sorted(read), ROOT / "requirements" / "base.txt"]:
        found.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return found.hexdigest()[:20]


def laid(kept: Path) -> Path:
    """Return the migrated database of this source; whichever process needs it first makes it."""
    database = kept / source() / NAME
    with (kept / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not database.exists():
            _forget_older(kept)
            _migrate(database)
    return database


def begin(kept: Path) -> subprocess.Popen[bytes]:
    """Make it in the background, while others still look for the tests."""
    code = "import sys; from pathlib import Path; from tests.laying import laid; "
    code += "laid(Path(sys.argv[1]))"
    return subprocess.Popen([sys.executable, "-c", code, str(kept)], cwd=ROOT)


def pour(database: Path, memory: str) -> sqlite3.Connection:
    """Copy a database into one in memory, which lives as long as the connection returned."""
    poured = sqlite3.connect(memory, uri=True, check_same_thread=False)
    given = sqlite3.connect(database)
    given.backup(poured)
    given.close()
    return poured


def _forget_older(kept: Path) -> None:
    """Keep the three newest: trees of several branches may be tested in turn."""
    databases = sorted(kept.glob(f"*/{NAME}"), key=lambda path: path.stat().st_mtime)
    for database in databases[:-3]:
        shutil.rmtree(database.parent)


def _migrate(database: Path) -> None:
    folder = database.parent.with_name(f"laying-{os.getpid()}")
    own = {"DJANGO_SETTINGS_MODULE": "goodoffices.web.settings", "GOODOFFICES_DEBUG": "yes"}
    own |= {"GOODOFFICES_DATA": str(folder), "PYTHONPATH": os.pathsep.join(sys.path)}
    kept = {k: v for k, v in os.environ.items() if not k.startswith("GOODOFFICES_")}
    command = [sys.executable, "-m", "django", "migrate", "--verbosity=0", "--skip-checks"]
    subprocess.run(command, env=kept | own, check=True)
    folder.rename(database.parent)
