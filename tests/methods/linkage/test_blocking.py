"""Which records meet: all that are near as far as stated, whatever engine, pole or meridian."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from goodoffices.codebook.errors import InvalidInput
from goodoffices.methods.linkage import Record
from goodoffices.methods.linkage.blocking import NEAR_DAYS, NEAR_KM, ROUGH, levels, on_globe
from goodoffices.methods.linkage.engines import met, opened
from goodoffices.methods.linkage.table import of_records


def scattered(count: int, seed: int = 3) -> list[Record]:
    """Return records in a few busy places: cities, the 180th meridian, both poles."""
    random = np.random.default_rng(seed)
    hearts = [(33.5, 36.3), (33.9, 36.6), (-17.8, 179.95), (-17.8, -179.95), (89.9, 10), (-89.9, 0)]
    made = []
    for number in range(count):
        lat, lon = hearts[number % len(hearts)]
        lat = float(np.clip(lat + random.normal(0, 0.2), -90, 90))
        lon = float((lon + random.normal(0, 0.2) + 180) % 360 - 180)
        first = 735_000 + int(random.integers(0, 30))
        long = int(random.choice([0, 0, 0, 4, 30, 200]))
        radius = int(random.choice([0, 2000, 25_000, 100_000, 500_000]))
        killed = int(random.integers(0, 4))
        made.append(
            Record(
                f"r{number}",
                "s",
                first_day=first,
                last_day=first + long,
                latitude=lat,
                longitude=lon,
                radius_m=radius,
                killed=(None, killed, None),
            )
        )
    return made


def brute(records: list[Record]) -> set[tuple[int, int]]:
    table = of_records(records)
    x, y, z = on_globe(table)
    rough = levels(table) == ROUGH
    found = set()
    for i in range(len(table)):
        for j in range(i + 1, len(table)):
            apart = np.sqrt((x[i] - x[j]) ** 2 + (y[i] - y[j]) ** 2 + (z[i] - z[j]) ** 2)
            radii = table.radius[[i, j]].astype(float)
            gap = max(table.first[j] - table.last[i], table.first[i] - table.last[j])
            toll = table.killed[1][[i, j]]
            meets = not (rough[i] or rough[j]) or (toll[0] == toll[1] and toll[0] >= 2)
            if gap <= NEAR_DAYS and apart <= NEAR_KM + radii.sum() + radii.max() / 2 and meets:
                found.add((i, j))
    return found


def pairs_of(records: list[Record], engine: str = "duckdb") -> list[tuple[int, int]]:
    table = of_records(records)
    with opened(engine) as running:
        parts = list(met(table, running))
    return [pair for i, j in parts for pair in zip(i.tolist(), j.tolist(), strict=True)]


def test_all_that_are_near_meet_once_and_no_others():
    records = scattered(240)
    found = pairs_of(records)
    assert len(found) == len(set(found))
    assert set(found) == brute(records)
    assert len(found) > 500


@pytest.mark.spark
def test_spark_finds_the_same_pairs():
    pytest.importorskip("pyspark", reason="Spark is not installed (goodoffices[spark])")
    import shutil

    if shutil.which("java") is None:
        pytest.skip("Spark needs Java, which is not on this machine")
    records = scattered(600)
    assert set(pairs_of(records, "spark")) == set(pairs_of(records))


def test_a_record_without_place_or_day_takes_no_part_here():
    records = [*scattered(4), Record("bare"), replace(scattered(1)[0], id="x", first_day=None)]
    records[-1] = replace(records[-1], last_day=None)
    assert all(j < 4 for _, j in pairs_of(records))


def test_a_crowd_at_one_spot_does_not_meet_all_with_all():
    one = scattered(1)[0]
    crowd = [replace(one, id=f"c{n}", killed=(None, n % 3, None), radius_m=0) for n in range(9000)]
    crowd = [replace(record, last_day=record.first_day) for record in crowd]
    found = pairs_of(crowd)
    assert 0 < len(found) <= len(crowd) * 1500 / 2
    assert all(i % 3 == j % 3 for i, j in found[:1000])


def test_an_engine_there_is_not_is_refused_by_name():
    with pytest.raises(InvalidInput, match="duckdb or spark"), opened("oracle"):
        pass
