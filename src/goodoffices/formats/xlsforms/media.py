"""Check what is handed in for a form: pictures, sounds, videos, and lists of choices."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, BinaryIO

from goodoffices.codebook.errors import InvalidInput
from goodoffices.formats.tables import Limits, open_table
from goodoffices.formats.xlsforms.sheets import Refused
from goodoffices.formats.xlsforms.xform import parse

LIMITS = Limits(
    file_bytes=50 * 2**20, unpacked_bytes=50 * 2**20, rows=200_000, cell_characters=20_000
)
"""A list larger than this would make phones crawl."""

MOST_LABELS = 5_000
"""Choices of a list whose labels are kept beside the form, for reading answers."""

NAMES, LABELS = ("name", "value", "id"), ("label", "title")


@dataclass(frozen=True, slots=True)
class FormList:
    """A list of choices as it was handed in. ``choices`` as ``FormVersion.choices`` keeps them."""

    columns: tuple[str, ...]
    rows: int
    choices: tuple[dict[str, Any], ...] = ()


def check_list(name: str, stream: BinaryIO) -> FormList:
    """Look through a whole list (CSV, GeoJSON or XML by its name). Raises `InvalidInput`."""
    if name.lower().endswith(".csv"):
        return _csv(stream)
    content = _whole(stream)
    if name.lower().endswith(".geojson"):
        return _geojson(content)
    try:
        root = parse(content)
    except Refused:
        raise InvalidInput("The file is not well-formed XML: save it again.") from None
    return FormList((), len(root))


def _whole(stream: BinaryIO) -> bytes:
    stream.seek(0)
    content = stream.read(LIMITS.file_bytes + 1)
    if len(content) > LIMITS.file_bytes:
        limit = LIMITS.file_bytes // 2**20
        raise InvalidInput(f"The list is larger than {limit} MB: phones could not open it.")
    return content


def _csv(stream: BinaryIO) -> FormList:
    table = open_table(stream, encoding="utf-8", delimiter=",", limits=LIMITS)
    if table.kind in {"parquet", "xlsx"}:
        raise InvalidInput("The list must be a plain CSV file in UTF-8: save it as that.")
    choices, count = [], 0
    at, said = _column(table.columns, NAMES), _column(table.columns, LABELS)
    for line, cells, problem in table.rows():
        if problem is not None:
            raise InvalidInput(
                f"Line {line} of the list has not as many cells as the first: correct it."
            )
        count += 1
        if at is not None and said is not None and count <= MOST_LABELS:
            choices.append({"name": cells[at], "labels": {"default": cells[said]}})
    return FormList(tuple(table.columns), count, tuple(choices))


def _column(columns: tuple[str, ...], names: tuple[str, ...]) -> int | None:
    folded = [column.strip().casefold() for column in columns]
    return next((folded.index(name) for name in names if name in folded), None)


def _geojson(content: bytes) -> FormList:
    try:
        features = json.loads(content)["features"]
        found = list(islice(_features(features), MOST_LABELS))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise InvalidInput(
            "The file is no GeoJSON collection of features: phones could not read it."
        ) from None
    return FormList(("id", "title"), len(features), tuple(found))


def _features(features: Any) -> Iterator[dict[str, Any]]:
    for feature in features:
        about = feature.get("properties") or {}
        name = about.get("id", feature.get("id", ""))
        yield {"name": str(name), "labels": {"default": str(about.get("title", name))}}


KINDS = {
    "image": (".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".svg"),
    "audio": (".mp3", ".wav", ".ogg", ".oga", ".m4a", ".aac", ".amr", ".flac"),
    "video": (".mp4", ".3gp", ".webm", ".mkv", ".mov"),
}


def check_kind(name: str, media_type: str) -> None:
    """Refuse a file whose first bytes are not what its name promises. Raises `InvalidInput`."""
    ending = f".{name.rsplit('.', 1)[-1].lower()}"
    wanted = next((kind for kind, endings in KINDS.items() if ending in endings), "")
    start = media_type.split("/")[0]
    if not wanted or start == wanted or {start, wanted} == {"audio", "video"}:
        return
    raise InvalidInput(
        f"The form needs {name[:100]!r}, and the file handed in holds something else "
        f"({media_type}): choose the right one."
    )
