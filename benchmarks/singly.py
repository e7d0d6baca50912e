"""What each address costs by itself: processor time of the server, and the shortest of its times.

For a machine that others use too: the wall time of a page then says more about the others, the
processor time says what the page costs. The databases are those of `benchmarks.pages`.
Run: ``python -m benchmarks.singly [--million] [--rounds N]``
"""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from benchmarks.pages import BARS, LARGE, RECORD, SMALL, Reader, addresses, founded, serving, twenty

SETTLED = 0.03
"""Seconds until the kernel has booked what a process used."""


@dataclass(frozen=True, slots=True)
class Cost:
    """One address: milliseconds of processor time for each look, and the shortest look."""

    what: str
    address: str
    cpu: float
    wall: float

    def line(self) -> str:
        """Return the cost as one line of a table."""
        return f"{self.what:<30} {self.address:<66} {self.cpu:>8.0f} {self.wall:>8.0f}"


def processes(port: str) -> list[int]:
    """Return the ids of the web processes that listen on a port."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            command = (entry / "cmdline").read_bytes().split(b"\0") if entry.name.isdigit() else []
        except OSError:
            continue
        if b"gunicorn" in command and f"127.0.0.1:{port}".encode() in command:
            found.append(int(entry.name))
    return found


def used(ids: list[int]) -> float:
    """Return the milliseconds of processor time that processes have used so far."""
    total = 0
    for number in ids:
        for thread in Path(f"/proc/{number}/task").glob("*/schedstat"):
            total += int(thread.read_text().split()[0])
    return total / 1e6


def measure(base: str, folder: Path, rounds: int) -> Iterator[Cost]:
    """Ask for each address: ``rounds`` times after a first look, or once in each unseen form."""
    reader = Reader(base)
    for _ in range(8):
        reader.get("/p/bench/situation/")
    kinds = {**addresses(folder), RECORD: [f"incidents/{twenty(folder)[0]}/"]}
    for what, paths in kinds.items():
        for address, forms in groupby(sorted(paths), key=lambda path: re.sub("&sort=.*", "", path)):
            once = list(forms) if "&sort=" in paths[0] else []
            if not once:
                reader.get(f"/p/bench/{address}")
            yield _cost(what, address, once or [address] * rounds, reader)


def _cost(what: str, address: str, asked: list[str], reader: Reader) -> Cost:
    ids = processes(reader.base.rsplit(":", 1)[1])
    time.sleep(SETTLED)
    before = used(ids)
    shortest = min(reader.time(f"/p/bench/{path}") for path in asked)
    time.sleep(SETTLED)
    return Cost(what, address, (used(ids) - before) / len(asked), shortest)


def main(words: list[str]) -> int:
    """Print what each address costs, the dearest of each kind last."""
    rounds = int(words[words.index("--rounds") + 1]) if "--rounds" in words else 4
    for count in (SMALL, LARGE) if "--million" in words else (SMALL,):
        folder = founded(count)
        load = os.getloadavg()[0]
        print(f"\n{count:,} incidents, SQLite, bar {BARS[count]:.0f} ms, load average {load:.1f}")
        print(f"{'page':<30} {'address':<66} {'CPU ms':>8} {'wall ms':>8}")
        with serving(folder) as base:
            for cost in measure(base, folder, rounds):
                print(cost.line(), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
