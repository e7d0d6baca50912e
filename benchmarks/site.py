"""How quickly the public site answers, over HTTP, with 500 publications in three languages.

The program itself serves, as ``goodoffices serve`` starts it (two processes); a load generator of
ours keeps connections open and asks for pages in turn. A static file from the same server, asked
for in the same run, says what the machine gives.
Run: ``python -m benchmarks.site [--seconds N]``
"""

from __future__ import annotations

import os
import random
import selectors
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from statistics import median, quantiles

from goodoffices.web.serving import web_command

PUBLICATIONS = 500
P95_MS, PER_SECOND = 20.0, 800.0
CONNECTIONS = 8
FILL = """
import django; django.setup()
from django.db import connection
from goodoffices.publish import models
from tests.site.stage import many, opened
with connection.schema_editor() as editor:
    for name in ("Site", "Page", "File", "Dataset"):
        editor.create_model(getattr(models, "Released" + name))
opened(); many({number})
"""
STATIC = "/static/built/app.js"


def main(words: list[str]) -> int:
    """Measure pages one after another, then as many as go; return 1 where a bar is missed."""
    seconds = float(words[words.index("--seconds") + 1]) if "--seconds" in words else 8.0
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as port:
        for path in (*pages(), STATIC):  # once for each process, with some luck
            for _n in range(6):
                ask(port, [path])
        alone = ask(port, random.Random(1).choices(pages(), k=2000))
        p95 = quantiles(alone, n=20)[-1] * 1000
        print(f"one after another: median {median(alone) * 1000:.1f} ms, p95 {p95:.1f} ms")
        for some in ([STATIC], pages()):  # until each process has made each page
            rate(port, some, seconds)
        static = rate(port, [STATIC], seconds)
        found = rate(port, pages(), seconds)
        print(
            f"as many as go: {found:.0f} pages/s; static file {static:.0f}/s ({found / static:.2f})"
        )
        fresh = first_times(port)
        print(
            f"made anew: median {median(fresh) * 1000:.1f} ms, longest {max(fresh) * 1000:.1f} ms"
        )
    return int(p95 > P95_MS or found < PER_SECOND)


def pages() -> list[str]:
    """Return the pages that are asked for: first pages, lists, topics, and many publications."""
    found = [f"/site/talmora/{code}/{path}" for code in ("en", "ar", "he") for path in PLAIN]
    return found + [f"/site/talmora/ar/news/text-{n}/" for n in range(0, PUBLICATIONS, 10)]


PLAIN = ("", "news/", "news/page/7/", "reports/", "topics/water/", "feed.atom", "contact/")


def first_times(port: int) -> list[float]:
    """Return how long publications take that nobody has asked for yet."""
    return ask(port, [f"/site/talmora/he/news/text-{n}/" for n in range(1, PUBLICATIONS, 5)])


@contextmanager
def serving(folder: Path) -> Iterator[int]:
    """Fill a database with what the public reads, serve it, and stop at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    own = {"GOODOFFICES_DEMO": "yes", "GOODOFFICES_DATA": str(folder)}
    own |= {"DJANGO_SETTINGS_MODULE": "goodoffices.web.settings", "PYTHONPATH": "src:."}
    kept = {k: v for k, v in os.environ.items() if not k.startswith("GOODOFFICES_")}
    fill = FILL.format(number=PUBLICATIONS)
    subprocess.run([sys.executable, "-c", fill], env=kept | own, check=True)
    command = web_command(host="127.0.0.1", port=port, workers=2, threads=4)
    server = subprocess.Popen(command, env=kept | own)
    try:
        until_it_answers(port)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=20)


def until_it_answers(port: int) -> None:
    """Wait until the server takes connections."""
    until = time.monotonic() + 90
    while time.monotonic() < until:
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", port)).close()
            return
        time.sleep(0.1)
    raise TimeoutError("the server did not start")


def request(path: str) -> bytes:
    """Return what a browser sends."""
    head = "Host: localhost\r\nAccept-Encoding: gzip, br\r\nConnection: keep-alive"
    return f"GET {path} HTTP/1.1\r\n{head}\r\n\r\n".encode()


class Line:
    """One connection that is kept open."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.held = b""
        self.socket = socket.create_connection(("127.0.0.1", port))

    def send(self, path: str) -> None:
        """Ask; open the line again where the server had closed it."""
        try:
            self.socket.sendall(request(path))
        except OSError:
            self.socket = socket.create_connection(("127.0.0.1", self.port))
            self.socket.sendall(request(path))

    def receive(self) -> bool:
        """Take in what came; say whether the answer is whole."""
        part = self.socket.recv(65536)
        self.held += part
        head, gap, body = self.held.partition(b"\r\n\r\n")
        if not part:
            raise ConnectionError("the server hung up")
        if not gap:
            return False
        if not head.startswith(b"HTTP/1.1 200"):
            raise AssertionError(head.splitlines()[0])
        length = next(
            int(one.split(b":")[1])
            for one in head.splitlines()
            if one.lower().startswith(b"content-length:")
        )
        if len(body) < length:
            return False
        self.held = b""
        return True


def ask(port: int, paths: Sequence[str]) -> list[float]:
    """Ask for one after another on one connection; return the seconds each took."""
    line, found = Line(port), []
    for path in paths:
        begun = time.perf_counter()
        line.send(path)
        while not line.receive():
            pass
        found.append(time.perf_counter() - begun)
    line.socket.close()
    return found


def rate(port: int, paths: Sequence[str], seconds: float) -> float:
    """Ask on several connections at once; return how many answers came a second."""
    chosen, watched = random.Random(2), selectors.DefaultSelector()
    for _n in range(CONNECTIONS):
        line = Line(port)
        line.send(chosen.choice(paths))
        watched.register(line.socket, selectors.EVENT_READ, line)
    done, begun = 0, time.perf_counter()
    while time.perf_counter() - begun < seconds:
        for key, _events in watched.select(timeout=1):
            if key.data.receive():
                done += 1
                key.data.send(chosen.choice(paths))
    elapsed = time.perf_counter() - begun
    for key in list(watched.get_map().values()):
        key.data.socket.close()
    return done / elapsed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
