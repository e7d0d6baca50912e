"""The program as processes: a web server and a worker that start, live and stop together."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from types import FrameType

from goodoffices.codebook.errors import GoodOfficesError

START_SECONDS = 60
STOP_SECONDS = 15
RESTART_SECONDS = 2


class CannotServe(GoodOfficesError):
    """The program could not be started as asked; the message says what stood in the way."""

    code = "cannot-serve"
    exit_code = 7


def require_free_port(host: str, port: int, *, how: str) -> None:
    """Raise CannotServe when another program listens there; ``how`` says how to take another."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CannotServe(
                f"Port {port} cannot be used ({error.strerror or error}). Take another one: {how}"
            ) from error


def web_command(*, host: str, port: int, workers: int, threads: int) -> list[str]:
    """Return the command of the web server: gunicorn, loaded once and then divided."""
    where = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    command = [sys.executable, "-m", "gunicorn", "goodoffices.web.wsgi:application"]
    command += ["--bind", where, "--workers", str(workers), "--threads", str(threads)]
    command += ["--preload", "--log-level", "warning", "--no-control-socket"]
    command += ["--timeout", "120", "--graceful-timeout", "10", "--keep-alive", "5"]
    if os.path.isdir("/dev/shm"):  # noqa: S108 - a heartbeat file, which must not touch the disk
        command += ["--worker-tmp-dir", "/dev/shm"]  # noqa: S108
    return command


def worker_command() -> list[str]:
    """Return the command of a worker for background tasks."""
    return [sys.executable, "-m", "goodoffices.cli", "worker"]


@dataclass(slots=True)
class Child:
    """One process of ours. A worker that dies is started again: its task is taken up anew."""

    name: str
    command: Sequence[str]
    restart: bool = False
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def start(self, environment: Mapping[str, str]) -> None:
        """Start the process; it ends when we end, however we end."""
        self.process = subprocess.Popen(  # noqa: S603
            list(self.command), env=dict(environment), start_new_session=True, preexec_fn=_with_us
        )

    @property
    def exit_code(self) -> int | None:
        """How it ended, or None while it runs."""
        return self.process.poll() if self.process else None

    def signal(self, number: int) -> None:
        """Send a signal to the process, if it still runs."""
        if self.process and self.process.poll() is None:
            with suppress(ProcessLookupError):
                self.process.send_signal(number)


def _with_us() -> None:
    """Ask Linux to end this child when its parent dies, so that nothing is left behind."""
    if sys.platform == "linux":
        import ctypes

        set_parent_death_signal = 1
        ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGTERM)


class Household:
    """Processes that run together until one that must not end does, or we are told to stop."""

    def __init__(self, children: Sequence[Child]) -> None:
        self.children = children
        self.told_to_stop = False

    def run(self, *, ready: Callable[[], object], host: str, port: int) -> int:
        """Start all, call ``ready`` when the port answers, wait; return the exit code.

        When ``ready`` returns False, all is stopped at once (a trial run).
        """
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._stop)
        try:
            for child in self.children:
                child.start(os.environ)
            if self._answers(host, port) and ready() is not False:
                return self._watch()
            return self._ended_code()
        finally:
            self._end_all()

    def _stop(self, number: int, frame: FrameType | None) -> None:
        if self.told_to_stop:
            for child in self.children:
                child.signal(signal.SIGKILL)
        self.told_to_stop = True

    def _answers(self, host: str, port: int) -> bool:
        until = time.monotonic() + START_SECONDS
        asked = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
        while not self.told_to_stop and self._ended_code() == 0:
            with suppress(OSError), socket.create_connection((asked, port), timeout=1):
                return True
            if time.monotonic() > until:
                raise CannotServe(f"The web server did not answer within {START_SECONDS} seconds.")
            time.sleep(0.05)
        return False

    def _watch(self) -> int:
        while not self.told_to_stop and self._ended_code() == 0:
            for child in self.children:
                if child.restart and child.exit_code is not None:
                    time.sleep(RESTART_SECONDS)
                    child.start(os.environ)
            time.sleep(0.2)
        return 0 if self.told_to_stop else self._ended_code()

    def _ended_code(self) -> int:
        """Return 0 while all that must run does, else a code that says failure."""
        ended = [c for c in self.children if not c.restart and c.exit_code is not None]
        return abs(ended[0].exit_code or 1) if ended else 0

    def _end_all(self) -> None:
        for child in self.children:
            child.signal(signal.SIGTERM)
        until = time.monotonic() + STOP_SECONDS
        for child in self.children:
            if child.process is None:
                continue
            with suppress(subprocess.TimeoutExpired):
                child.process.wait(timeout=max(0.1, until - time.monotonic()))
            child.signal(signal.SIGKILL)
            child.process.wait()
