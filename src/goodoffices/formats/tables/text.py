"""Read delimited text: any delimiter, encoding and line end, packed or not."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from itertools import islice
from typing import BinaryIO, TypeAlias

from goodoffices.codebook.errors import InvalidInput
from goodoffices.formats.reasons import Bad
from goodoffices.formats.tables import encoding as encodings
from goodoffices.formats.tables.limits import Limits, Source, opened
from goodoffices.formats.tables.sniffing import HEAD, refuse_unless_text
from goodoffices.formats.tables.table import Row, Table, tidy_columns
from goodoffices.formats.tables.unpacking import gunzipped, unzipped

DELIMITERS = (",", ";", "\t", "|")
Headerless: TypeAlias = Callable[[Sequence[str]], tuple[str, ...] | None]
Opener: TypeAlias = Callable[[], AbstractContextManager[BinaryIO]]


def open_text(
    source: Source,
    kind: str,
    *,
    encoding: str | None,
    delimiter: str | None,
    headerless: Headerless | None,
    limits: Limits,
) -> Table:
    """Open delimited text, finding out its encoding and delimiter. Raises `InvalidInput`."""
    content = partial(_content, source, kind, limits)
    with content() as stream:
        refuse_unless_text(_head(stream))
    with content() as stream:
        found = encodings.named(stream, encoding) if encoding else encodings.detect(stream)
    sample = _sample(content, found)
    mark = delimiter or _delimiter(sample)
    first = next(csv.reader(sample, delimiter=mark), [])
    by_position = headerless(first) if headerless else None
    columns = by_position or tidy_columns(first)
    if len(columns) > limits.columns:
        raise InvalidInput(f"The table has more than {limits.columns:,} columns: it was refused.")
    rows = partial(_rows, content, found, mark, columns, by_position is None, limits)
    return Table("csv", columns, rows, found, mark, header=by_position is None)


@contextmanager
def _content(source: Source, kind: str, limits: Limits) -> Iterator[BinaryIO]:
    with opened(source) as handle:
        if kind == "gzip":
            with gunzipped(handle, limits) as stream:
                yield stream
        elif kind == "zip":
            with unzipped(handle, limits) as stream:
                yield stream
        else:
            yield handle


def _head(stream: BinaryIO) -> bytes:
    head = stream.read(HEAD)
    if head.startswith((b"PAR1", b"PK\x03\x04", b"\x1f\x8b")):
        raise InvalidInput("The packed file holds another packed file: unpack it first.")
    return head


@contextmanager
def _text(content: Opener, encoding: str) -> Iterator[io.TextIOWrapper]:
    with content() as stream:
        text = io.TextIOWrapper(stream, encoding=encoding, newline="")
        try:
            yield text
        finally:
            text.detach()


def _sample(content: Opener, encoding: str) -> list[str]:
    with _text(content, encoding) as text:
        lines = list(io.StringIO(text.read(HEAD), newline=""))
    while lines and not lines[0].strip():
        lines.pop(0)
    if lines and lines[0].startswith("sep="):
        lines.pop(0)
    if not lines:
        raise InvalidInput("The file is empty: nothing was loaded.")
    return lines


def _delimiter(sample: list[str]) -> str:
    """Choose the delimiter that gives the first rows the most cells, equally many in each."""
    best, most = ",", (0, 1)
    for mark in DELIMITERS:
        widths = [len(row) for row in islice(csv.reader(sample, delimiter=mark), 20)]
        score = (sum(width == widths[0] for width in widths), widths[0])
        if widths[0] > 1 and (score[1] > most[1] if most[1] == 1 else score > most):
            best, most = mark, score
    return best


class _Lines:
    """The lines of the text, with what the row reader must know about the last one given."""

    def __init__(self, text: io.TextIOWrapper, limits: Limits) -> None:
        self._readline, self._most = text.readline, limits.line_characters
        self.ended, self.exhausted, self.nul, self.length = True, False, False, 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._readline(self._most)
        if not line:
            self.exhausted = True
            raise StopIteration
        self.ended = line[-1] in "\r\n"
        self.length += len(line)
        if len(line) >= self._most:
            raise InvalidInput(
                f"The file has a line of more than {self._most:,} characters: it is no table."
            )
        if "\0" in line:
            self.nul = True
        return line


def _rows(
    content: Opener,
    encoding: str,
    delimiter: str,
    columns: tuple[str, ...],
    header: bool,
    limits: Limits,
) -> Iterator[Row]:
    width, most = len(columns), limits.cell_characters
    csv.field_size_limit(max(csv.field_size_limit(), limits.line_characters))
    with _text(content, encoding) as text:
        lines = _Lines(text, limits)
        reader = csv.reader(lines, delimiter=delimiter)
        start, given = 1, 0
        try:
            for cells in reader:
                line, start = start, reader.line_num + 1
                if lines.exhausted:
                    raise InvalidInput(
                        f"The file ends inside a quotation that opens in the row at line {line:,}: "
                        "it is cut off or a quotation mark is missing. Nothing was loaded."
                    )
                if not cells or not any(cells):
                    continue
                if header:
                    header = bool(line == 1 and cells[0].startswith("sep="))
                    continue
                given += 1
                if given > limits.rows:
                    raise InvalidInput(f"The table has more than {limits.rows:,} rows: split it.")
                if lines.nul or len(cells) != width or lines.length > most:
                    yield line, cells, _problem(cells, columns, lines, line, limits)
                    lines.nul = False
                else:
                    yield line, cells, None
                lines.length = 0
        except csv.Error as error:
            raise InvalidInput(f"The table cannot be read at line {start:,}: {error}.") from None
        except UnicodeError:
            raise InvalidInput(
                f"The text cannot be read as {encoding} at line {start:,}: choose the encoding."
            ) from None


def _problem(
    cells: list[str], columns: tuple[str, ...], lines: _Lines, line: int, limits: Limits
) -> Bad | None:
    if len(cells) < len(columns) and not lines.ended:
        raise InvalidInput(
            f"The file ends in the middle of the row at line {line:,}: it is cut off. Fetch it "
            "again, nothing was loaded."
        )
    if lines.nul:
        return Bad("", "", "nul_character")
    if len(cells) != len(columns):
        found, expected = str(len(cells)), str(len(columns))
        return Bad("", cells[0], "wrong_cell_count", found=found, expected=expected)
    for name, cell in zip(columns, cells, strict=True):
        if len(cell) > limits.cell_characters:
            return Bad(name, cell, "cell_too_long", limit=f"{limits.cell_characters:,}")
    return None
