"""Read a Parquet file as rows of text, batch by batch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, BinaryIO

from goodoffices.codebook.errors import InvalidInput
from goodoffices.formats.reasons import Bad
from goodoffices.formats.tables.limits import Limits, Source, opened
from goodoffices.formats.tables.table import Row, Table

if TYPE_CHECKING:
    import pyarrow as pa
    from pyarrow.parquet import ParquetFile

BATCH = 8192
BROKEN = "The Parquet file is damaged or cut off: fetch it again, nothing was loaded."


def open_parquet(source: Source, *, limits: Limits) -> Table:
    """Open a Parquet file whose footer is whole and whose size is sane. Raises `InvalidInput`."""
    with opened(source) as handle:
        file = _file(handle, limits)
        columns = tuple(field.name for field in file.schema_arrow if _is_scalar(field.type))
        _refuse(file, columns, limits)
    return Table("parquet", columns, partial(_rows, source, columns, limits))


def _file(handle: BinaryIO, limits: Limits) -> ParquetFile:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        plain = pq.ParquetFile(handle, thrift_string_size_limit=2**26)
        texts = [field.name for field in plain.schema_arrow if _is_text(field.type)]
        handle.seek(0)
        return pq.ParquetFile(handle, read_dictionary=texts, thrift_string_size_limit=2**26)
    except (pa.ArrowException, OSError, ValueError):
        raise InvalidInput(BROKEN) from None


def _refuse(file: ParquetFile, columns: Sequence[str], limits: Limits) -> None:
    groups = file.metadata.num_row_groups
    unpacked = sum(file.metadata.row_group(number).total_byte_size for number in range(groups))
    if file.metadata.num_rows > limits.rows or unpacked > limits.unpacked_bytes:
        raise InvalidInput(
            f"The Parquet file unpacks to {file.metadata.num_rows:,} rows and {unpacked / 1e9:.1f} "
            "GB, more than can be taken: split it."
        )
    if not columns or len(columns) > limits.columns:
        raise InvalidInput("The Parquet file has no usable columns, or too many.")


def _rows(source: Source, columns: tuple[str, ...], limits: Limits) -> Iterator[Row]:
    import pyarrow as pa

    line = 1
    with opened(source) as handle:
        file = _file(handle, limits)
        try:
            for batch in file.iter_batches(batch_size=BATCH, columns=list(columns)):
                cells, long = _texts(batch, limits)
                for row in zip(*cells, strict=True):
                    line += 1
                    yield line, row, _problem(columns, row, limits) if long else None
        except (pa.ArrowException, OSError, UnicodeDecodeError):
            raise InvalidInput(BROKEN) from None


def _texts(batch: pa.RecordBatch, limits: Limits) -> tuple[list[list[str]], bool]:
    """Return the columns of a batch as text, and whether some cell needs a closer look."""
    columns, long = [], False
    for column in batch.columns:
        texts, odd = _column(column, limits)
        columns.append(texts)
        long = long or odd
    return columns, long


def _column(column: Any, limits: Limits) -> tuple[list[str], bool]:
    import pyarrow as pa
    from pyarrow import compute

    if pa.types.is_dictionary(column.type):
        values = ["" if value is None else str(value) for value in column.dictionary.to_pylist()]
        values.append("")
        indices = compute.fill_null(column.indices, len(values) - 1).to_pylist()
        odd = any(len(value) > limits.cell_characters or "\0" in value for value in values)
        return [values[index] for index in indices], odd
    if pa.types.is_floating(column.type):
        return [number_text(value) for value in column.to_pylist()], False
    if pa.types.is_boolean(column.type):
        return ["" if value is None else "01"[value] for value in column.to_pylist()], False
    texts = compute.fill_null(compute.cast(column, pa.string()), "").to_pylist()
    return texts, False


def number_text(value: float | None) -> str:
    """Write a number as briefly as it can be read back; nothing for null and NaN."""
    if value is None or value != value:
        return ""
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def _problem(columns: Sequence[str], row: Sequence[str], limits: Limits) -> Bad | None:
    for name, cell in zip(columns, row, strict=True):
        if "\0" in cell:
            return Bad(name, "", "nul_character")
        if len(cell) > limits.cell_characters:
            return Bad(name, cell, "cell_too_long", limit=f"{limits.cell_characters:,}")
    return None


def _is_text(kind: Any) -> bool:
    from pyarrow import types

    return bool(types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind))


def _is_scalar(kind: Any) -> bool:
    from pyarrow import types

    if types.is_dictionary(kind):
        return _is_text(kind.value_type)
    return not (types.is_nested(kind) or types.is_binary(kind) or types.is_large_binary(kind))
