"""Where the join of the blocking runs: DuckDB in this process, or Spark."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal, Protocol

from goodoffices.codebook.errors import InvalidInput, MissingExtra

from .blocking import LEVELS, MEET, columns, levels, offsets

if TYPE_CHECKING:
    import pyarrow as pa

    from .table import Table, Whole

EngineName = Literal["duckdb", "spark"]
BATCH = 1_000_000
MEMORY = "1500MB"


class Engine(Protocol):
    """Runs one statement over named Arrow tables and yields pairs of positions."""

    def pairs(self, sql: str, tables: dict[str, pa.Table]) -> Iterator[tuple[Whole, Whole]]:
        """Yield the columns ``i`` and ``j`` in batches."""
        ...


class DuckDB:
    """DuckDB in this process, with bounded memory; what is too much goes to a scratch folder."""

    def __init__(self, folder: str) -> None:
        import duckdb

        self._base = duckdb.connect()
        self._base.execute("SET memory_limit = ?", [MEMORY])
        self._base.execute("SET temp_directory = ?", [folder])
        self._base.execute("SET threads = ?", [max(1, min(8, os.cpu_count() or 1))])
        self._base.execute("SET preserve_insertion_order = false")

    def pairs(self, sql: str, tables: dict[str, pa.Table]) -> Iterator[tuple[Whole, Whole]]:
        """Yield the pairs as they are found."""
        for name, table in tables.items():
            self._base.register(name, table)
        reader = self._base.sql(sql).to_arrow_reader(BATCH)
        for batch in reader:
            yield batch["i"].to_numpy(), batch["j"].to_numpy()


class Spark:
    """Spark on this machine, or the cluster its own settings name."""

    def __init__(self) -> None:
        try:
            from pyspark.sql import SparkSession
        except ImportError:
            raise MissingExtra(
                "Spark is not installed: pip install 'goodoffices[spark]' (and Java 17)."
            ) from None
        build: Any = SparkSession.builder
        settings = {
            "spark.ui.enabled": "false",
            "spark.sql.execution.arrow.pyspark.enabled": "true",
            "spark.sql.shuffle.partitions": "8",
        }
        for name, value in settings.items():
            build = build.config(name, value)
        if not os.environ.get("SPARK_MASTER"):
            build = build.master("local[2]")
        self._session = build.appName("goodoffices link").getOrCreate()

    def pairs(self, sql: str, tables: dict[str, pa.Table]) -> Iterator[tuple[Whole, Whole]]:
        """Yield the pairs, all at once."""
        import numpy as np

        for name, table in tables.items():
            rows = list(zip(*(column.to_pylist() for column in table.columns), strict=True))
            frame = self._session.createDataFrame(rows, _schema(table))
            frame.createOrReplaceTempView(name)
        found = np.array(self._session.sql(sql).collect(), np.int32).reshape(-1, 2)
        yield found[:, 0], found[:, 1]

    def stop(self) -> None:
        """End the session and its Java process."""
        self._session.stop()


def _schema(table: pa.Table) -> str:
    names = {"int32": "int", "int64": "bigint", "double": "double", "bool": "boolean"}
    return ", ".join(f"{field.name} {names[str(field.type)]}" for field in table.schema)


@contextmanager
def opened(name: str) -> Iterator[Engine]:
    """Open an engine by name. Raises `InvalidInput` for one there is not, `MissingExtra`."""
    if name == "spark":
        spark = Spark()
        try:
            yield spark
        finally:
            spark.stop()
    elif name == "duckdb":
        with tempfile.TemporaryDirectory(prefix="goodoffices-link-") as folder:
            yield DuckDB(folder)
    else:
        raise InvalidInput(f"There is no engine {name[:40]!r}: choose duckdb or spark.")


def met(table: Table, engine: Engine) -> Iterator[tuple[Whole, Whole]]:
    """Yield the pairs of positions that may be near in place and time, i < j, in batches."""
    import numpy as np

    of = levels(table)
    for level in range(len(LEVELS)):
        if not (np.asarray(of) == level).any():
            continue
        tables = {"records": columns(table, level, of), "offsets": offsets(level)}
        yield from engine.pairs(MEET, tables)
