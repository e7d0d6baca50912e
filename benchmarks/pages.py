"""How long the server takes over the pages people use, over HTTP, on a real event file.

The program itself serves, as ``goodoffices serve`` starts it, on a free port of this machine; one
client asks after another, so that a figure is the server's time for one page. The databases are
made once by ``goodoffices load`` and kept in ``var/bench``.
Run: ``python -m benchmarks.pages [--million] [--rounds N]``
"""

from __future__ import annotations

import gzip
import http.client
import http.cookiejar
import os
import re
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from statistics import median, quantiles

from benchmarks.load import FILE
from benchmarks.multiplied import multiply

KEPT = Path(__file__).resolve().parents[1] / "var" / "bench"
SMALL, LARGE = 176_579, 1_000_000
BARS = {SMALL: 150.0, LARGE: 400.0}
"""Milliseconds of server time that 95 of 100 pages stay below, by incidents in the programme."""
EMAIL, PASSWORD = "bench@example.org", "a long phrase nobody uses"
RECORD = "incident record, 20 reports"

FILTERS = {
    "period": "from=2014-01-01&to=2014-03-31",
    "place": "place={place}",
    "type": "type=battle",
    "party": "party={party}",
    "source": "source={source}",
    "state": "state=unverified",
    "toll": "killed_from=10",
    "circle": "near=36.2,37.15,10",
    "text": "q=aleppo",
    "common text": "q=government",
}
TEXTS = ("zintan", "boko haram", "taleban", "syria insurgents", "kashmir", "government", "civil*")
CIRCLES = ("36.2,37.15,10", "33.5,36.3,10", "34.5,69.2,10", "4.4,18.55,10", "-1.68,29.22,10")
PERIODS = ("period=7d", "period=30d", "period=90d", "period=365d", "from=2014-01-01&to=2014-12-31")
EVERYTHING = ("period=all", "period=all&type=battle", "period=all&q=government")
UNSEEN = ("oldest", "killed", "changed")
"""Orders: the situation has none, but what was kept of another address is not used."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One kind of page: each address that was asked for, and the milliseconds it took."""

    what: str
    asked: list[tuple[str, float]]

    @property
    def times(self) -> list[float]:
        """The milliseconds alone."""
        return [time for _address, time in self.asked]

    @property
    def slowest(self) -> str:
        """The address whose shortest look took longest: it is slow by itself, not by chance."""
        shortest: dict[str, float] = {}
        for address, taken in self.asked:
            shortest[address] = min(taken, shortest.get(address, taken))
        address = max(shortest, key=lambda one: shortest[one])
        return f"{address} ({shortest[address]:.0f} ms)"

    @property
    def p95(self) -> float:
        """The time that 95 of 100 stay below."""
        few = len(self.times) < 2
        return self.times[0] if few else quantiles(self.times, n=20, method="inclusive")[-1]

    def line(self, bar: float) -> str:
        """Return the figure as one line of a table."""
        middle, worst = median(self.times), max(self.times)
        return (
            f"{self.what:<30} {len(self.times):>4} {middle:>6.0f} {self.p95:>6.0f} {worst:>6.0f}"
            f" {bar:>6.0f} {'met' if self.p95 <= bar else 'MISSED':<6} {self.slowest}"
        )


def addresses(folder: Path) -> dict[str, list[str]]:
    """Return the addresses of each kind of page, under the programme."""
    codes = _codes(folder)
    filters = [part.format(**codes) for part in FILTERS.values()]
    seen = [*PERIODS, *(f"period=90d&{part}" for part in filters[1:])]
    return {
        "situation": _unseen(seen),
        "situation, looked at again": [f"situation/?{part}" for part in seen],
        "list, any two filters": [f"incidents/?{a}&{b}" for a, b in combinations(filters, 2)],
        "text search": [f"incidents/?{urllib.parse.urlencode({'q': text})}" for text in TEXTS],
        "10 km circle": [f"incidents/?near={circle}" for circle in CIRCLES],
        "situation of all days": _unseen(EVERYTHING),
        "situation of all days, again": [f"situation/?{part}" for part in EVERYTHING],
    }


def _unseen(parts: Iterable[str]) -> list[str]:
    return [f"situation/?{part}&sort={sort}" for sort in UNSEEN for part in parts]


def _codes(folder: Path) -> dict[str, str]:
    """Return the code of a large place, of a party often named, and of the source."""
    asked = {
        "place": "SELECT code FROM core_place WHERE name = 'Syria'",
        "party": "SELECT code FROM core_party WHERE name = 'Government of Syria'",
        "source": "SELECT code FROM monitor_source ORDER BY id LIMIT 1",
    }
    with closing(sqlite3.connect(folder / "goodoffices.sqlite3")) as base:
        return {name: base.execute(sql).fetchone()[0] for name, sql in asked.items()}


def founded(count: int) -> Path:
    """Return the data folder of a programme with so many incidents, made at the first run."""
    folder = KEPT / str(count)
    if (folder / "ready").exists():
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    word = folder / "password"
    word.write_text(PASSWORD, encoding="utf-8")
    file = FILE if count == SMALL else multiply(FILE, folder / "events.parquet", count)
    who = ["--email", EMAIL, "--person", "Ben Chmark", "--password-file", str(word)]
    _run(folder, "init", "--programme", "bench", "--name", "Bench", *who)
    _run(folder, "load", "ucdp-ged", str(file))
    (folder / "ready").touch()
    return folder


