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
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
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


@contextmanager
def cluster(settings: Sequence[str] = SPEED) -> Iterator[str]:
    """Start a cluster, hand out the address of its database, stop it at the end."""
    programs = binaries()
    folder = Path(tempfile.mkdtemp(prefix="goodoffices-postgres-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    data, port = folder / "data", free_port()
    options = f"-p {port} -c listen_addresses=127.0.0.1 -k {folder} "
    options += " ".join(f"-c {setting}" for setting in settings)
    make = ["-U", "goodoffices", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"]
    try:
        call(str(programs / "initdb"), "-D", str(data), *make)
        pg_ctl = [str(programs / "pg_ctl"), "-D", str(data), "-w"]
        call(*pg_ctl, "-l", str(folder / "log"), "-o", options, "start")
        try:
            yield f"postgresql://goodoffices@127.0.0.1:{port}/postgres"
        finally:
            call(*pg_ctl, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


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
