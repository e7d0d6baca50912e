"""How much comes in from the field: posts over HTTP to the program as it is served, fsync on.

Phones are threads of one client process on the same two cores. Each figure is the median of three
runs. ODK Central is the peer where it is set up on this machine (``CENTRAL_URL``, see
docs/reference/benchmarks.md); its runs are interleaved with ours.
Run: ``python -m benchmarks.field [--seconds N]``
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import urlsplit

from tests.field.installation import Installation, Load
from tools.with_postgres import DURABLE, binaries, cluster

CLIENTS, ROUNDS = 8, 3
PHOTO = 300_000


@dataclass(frozen=True, slots=True)
class Rate:
    """Posts a second, and the milliseconds 95 of 100 stay below."""

    a_second: float
    p95: float


def measure(
    installation: Installation, seconds: float, photo: bytes = b"", central: str = ""
) -> Rate:
    """Send for some seconds from eight phones at once, to the peer where one is named."""
    parts = urlsplit(central)
    where = f"{parts.path}/submission" if central else ""
    with Load(installation, CLIENTS, photo, port=parts.port or 0, where=where) as load:
        begun = time.perf_counter()
        time.sleep(seconds)
        taken = time.perf_counter() - begun
        done = len(load.times)
    return Rate(done / taken, quantiles(load.times, n=20)[-1] * 1000)


def middle(runs: list[Rate]) -> Rate:
    """Return the median of several runs."""
    return Rate(median(run.a_second for run in runs), median(run.p95 for run in runs))


@contextmanager
def served(database: str = "") -> Iterator[Installation]:
    """Serve an empty installation as `goodoffices serve` does, with a worker beside it."""
    with tempfile.TemporaryDirectory(prefix="goodoffices-bench-") as folder:
        made = Installation(Path(folder), database=database, phones=CLIENTS, forms=199)
        made.start(workers=2, threads=8)
        made.start_worker()
        try:
            yield made
        finally:
            made.end()


def line(what: str, value: float, unit: str, bar: float, *, least: bool) -> str:
    """Return one figure beside its bar."""
    met = value >= bar if least else value <= bar
    held = "at least" if least else "at most"
    return f"{what:<48} {value:>8.1f} {unit:<3} {held} {bar:g}: {'met' if met else 'MISSED'}"


def intake(name: str, database: str, seconds: float, least: float) -> None:
    """Print what one database takes: text alone, then with a photo."""
    with served(database) as made:
        measure(made, 1)
        text = beside_the_peer(name, made, seconds)
        photo = middle([measure(made, seconds, os.urandom(PHOTO)) for _ in range(ROUNDS)])
        print(line(f"{name}: text submissions", text.a_second, "/s", least, least=True))
        print(line(f"{name}: text, p95", text.p95, "ms", 100, least=False))
        print(line(f"{name}: with a 300 KB photo", photo.a_second, "/s", 80, least=True))
        print(line(f"{name}: with a photo, p95", photo.p95, "ms", 250, least=False))
        lists(made)


def beside_the_peer(name: str, made: Installation, seconds: float) -> Rate:
    """Return our rate; where the peer runs, measure it in between and print the ratio."""
    central = os.environ.get("CENTRAL_URL", "")
    runs, peer = [], []
    for _ in range(ROUNDS):
        runs.append(measure(made, seconds))
        peer += [measure(made, seconds, central=central)] if central else []
    if peer:
        theirs = middle(peer).a_second
        ratio = middle(runs).a_second / theirs
        print(line(f"{name}: times ODK Central's {theirs:.0f}/s", ratio, "x", 2, least=True))
    else:
        print("ODK Central is not set up here (CENTRAL_URL): no ratio was measured")
    return middle(runs)


def lists(made: Installation) -> None:
    """Print how long the list of 200 forms takes, and that it has not changed."""
    import http.client

    where = f"/field/{made.slug}/key/{made.secrets[0]}/formList"
    wire = http.client.HTTPConnection("127.0.0.1", made.port)

    def asked(**headers: str) -> tuple[float, str]:
        begun = time.perf_counter()
        wire.request("GET", where, headers={k.replace("_", "-"): v for k, v in headers.items()})
        answer = wire.getresponse()
        answer.read()
        return (time.perf_counter() - begun) * 1000, answer.headers["ETag"] or ""

    _first, tag = asked()
    whole = quantiles([asked()[0] for _ in range(40)], n=20)[-1]
    same = quantiles([asked(If_None_Match=tag)[0] for _ in range(40)], n=20)[-1]
    print(line("formList of 200 forms, p95", whole, "ms", 50, least=False))
    print(line("formList unchanged (ETag), p95", same, "ms", 10, least=False))


def main(words: list[str]) -> int:
    """Print the figures beside their bars."""
    seconds = float(words[words.index("--seconds") + 1]) if "--seconds" in words else 8.0
    print(f"\nfield intake, {os.cpu_count()} cores, load average {os.getloadavg()[0]:.1f}")
    binaries()
    with cluster(DURABLE) as database:
        intake("PostgreSQL, fsync on", database, seconds, 200)
    intake("SQLite, synchronous=FULL", "", seconds, 120)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
