"""Run a command with a throw-away PostgreSQL: ``with_postgres.py COMMAND ...``.

The cluster lives in a temporary folder, listens on the loopback address on a port of its own,
is reached through GOODOFFICES_DATABASE, and is stopped and removed whatever the command does.
PostgreSQL refuses to run as root; there, the server runs as Debian's user ``postgres``.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

SPEED = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60")
DURABLE = ("fsync=on", "synchronous_commit=on", "max_connections=60")


def binaries() -> Path:
    """Return the folder of the newest server that Debian has installed."""
    found = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(found, key=lambda path: int(path.parts[-3]), default=None)
    if newest is None:
        sys.exit("This needs PostgreSQL. On Debian: apt-get install postgresql")
    return newest.parent


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def as_server(command: list[str]) -> list[str]:
    """Return the command to run as the server's user: ourselves, unless we are root."""
    return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else command


def call(*command: str) -> None:
    """Run one of the server's own programs; show what it said when it fails."""
    done = subprocess.run(as_server(list(command)), cwd="/", text=True, capture_output=True)
    if done.returncode:
        sys.exit(f"{Path(command[0]).name} failed:\n{done.stdout}{done.stderr}")


class Cluster:
    """A cluster of its own in a temporary folder, on a port of its own."""

    def __init__(self, settings: Sequence[str] = SPEED) -> None:
        self._programs = binaries()
        self.folder = Path(tempfile.mkdtemp(prefix="goodoffices-postgres-"))
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres")
        self._data, self._port = self.folder / "data", free_port()
        self._options = f"-p {self._port} -c listen_addresses=127.0.0.1 -k {self.folder} "
        self._options += " ".join(f"-c {setting}" for setting in settings)
        make = ["-U", "goodoffices", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"]
        call(str(self._programs / "initdb"), "-D", str(self._data), *make)
        self.address = f"postgresql://goodoffices@127.0.0.1:{self._port}/postgres"

    def start(self) -> None:
        """Start the server and wait until it answers."""
        self._pg_ctl("-l", str(self.folder / "log"), "-o", self._options, "start")

    def stop(self) -> None:
        """Stop the server without ceremony."""
        self._pg_ctl("-m", "immediate", "stop")

    def kill(self) -> None:
        """End the server and all its children as a power cut would."""
        first = int((self._data / "postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
        for pid in [first, *map(int, children)]:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        while any(Path(f"/proc/{pid}").exists() for pid in [first, *children]):
            time.sleep(0.02)

    def remove(self) -> None:
        """Take the folder away."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _pg_ctl(self, *words: str) -> None:
        call(str(self._programs / "pg_ctl"), "-D", str(self._data), "-w", *words)


@contextmanager
def cluster(settings: Sequence[str] = SPEED) -> Iterator[str]:
    """Start a cluster, hand out the address of its database, stop it at the end."""
    made = Cluster(settings)
    try:
        made.start()
        try:
            yield made.address
        finally:
            made.stop()
    finally:
        made.remove()


def _stop(number: int, frame: object) -> None:
    raise SystemExit(128 + number)


def main(command: list[str]) -> int:
    """Run the command with GOODOFFICES_DATABASE set; return its exit code."""
    signal.signal(signal.SIGTERM, _stop)
    with cluster() as address:
        environment = os.environ | {"GOODOFFICES_DATABASE": address}
        return subprocess.run(command, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