def _environment(folder: Path) -> dict[str, str]:
    # DEMO allows http://localhost without HTTPS; nothing of the demonstration is loaded.
    return {
        **os.environ,
        "GOODOFFICES_DATA": str(folder),
        "GOODOFFICES_DEMO": "yes",
        "GOODOFFICES_DEBUG": "no",
    }


def _run(folder: Path, *words: str) -> None:
    command = [sys.executable, "-m", "goodoffices.cli", *words]
    subprocess.run(command, env=_environment(folder), check=True, stdout=subprocess.DEVNULL)


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a data folder on a free port until the block ends; yields its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "goodoffices.cli", "serve", "--port", str(port)]
    server = subprocess.Popen(
        command, env=_environment(folder), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(30)


def _wait(port: int) -> None:
    for _ in range(300):
        try:
            http.client.HTTPConnection("127.0.0.1", port, timeout=1).connect()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("The server did not start.")


class Reader:
    """One person who is logged in and reads pages."""

    def __init__(self, base: str) -> None:
        self.base = base
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(jar)
        self.opener.addheaders = [("Accept-Encoding", "gzip"), ("Referer", base)]
        form = self.get("/account/login/")[1].decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)
        assert token is not None
        given = {"login": EMAIL, "password": PASSWORD, "csrfmiddlewaretoken": token[1]}
        self.opener.open(f"{base}/account/login/", urllib.parse.urlencode(given).encode()).read()

    def get(self, path: str) -> tuple[int, bytes]:
        """Return the bytes of a page over the wire, and its text."""
        with self.opener.open(self.base + path) as answer:
            sent: bytes = answer.read()
            packed = answer.headers.get("Content-Encoding") == "gzip"
        return len(sent), gzip.decompress(sent) if packed else sent

    def time(self, path: str) -> float:
        """Return the milliseconds until a page is there, whole."""
        begun = time.perf_counter()
        self.get(path)
        return (time.perf_counter() - begun) * 1000


def measure(base: str, folder: Path, rounds: int) -> Iterator[Figure]:
    """Ask for every address: once to warm up, then ``rounds`` times; the unseen ones once."""
    code, _queries = twenty(folder)
    reader = Reader(base)
    reader.get("/p/bench/situation/")
    for what, paths in addresses(folder).items():
        full = [f"/p/bench/{path}" for path in paths]
        once = "&sort=" in full[0]
        if not once:
            for path in full:
                reader.get(path)
        asked = full if once else full * rounds
        yield Figure(what, [(_short(path), reader.time(path)) for path in asked])
    record = f"/p/bench/incidents/{code}/"
    reader.get(record)
    yield Figure(RECORD, [(_short(record), reader.time(record)) for _ in range(10 * rounds)])


def _short(path: str) -> str:
    """Return an address without what all have in common, and without what makes it unseen."""
    return re.sub("&sort=.*", "", path.removeprefix("/p/bench/"))


def twenty(folder: Path) -> tuple[str, int]:
    """Return the code of an incident of twenty reports, and the queries its page costs."""
    command = [sys.executable, "-m", "benchmarks.twenty"]
    done = subprocess.run(
        command, env=_environment(folder), check=True, capture_output=True, text=True
    )
    code, queries = done.stdout.split()[-2:]
    return code, int(queries)


def weigh(base: str, path: str) -> tuple[int, int]:
    """Return the bytes of a first page over the wire: without fonts, and with the Latin ones."""
    reader = Reader(base)
    size, page = reader.get(path)
    linked = re.findall(rb'<(?:link rel="stylesheet" href|script src)="([^"]+)"', page)
    parts = [reader.get(address.decode()) for address in linked]
    styles = b"".join(part for _size, part in parts).decode(errors="replace")
    named = set(re.findall(r"""url\(["']?\./(fonts/ibm-plex-sans-latin-\d+[^)"']*woff2)""", styles))
    fonts = [f"/static/built/{name}" for name in named]
    bare = size + sum(size for size, _part in parts)
    return bare, bare + sum(reader.get(address)[0] for address in fonts)


def _load() -> str:
    return f"load average {os.getloadavg()[0]:.1f}"


def main(words: list[str]) -> int:
    """Print the figures beside their bars."""
    rounds = int(words[words.index("--rounds") + 1]) if "--rounds" in words else 3
    if not FILE.exists():
        print(f"The real data file {FILE.name} is not on this machine: nothing was measured.")
        return 0
    for count in (SMALL, LARGE) if "--million" in words else (SMALL,):
        folder = founded(count)
        print(f"\n{count:,} incidents, SQLite, {os.cpu_count()} cores, {_load()}")
        print(f"{'page':<30} {'n':>4} {'p50':>6} {'p95':>6} {'max':>6} {'bar':>6} (ms)   slowest")
        with serving(folder) as base:
            for figure in measure(base, folder, rounds):
                print(figure.line(80.0 if figure.what == RECORD else BARS[count]), flush=True)
            bare, cold = weigh(base, "/p/bench/situation/")
        print(f"queries of that record: {twenty(folder)[1]} (bar 12)")
        print(
            f"situation page over the wire: {bare / 1000:.1f} KB, {cold / 1000:.1f} KB with fonts"
        )
        print("(bars 60 and 160 KB)")
        print(_load())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
