"""Which process runs a job, and whether it is still alive.

Each process that runs jobs holds a lock on a file of its own in ``<data>/workers``; the system
lets go of the lock when the process dies, however it dies. Whoever can take that lock knows that
the owner is gone, at once and without guessing from clocks.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import socket
from pathlib import Path
from types import TracebackType

from django.conf import settings


class Identity:
    """This process as a runner of jobs; a context manager that holds its lock file."""

    def __init__(self, role: str = "worker") -> None:
        host = socket.gethostname()[:40]
        self.name = f"{role}-{host}-{os.getpid()}-{secrets.token_hex(4)}"
        self._path = _folder() / self.name
        self._file: int | None = None

    def __enter__(self) -> Identity:
        """Take the lock."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._file = os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600)
        fcntl.flock(self._file, fcntl.LOCK_EX)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let go of the lock and take the file away."""
        if self._file is not None:
            self._path.unlink(missing_ok=True)
            os.close(self._file)
            self._file = None


def is_gone(name: str) -> bool | None:
    """Say whether the process of that name is gone; None when its file is not on this machine."""
    if not name or "/" in name:
        return None
    path = _folder() / name
    try:
        file = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return None if _elsewhere(name) else True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    else:
        path.unlink(missing_ok=True)
        return True
    finally:
        os.close(file)


def _elsewhere(name: str) -> bool:
    """Say whether the process may live on a machine (or container) whose files we do not see."""
    from django.db import connection

    return connection.vendor == "postgresql"


def _folder() -> Path:
    return Path(settings.DATA) / "workers"
