"""An installation whose mailing is sent by processes of its own, to be killed, and its server."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

SCRIPT = """
import os, sys
import django
django.setup()
from django_scopes import scope, scopes_disabled
from goodoffices.core.jobs.worker import work
from goodoffices.core.models import Programme
from goodoffices.publish import tasks
from goodoffices.publish.mail import sending, smtp
from goodoffices.publish.models import Mailing
from tests.publish.mail import stage

what, more = sys.argv[1], sys.argv[2:]
if what == "fill":
    with scopes_disabled():
        programme = Programme.objects.create(slug="talmora", names={"en": "Talmora"})
    with scope(programme=programme):
        stage.site(programme)
        stage.published(programme)
        stage.many(programme, int(more[0]))
        stage.mailing(programme)
elif what == "work":
    if more:
        left = [int(more[1])]
        def die_at(point, last=more[0]):
            left[0] -= point == last
            if left[0] == 0:
                os.kill(os.getpid(), 9)
        ends, end = sending.Run._ends, smtp.Courier._end
        def _ends(self, delivery):
            die_at("before")
            return ends(self, delivery)
        def _end(self):
            die_at("marked")
            answer = end(self)
            die_at("accepted")
            return answer
        sending.Run._ends, smtp.Courier._end = _ends, _end
    tasks.MAILINGS_EVERY = 0
    with scopes_disabled():
        while Mailing.objects.filter(state="sending").exists():
            work(until_idle=True)
"""


class Installation:
    """A data folder with a mailing to many people, and a mail server in a process of its own."""

    def __init__(self, folder: Path, readers: int) -> None:
        self.folder, self.readers = folder, readers
        self.log = folder / "mail.log"
        kept = {k: v for k, v in os.environ.items() if not k.startswith("GOODOFFICES_")}
        self.environment = kept | {
            "DJANGO_SETTINGS_MODULE": "goodoffices.web.settings",
            "GOODOFFICES_DATA": str(folder),
            "GOODOFFICES_DEBUG": "yes",
            "GOODOFFICES_SMTP_HOST": "127.0.0.1",
            "GOODOFFICES_MAIL_FROM": "press@talmora.example.org",
            "GOODOFFICES_BOUNCE_ADDRESS": "back@talmora.example.org",
            "GOODOFFICES_LOG_LEVEL": "WARNING",
            "PYTHONPATH": os.pathsep.join(["src", ".", *sys.path]),
        }

    def __enter__(self) -> Installation:
        command = [sys.executable, "-m", "tests.publish.mail.server", str(self.log)]
        self._server = subprocess.Popen(
            command, env=self.environment, stdout=subprocess.PIPE, text=True
        )
        assert self._server.stdout is not None
        self.environment["GOODOFFICES_SMTP_PORT"] = self._server.stdout.readline().strip()
        assert self.start("fill", str(self.readers)).wait(120) == 0
        return self

    def __exit__(self, *_: object) -> None:
        self._server.kill()
        self._server.wait(10)

    def start(self, *what: str) -> subprocess.Popen[str]:
        """Start a process of its own."""
        command = [sys.executable, "-c", SCRIPT, *what]
        return subprocess.Popen(command, env=self.environment, stdout=subprocess.PIPE, text=True)

    def look(self) -> dict[str, Any]:
        """Return where the mailing stands, and how many mails stand where."""
        with closing(sqlite3.connect(self.folder / "goodoffices.sqlite3")) as database:
            (state,) = database.execute("SELECT state FROM publish_mailing").fetchone()
            rows = "SELECT state, count(*) FROM publish_delivery GROUP BY state ORDER BY state"
            return {"state": state, **dict(database.execute(rows).fetchall())}

    def settle(self) -> str:
        """Do what a person does about mails in doubt: ask the server's log."""
        command = [sys.executable, "-m", "goodoffices.cli", "mail", "settle", "--resend-missing"]
        done = subprocess.run(
            [*command, "--log", str(self.log)],
            env=self.environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    def received(self) -> list[str]:
        """Return the recipients of all mail the server has, in order."""
        if not self.log.exists():
            return []
        return [line.partition(" ")[0] for line in self.log.read_text().splitlines()]
