"""How long the real event file takes from nothing to searchable, and what a re-sync costs.

Each step is the program itself in a process of its own, on an SQLite database that was empty
before; wall time includes the start of Python.
Run: ``python -m benchmarks.load [FILE] [--million]``
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).resolve().parents[2] / "shared" / "data" / "ged.parquet"
SECONDS, MEGABYTES = 60.0, 700.0
"""The bar: 176,579 events into an empty programme, searchable at the end."""

CHANGED = 10_000
"""Rows that the re-sync finds changed."""


@dataclass(frozen=True, slots=True)
class Step:
    """One measured run: what it was, seconds, peak resident megabytes, what was found after."""

    what: str
    seconds: float
    megabytes: float
    found: str

    def line(self) -> str:
        """Return the step as one line of a table."""
        return f"{self.what:<52} {self.seconds:7.1f} s {self.megabytes:7.0f} MB   {self.found}"


def steps(file: Path, *, million: bool = False) -> Iterator[Step]:
    """Load the file, load it again, load it with changed rows; a million events if asked."""
    with tempfile.TemporaryDirectory(prefix="goodoffices-bench-") as name:
        yield from _resync(file, Path(name))
    if million:
        from benchmarks.multiplied import multiply

        with tempfile.TemporaryDirectory(prefix="goodoffices-bench-") as name:
            large = multiply(file, Path(name) / "million.parquet", 1_000_000)
            _founded(Path(name))
            yield _measured("1,000,000 events, empty programme", Path(name), large)


def _resync(file: Path, folder: Path) -> Iterator[Step]:
    _founded(folder)
    yield _measured(f"{file.name}, empty programme", folder, file)
    yield _measured("the same file again", folder, file)
    yield _measured(f"{CHANGED:,} rows changed", folder, _revised(file, folder / "revised.parquet"))


def _founded(folder: Path) -> None:
    password = folder / "password"
    password.write_text("a long phrase nobody uses\n", encoding="ascii")
    options = ["--programme", "bench", "--name", "Bench", "--email", "bench@example.org"]
    _run(folder, "init", *options, "--person", "Ben Ch", "--password-file", str(password))


def _measured(what: str, folder: Path, file: Path) -> Step:
    started = time.perf_counter()
    peak = _run(folder, "load", "ucdp-ged", str(file))
    seconds = time.perf_counter() - started
    with sqlite3.connect(folder / "goodoffices.sqlite3") as base:
        found = base.execute(
            "SELECT count(*) FROM search_incident WHERE search_incident MATCH 'tokens : syria'"
        ).fetchone()[0]
        counts = base.execute(
            "SELECT added, changed, unchanged FROM monitor_import ORDER BY id DESC LIMIT 1"
        ).fetchone()
    said = "{:,} added, {:,} changed, {:,} unchanged".format(*counts)
    return Step(what, seconds, peak, f"{said}; {found:,} found by a word")


def _run(folder: Path, *arguments: str) -> float:
    """Run one command; return its peak resident memory in MB."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("GOODOFFICES_")}
    own = {"GOODOFFICES_DATA": str(folder), "GOODOFFICES_DEBUG": "yes"}
    command = [sys.executable, "-m", "goodoffices.cli", *arguments]
    pipe = subprocess.DEVNULL
    process = subprocess.Popen(command, env=kept | own, stdout=pipe, stderr=pipe)
    _pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"goodoffices {' '.join(arguments[:2])} ended with {process.returncode}")
    return usage.ru_maxrss / 1024


def _revised(source: Path, target: Path) -> Path:
    """Write the file with a higher best figure in every n-th row."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    events = pq.read_table(source)
    high = events["high"].to_numpy().copy()
    high[:: max(1, len(high) // CHANGED)] += 1
    column = events.column_names.index("high")
    events = events.set_column(column, "high", pa.array(high.astype(np.int32)))
    pq.write_table(events, target)
    return target


def main(arguments: list[str]) -> int:
    """Print each step, and say whether the bar is met."""
    files = [Path(one) for one in arguments if not one.startswith("--")]
    file = files[0] if files else FILE
    if not file.exists():
        print(f"{file} is not on this machine: name a UCDP GED file.")
        return 2
    print(f"bar: {SECONDS:.0f} s, {MEGABYTES:.0f} MB for the first step", flush=True)
    met = True
    for number, step in enumerate(steps(file, million="--million" in arguments)):
        print(step.line(), flush=True)
        if number == 0:
            met = step.seconds <= SECONDS and step.megabytes <= MEGABYTES
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
