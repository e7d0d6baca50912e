"""How much of a file we are willing to take, and how a source is opened."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TypeAlias

from goodoffices.codebook.errors import InvalidInput

Source: TypeAlias = str | Path | BinaryIO


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one file. Bytes, rows, columns, and characters in one cell or line.

    ``ratio``: how many times larger than the packed file its content may be, looked at once
    ``ratio_from`` bytes have come out. Real event tables pack about 10 to 1.
    """

    file_bytes: int = 1_500_000_000
    unpacked_bytes: int = 4 * 2**30
    ratio: int = 200
    ratio_from: int = 32 * 2**20
    rows: int = 20_000_000
    columns: int = 1024
    cell_characters: int = 1_000_000
    line_characters: int = 32 * 2**20
    sheet_bytes: int = 2**30
    shared_text_bytes: int = 256 * 2**20


@contextmanager
def opened(source: Source) -> Iterator[BinaryIO]:
    """Open a path, or rewind a binary file object and leave it open. Raises `InvalidInput`."""
    if isinstance(source, str | Path):
        try:
            handle = open(source, "rb")  # noqa: SIM115 - closed below
        except OSError as error:
            raise InvalidInput(
                f"The file cannot be opened ({error.strerror}): check its path and rights."
            ) from None
        with handle:
            yield handle
    else:
        source.seek(0)
        yield source


def size_of(handle: BinaryIO) -> int:
    """Return the size in bytes without reading, and stay where we were."""
    here = handle.tell()
    size = handle.seek(0, os.SEEK_END)
    handle.seek(here)
    return size


def refuse_by_size(handle: BinaryIO, limits: Limits) -> int:
    """Return the size of a file that is neither empty nor too large. Raises `InvalidInput`."""
    size = size_of(handle)
    if size == 0:
        raise InvalidInput("The file is empty: nothing was loaded.")
    if size > limits.file_bytes:
        raise InvalidInput(
            f"The file is {size / 1e9:.1f} GB and the limit is {limits.file_bytes / 1e9:.1f} GB: "
            "split it, for example by year, or load it as Parquet."
        )
    return size
