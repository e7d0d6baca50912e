"""A whole installation in processes of its own: web server, worker, phones that send over HTTP.

For tests that kill it and for benchmarks; nothing here is a mock.
"""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from goodoffices.web.serving import web_command
from tests.field.posts import instance, multipart

ROOT = Path(__file__).resolve().parents[2]


class Installation:
    """A data folder with a database (SQLite, or the PostgreSQL of the address), and its server."""

    def __init__(
        self, folder: Path, *, database: str = "", phones: int = 2, forms: int = 0
    ) -> None:
        self.folder, self.port = folder, _free_port()
        kept = {k: v for k, v in os.environ.items() if not k.startswith("GOODOFFICES_")}
        self.environment = kept | {
            "DJANGO_SETTINGS_MODULE": "goodoffices.web.settings",
            "GOODOFFICES_DATA": str(folder),
            "GOODOFFICES_DEMO": "yes",
            "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path]),
        }
        if database:
            self.environment["GOODOFFICES_DATABASE"] = database
        founded = self.ask("phones", str(phones), str(forms))
        self.slug, self.secrets = founded["slug"], founded["secrets"]
        self.web: subprocess.Popen[bytes] | None = None
        self.worker: subprocess.Popen[bytes] | None = None

    def where(self, secret: str) -> str:
        """Return the path that a device posts to."""
        return f"/field/{self.slug}/key/{secret}/submission"

    def ask(self, *words: str) -> Any:
        """Return what `tests.field.found` says."""
        command = [sys.executable, "-m", "tests.field.found", *words]
        done = subprocess.run(
            command, env=self.environment, cwd=ROOT, capture_output=True, text=True, check=True
        )
        return json.loads(done.stdout.splitlines()[-1])

    def start(self, *, workers: int = 2, threads: int = 4) -> None:
        """Start the web server, and wait until it answers."""
        command = web_command(host="127.0.0.1", port=self.port, workers=workers, threads=threads)
        self.web = self._run(command)
        for _ in range(600):
            try:
                http.client.HTTPConnection("127.0.0.1", self.port, timeout=1).connect()
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise RuntimeError("The server did not start.")

    def start_worker(self) -> None:
        """Start a worker for background tasks."""
        self.worker = self._run([sys.executable, "-m", "goodoffices.cli", "worker"])

    def _run(self, command: list[str]) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            command,
            env=self.environment,
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def kill(self, process: subprocess.Popen[bytes] | None) -> None:
        """End a process and its children as a power cut would."""
        if process is not None:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(20)

    def end(self) -> None:
        """End everything."""
        self.kill(self.web)
        self.kill(self.worker)


def _free_port() -> int:
    from tools.with_postgres import free_port

    return free_port()


@dataclass
class Sending:
    """One phone that sends reports, one after the other, each until it is acknowledged.

    ``port`` and ``where`` send elsewhere than to the installation.
    ``acknowledged`` are the identifiers answered with 201 or 202; ``times`` seconds a post.
    """

    installation: Installation
    secret: str
    photo: bytes = b""
    port: int = 0
    where: str = ""
    acknowledged: list[str] = field(default_factory=list)
    files: list[tuple[str, str]] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)
    connection: http.client.HTTPConnection | None = None

    def run(self, going: Callable[[], bool]) -> None:
        """Send while it goes on."""
        while going():
            self.one(going)

    def one(self, going: Callable[[], bool] = lambda: True) -> None:
        """Send one report, again and again until somebody says that it arrived."""
        own = f"uuid:{uuid.uuid4()}"
        photo = os.urandom(16) + self.photo if self.photo else b""
        files = {f"{own[5:13]}.jpg": photo} if photo else {}
        xml = instance(instance_id=own, photo=next(iter(files), ""), what="Smoke " * 100)
        kind, body = multipart(xml, files)
        while going():
            begun = time.perf_counter()
            status = self.post(kind, body)
            if status in {201, 202}:
                self.times.append(time.perf_counter() - begun)
                self.acknowledged.append(own)
                self.files += [(own, name) for name in files]
                return
            if status not in {0, 503}:
                raise AssertionError(f"answered {status}")
            time.sleep(0.02)

    def post(self, kind: str, body: bytes) -> int:
        """Return the status of one post; 0 where the server went away."""
        try:
            if self.connection is None:
                self.connection = http.client.HTTPConnection(
                    "127.0.0.1", self.port or self.installation.port, timeout=60
                )
            where = self.where or self.installation.where(self.secret)
            head = {"Content-Type": kind, "X-OpenRosa-Version": "1.0"}
            self.connection.request("POST", where, body, head)
            answer = self.connection.getresponse()
            answer.read()
            status = answer.status
        except (OSError, http.client.HTTPException):
            if self.connection is not None:
                self.connection.close()
            self.connection, status = None, 0
        self.statuses[status] = self.statuses.get(status, 0) + 1
        return status


class Load:
    """Several phones at once, in threads, until told to stop."""

    def __init__(
        self,
        installation: Installation,
        clients: int,
        photo: bytes = b"",
        *,
        port: int = 0,
        where: str = "",
    ) -> None:
        secrets = installation.secrets
        self.phones = [
            Sending(installation, secrets[n % len(secrets)], photo, port, where)
            for n in range(clients)
        ]
        self._stop = threading.Event()
        self._errors: list[BaseException] = []
        self._threads = [threading.Thread(target=self._run, args=[one]) for one in self.phones]

    def _run(self, phone: Sending) -> None:
        try:
            phone.run(lambda: not self._stop.is_set())
        except BaseException as error:
            self._errors.append(error)

    def __enter__(self) -> Load:
        """Begin to send."""
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop, and wait for what is under way."""
        self._stop.set()
        for thread in self._threads:
            thread.join(90)
        if self._errors:
            raise self._errors[0]

    def wait_for_more(self, number: int, seconds: float = 60) -> None:
        """Wait until so many more posts were acknowledged: the server is at work."""
        wanted = len(self.acknowledged) + number
        until = time.monotonic() + seconds
        while len(self.acknowledged) < wanted:
            if time.monotonic() > until:
                raise AssertionError("the server acknowledges nothing any more")
            time.sleep(0.02)

    @property
    def acknowledged(self) -> list[str]:
        """Every identifier that was acknowledged."""
        return [one for phone in self.phones for one in phone.acknowledged]

    @property
    def times(self) -> list[float]:
        """Seconds of every acknowledged post."""
        return [one for phone in self.phones for one in phone.times]
