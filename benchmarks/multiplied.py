"""A file of any number of events, multiplied from a real one.

Copies keep a real event's conflict, sides, type and tolls; their id is new, their place moves by
a fifth of a degree and their day by up to 200, so that no two fall on the same point.
"""

from __future__ import annotations

from pathlib import Path

SEED = 20260801
FIRST_NEW_ID = 10_000_000
DAYS = 200
DEGREES = 0.2


def multiply(source: Path, target: Path, count: int) -> Path:
    """Write ``count`` events to ``target`` (Parquet, the columns of ``source``); return it."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    events = pq.read_table(source)
    random = np.random.default_rng(SEED)
    index = np.arange(count) % events.num_rows
    is_copy = np.arange(count) >= events.num_rows
    made = events.take(pa.array(index))
    days = np.where(is_copy, random.integers(-DAYS, DAYS + 1, count), 0)
    began = pa.array(pc.cast(made["date_start"], pa.int32()).to_numpy() + days, pa.int32())
    began = began.cast(pa.date32())
    columns = {
        "id": np.where(is_copy, FIRST_NEW_ID + np.arange(count), made["id"].to_numpy()),
        "date_start": began,
        "year": pc.year(began),
        "latitude": _moved(made["latitude"].to_numpy(), is_copy, random, 85.0),
        "longitude": _moved(made["longitude"].to_numpy(), is_copy, random, 179.9),
    }
    for name, values in columns.items():
        made = made.set_column(made.column_names.index(name), name, pa.array(values))
    pq.write_table(made.drop_columns(["priogrid_gid"]), target)
    return target


def _moved(degrees, is_copy, random, limit):  # type: ignore[no-untyped-def]
    import numpy as np

    jitter = random.normal(0.0, DEGREES, len(degrees))
    return np.where(is_copy, np.clip(degrees + jitter, -limit, limit), degrees).round(6)
