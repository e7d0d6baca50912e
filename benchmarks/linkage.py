"""How well and how fast reports are linked, beside the bars.

Quality is that of the command on a labelled file: by hand, with the shipped model (which was learnt
from that very file, so that only other files tell), and by fortnights that the trees did not see.
Times are of the command in a process of its own, on the labelled file multiplied in time.
Stock Splink is measured in the same run where it is installed (see ``splink_peer``).
Run: ``python -m benchmarks.linkage [FILE ...] [--cross] [--million] [--spark]``
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .splink_peer import beside

FILE = Path(__file__).resolve().parents[2] / "shared" / "data" / "linkage_dev.parquet"
NAMED = {"shipped": f"shipped (learnt from {FILE.stem})"}
YEARS_APART = 2
"""Copies lie so many years apart: every one is as dense as the original."""


def multiplied(source: Path, target: Path, count: int) -> Path:
    """Write ``count`` records: copies of a labelled file moved in time; return the file."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    rows = pq.read_table(source)
    parts = []
    for copy in range(-(-count // rows.num_rows)):
        days = pa.array([copy * 365 * YEARS_APART] * rows.num_rows, pa.int32())
        began = pc.add(pc.cast(pc.cast(rows["date_start"], pa.date32()), pa.int32()), days)
        columns = {
            "date_start": pc.cast(began, pa.date32()),
            "record_id": pc.binary_join_element_wise(
                str(copy), rows["record_id"].cast(pa.string()), "-"
            ),
            "cluster_id": pc.add(rows["cluster_id"], copy * 10_000_000),
        }
        made = rows
        for name, values in columns.items():
            made = made.set_column(made.column_names.index(name), name, values)
        parts.append(made)
    pq.write_table(pa.concat_tables(parts).slice(0, count), target)
    return target


def command(file: Path, *options: str) -> tuple[float, float, str]:
    """Run ``goodoffices link`` on two processors; return seconds, megabytes, what it said."""
    with tempfile.TemporaryDirectory(prefix="goodoffices-bench-") as folder:
        said = Path(folder) / "said"
        words = [sys.executable, "-m", "goodoffices.cli", "link", str(file), *options]
        with said.open("wb") as out:
            started = time.perf_counter()
            running = subprocess.Popen([*words, "-o", f"{folder}/found.parquet"], stdout=out)
            _pid, status, usage = os.wait4(running.pid, 0)
        running.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - started
        return seconds, usage.ru_maxrss / 1024, said.read_text(encoding="utf-8")


def quality(file: Path) -> Iterator[str]:
    """Say how good the groups of a labelled file are, what was ever met, and how the peers do."""
    ours = {}
    for model in ("by-hand", "shipped"):
        seconds, peak, said = command(file, "--model", model)
        found = next((line for line in said.splitlines() if "F1" in line), "no cluster_id")
        if score := re.search(r" F1 ([\d.]+)", found):
            ours[f"ours, {NAMED.get(model, model)}"] = float(score[1]), seconds
        yield f"{file.name}, {model}: {found} {seconds:.1f} s, {peak:.0f} MB"
    yield f"{file.name}: blocking recall {met_share(file):.4f} (bar 0.96)"
    yield from beside(file, ours)


def met_share(file: Path) -> float:
    """Return the share of true pairs that meet in the blocking."""
    import numpy as np

    from goodoffices.methods.linkage.engines import met, opened
    from goodoffices.methods.linkage.quality import evaluate

    table, truth = _labelled(file)
    event = np.unique(truth, return_inverse=True)[1]
    with opened("duckdb") as engine:
        hits = sum(int((event[i] == event[j]).sum()) for i, j in met(table, engine))
    return hits / evaluate(truth, truth).true_pairs


def _labelled(file: Path) -> tuple[Any, list[str]]:
    from goodoffices.formats.linkable import read
    from goodoffices.methods.linkage.table import of_arrow

    rows = read(file)
    return of_arrow(rows.drop_columns(["truth"])), rows["truth"].to_pylist()


def arriving(file: Path) -> str:
    """Say how long suggestions for one report among its neighbours take."""
    from goodoffices.methods.linkage import suggest
    from goodoffices.methods.linkage.linking import record_at

    table, _truth = _labelled(file)
    records = [record_at(table, at) for at in range(4000)]
    records.sort(key=lambda one: (one.first_day or 0, one.id))
    suggest(records[0], records[1:3])
    times = []
    for at in range(1000, 1050):
        started = time.perf_counter()
        suggest(records[at], records[at - 100 : at + 100])
        times.append(1000 * (time.perf_counter() - started))
    times.sort()
    middle, worst = times[len(times) // 2], times[-1]
    return f"one report against 200 neighbours: {middle:.1f} ms, the slowest of 50 {worst:.1f} ms"


def same_on_spark(file: Path, folder: Path) -> str:
    """Say whether Spark finds the pairs that DuckDB finds."""
    from goodoffices.methods.linkage.engines import met, opened

    table, _truth = _labelled(multiplied(file, folder / "spark.parquet", 20_000))
    found = {}
    for name in ("duckdb", "spark"):
        started = time.perf_counter()
        with opened(name) as engine:
            parts = [set(zip(i.tolist(), j.tolist(), strict=True)) for i, j in met(table, engine)]
        found[name] = set().union(*parts), time.perf_counter() - started
    (one, fast), (other, slow) = found.values()
    same = "the same" if one == other else f"NOT the same ({len(one ^ other):,} differ)"
    return f"20,000 records: {len(one):,} pairs, {same}; DuckDB {fast:.1f} s, Spark {slow:.1f} s"


def main(words: list[str]) -> int:
    """Print each figure."""
    files = [Path(word) for word in words if not word.startswith("--")] or [FILE]
    if not files[0].exists():
        print(f"{files[0]} is not on this machine: name a labelled file.")
        return 2
    for file in files:
        for line in quality(file):
            print(line, flush=True)
    print(arriving(files[0]), flush=True)
    with tempfile.TemporaryDirectory(prefix="goodoffices-bench-") as name:
        sizes = [(35_000, "15 s")] + [(1_000_000, "5 min, 4096 MB")] * ("--million" in words)
        for count, bar in sizes:
            large = multiplied(files[0], Path(name) / "large.parquet", count)
            seconds, peak, said = command(large)
            weighed = next(line for line in said.splitlines() if "pairs were" in line)
            print(f"{count:,} records: {seconds:.1f} s, {peak:.0f} MB (bar {bar}); {weighed}")
        if "--spark" in words:
            print(same_on_spark(files[0], Path(name)), flush=True)
    if "--cross" in words:
        tool = Path(__file__).resolve().parents[1] / "tools" / "train_linkage.py"
        subprocess.run([sys.executable, str(tool), str(files[0]), "--only-report"], check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
