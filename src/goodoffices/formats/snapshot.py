"""Write a dated Parquet snapshot whose bytes depend on nothing but its rows and facts."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from goodoffices.codebook.errors import InvalidInput

ROWS = 32_768
KINDS = ("text", "integer", "number", "boolean", "date", "moment")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A snapshot that lies on disk: where, how many rows, and the SHA-256 of its bytes."""

    path: Path
    digest: str
    rows: int


def write(
    rows: Iterable[Mapping[str, Any]],
    columns: Sequence[tuple[str, str]],
    folder: Path,
    *,
    name: str,
    programme: str,
    made_at: datetime,
    code_version: str,
    facts: Mapping[str, str] | None = None,
) -> Snapshot:
    """Stream rows into ``folder/name-YYYYMMDDTHHMMSSZ.parquet`` and return it with its digest.

    ``columns`` are (name, kind) pairs with a kind of `KINDS`; a value that does not fit its kind
    raises `InvalidInput` and leaves nothing behind. The file holds the facts as metadata. It
    appears under its name only when it is whole and on disk.
    """
    if made_at.tzinfo is None:
        raise InvalidInput("A snapshot's time needs its time zone.")
    stamp = made_at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "snapshot"
    path = folder / f"{slug}-{stamp}.parquet"
    told = {
        "programme": programme,
        "made_at": made_at.astimezone(UTC).isoformat(),
        "code_version": code_version,
        **(facts or {}),
    }
    handle, temporary = tempfile.mkstemp(prefix=".snapshot-", dir=folder)
    try:
        with os.fdopen(handle, "wb") as target:
            count = _stream(rows, columns, target, told)
            target.flush()
            os.fsync(target.fileno())
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return Snapshot(path, digest_of(path), count)


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file's bytes in hexadecimal, read in pieces."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def facts_of(path: Path) -> dict[str, str]:
    """Return the facts a snapshot carries: programme, made_at, code_version and others."""
    import pyarrow.parquet as pq

    metadata = pq.read_schema(path).metadata or {}
    prefix = b"goodoffices."
    return {
        key.removeprefix(prefix).decode(): value.decode()
        for key, value in metadata.items()
        if key.startswith(prefix)
    }


def _stream(
    rows: Iterable[Mapping[str, Any]],
    columns: Sequence[tuple[str, str]],
    target: Any,
    told: Mapping[str, str],
) -> int:
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = _schema(columns, told)
    count = 0
    with pq.ParquetWriter(target, schema, compression="zstd", version="2.6") as writer:
        for batch in _batches(rows):
            arrays = [_array(batch, item) for item in schema]
            writer.write_batch(pa.record_batch(arrays, schema=schema), row_group_size=ROWS)
            count += len(batch)
    return count


def _batches(rows: Iterable[Mapping[str, Any]]) -> Iterator[list[Mapping[str, Any]]]:
    remaining = iter(rows)
    while batch := list(islice(remaining, ROWS)):
        yield batch


def _schema(columns: Sequence[tuple[str, str]], told: Mapping[str, str]) -> Any:
    import pyarrow as pa

    types = {
        "text": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "boolean": pa.bool_(),
        "date": pa.date32(),
        "moment": pa.timestamp("us", tz="UTC"),
    }
    unknown = sorted({kind for _, kind in columns} - set(types))
    if unknown:
        raise InvalidInput(f"A snapshot knows no column kind {', '.join(unknown)}.")
    metadata = {f"goodoffices.{key}": told[key] for key in sorted(told)}
    return pa.schema([(name, types[kind]) for name, kind in columns], metadata=metadata)


def _array(batch: Sequence[Mapping[str, Any]], item: Any) -> Any:
    import pyarrow as pa

    values = [row.get(item.name) for row in batch]
    if pa.types.is_string(item.type):
        values = [_text(value) for value in values]
    try:
        return pa.array(values, item.type)
    except (pa.ArrowException, TypeError, ValueError, OverflowError):
        raise InvalidInput(f"A value in column {item.name} is not of its kind.") from None


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, list | tuple):
        return "; ".join(str(part) for part in value)
    return str(value)
