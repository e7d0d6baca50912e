"""Stock Splink on a labelled file, beside ours: quality and time in the same run.

Splink goes the steps of its own quickstart (its library's comparisons, u from random pairs, m by
expectation maximisation in three blocks, groups at 0.95) over the very table that ours reads. What
those leave open was chosen in its favour on the labelled file: wide blocks, links between sources,
no parties or kinds (they cost it F1), and the best threshold in hindsight beside the documented.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from shutil import which
from typing import Any

from goodoffices.formats.linkable import read
from goodoffices.methods.linkage.quality import evaluate

DOCUMENTED = 0.95
HINDSIGHT = (0.01, 0.02, 0.03, 0.04, 0.05, 0.07, 0.1, 0.15, 0.2, 0.3, 0.5, 0.7)
EVENTS = """
    CREATE TABLE events AS SELECT id AS unique_id, source, latitude, longitude, killed_best,
    DATE '0001-01-01' + (first_day - 1) AS day, first_day // 7 AS week,
    floor(latitude * 2) || '/' || floor(longitude * 2) AS g0,
    floor(latitude * 2) || '/' || floor(longitude * 2 + 0.5) AS g1,
    floor(latitude * 2 + 0.5) || '/' || floor(longitude * 2) AS g2,
    floor(latitude * 2 + 0.5) || '/' || floor(longitude * 2 + 0.5) AS g3 FROM rows"""

MELTT = (
    "MELTT 0.4.3 was not run here (an R package; R is {r}on this machine). The project's research "
    "notes on events measured, earlier: F1 0.360 in 55 s on 10,000 records of linkage_dev"
)


def beside(file: Path, ours: Mapping[str, tuple[float, float]]) -> Iterator[str]:
    """Say how Splink does on a labelled file, and F1 and seconds of ours over its."""
    absent = ["Splink is not installed here: no ratio was measured"]
    yield from _ratios(file, ours) if importlib.util.find_spec("splink") else absent
    yield MELTT.format(r="" if which("Rscript") else "not ")


def _ratios(file: Path, ours: Mapping[str, tuple[float, float]]) -> Iterator[str]:
    seconds, rows = _run(file)
    for title, row in _told(rows):
        other = row["f1"]
        figures = f"precision {row['precision']:.3f}, recall {row['recall']:.3f}, F1 {other:.3f}"
        yield f"{file.name}, Splink, {title} ({row['threshold']}): {figures}, {seconds:.1f} s"
        for model, (f1, took) in ours.items():
            ratio = f"{f1 / other:.2f}" if other else "no ratio"
            spent = f"time {took:.1f}/{seconds:.1f} s = {took / seconds:.2f}"
            yield f"  {model} / Splink: F1 {f1:.3f}/{other:.3f} = {ratio}; {spent}"


def _run(file: Path) -> tuple[float, list[dict[str, Any]]]:
    """Run Splink in a process of its own; time stops when the documented clusters are made."""
    words = [sys.executable, "-m", __name__, str(file)]
    started, seconds, rows = time.perf_counter(), 0.0, []
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as running:
        for line in running.stdout or ():
            seconds = seconds or time.perf_counter() - started
            rows.append(json.loads(line))
    if running.returncode:
        raise SystemExit(f"Splink failed; to see why: {' '.join(words[1:])}")
    return seconds, rows[1:]


def _told(rows: list[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    yield "threshold as documented", rows[0]
    best = {row["how"]: row for row in sorted(rows, key=lambda row: float(row["f1"]))}
    for how, row in best.items():
        yield f"{how}, best threshold in hindsight", row


def _tables(file: Path, base: Any) -> dict[str, Any]:
    """Return a table for each source, of what ours reads, with its cells in four shifted grids."""
    base.register("rows", read(file).drop_columns(["truth"]))
    base.execute(EVENTS)
    names = [one for (one,) in base.sql("SELECT DISTINCT source FROM events ORDER BY 1").fetchall()]
    part = "SELECT * EXCLUDE (source) FROM events WHERE source = ?"
    return {name: base.execute(part, [name]).to_arrow_table() for name in names}


def _settings(sources: int) -> Any:
    import splink.comparison_library as library
    from splink import SettingsCreator

    meet: list[Any] = [f"l.g{at} = r.g{at} AND abs(l.day - r.day) <= 5" for at in range(4)]
    return SettingsCreator(
        link_type="link_only" if sources > 1 else "dedupe_only",
        comparisons=[
            library.DistanceInKMAtThresholds("latitude", "longitude", [0.2, 1, 3, 8, 20, 60]),
            library.AbsoluteDateDifferenceAtThresholds(
                "day", input_is_string=False, metrics=["day"] * 3, thresholds=[1, 3, 7]
            ),
            library.ExactMatch("killed_best").configure(term_frequency_adjustments=True),
        ],
        blocking_rules_to_generate_predictions=meet,
    )


def _trained(tables: Mapping[str, Any], base: Any) -> Any:
    """Return a linker whose parameters were estimated as Splink's quickstart does."""
    from splink import DuckDBAPI, Linker, block_on

    api = DuckDBAPI(base)
    parts = [api.register(part, dataset_display_name=name) for name, part in tables.items()]
    linker = Linker(parts, _settings(len(parts)))
    same = block_on("latitude", "longitude", "day", "killed_best")
    linker.training.estimate_probability_two_random_records_match([same], recall=0.1)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e7, seed=1)
    for keys in (("day", "g0"), ("latitude", "longitude", "week"), ("g0", "killed_best", "week")):
        linker.training.estimate_parameters_using_expectation_maximisation(block_on(*keys))
    return linker


def main(file: Path) -> None:
    """Link one file with Splink and print a line for each way and threshold."""
    import duckdb

    base = duckdb.connect()
    tables = _tables(file, base)
    linker = _trained(tables, base)
    pairs = linker.inference.predict(threshold_match_weight=-7)
    grouped = linker.clustering.cluster_pairwise_predictions_at_threshold
    linked = linker.clustering.cluster_using_single_best_links
    documented = grouped(pairs, DOCUMENTED)
    print(json.dumps("linked"), flush=True)
    _judged(file, documented, "connected groups", DOCUMENTED)
    for threshold in HINDSIGHT:
        _judged(file, grouped(pairs, threshold), "connected groups", threshold)
        if len(tables) > 1:
            _judged(file, linked(pairs, list(tables), threshold), "single best links", threshold)


def _judged(file: Path, found: Any, how: str, threshold: float) -> None:
    rows, groups = read(file), found.as_duckdbpyrelation().to_arrow_table()
    truth = dict(zip(rows["id"].to_pylist(), rows["truth"].to_pylist(), strict=True))
    events = [truth[one] for one in groups["unique_id"].to_pylist()]
    judged = asdict(evaluate(groups["cluster_id"].to_pylist(), events))
    print(json.dumps({"how": how, "threshold": threshold, **judged}), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
