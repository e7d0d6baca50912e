"""Read an estimate of how many in all that was taken out of a programme, to repeat it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from goodoffices.codebook.errors import InvalidInput
from goodoffices.formats.capture_histories import Histories, written

FORMAT = "goodoffices-estimate-1"
MOST_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class EstimateRecord:
    """The counts of a recorded estimate, and the average it came to: low, estimate, high.

    ``average`` is None where it gives no figure. ``version`` is that of the method.
    """

    histories: Histories
    average: tuple[float, float, float] | None
    version: str


def is_record(path: Path) -> bool:
    """Say whether a file is JSON rather than a table."""
    with path.open("rb") as file:
        return file.read(64).lstrip().startswith(b"{")


def read(path: Path) -> EstimateRecord:
    """Read the file and check that its counts are those its hash is of. Raises `InvalidInput`."""
    if path.stat().st_size > MOST_BYTES:
        raise InvalidInput("This is no recorded estimate: it is too large.")
    try:
        record = json.loads(path.read_bytes())
        lists = tuple(str(name) for name in record["lists"])
        counts = {_history(one["history"]): int(one["count"]) for one in record["histories"]}
        average = (record["result"] or {}).get("average")
        version, stated = str(record["method"]["version"]), str(record["input_sha256"])
        found = average and tuple(float(average[name]) for name in ("low", "estimate", "high"))
        known = record["format"] == FORMAT
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise InvalidInput("This is no recorded estimate: parts of it are missing.") from None
    if not known:
        raise InvalidInput(f"This is no recorded estimate of the form {FORMAT}.")
    if sha256(written(lists, counts)).hexdigest() != stated:
        raise InvalidInput(
            "The counts are not those that the estimate was made from: they were changed since.",
            code="changed",
        )
    return EstimateRecord(Histories(lists, counts), found or None, version)


def _history(signs: Any) -> tuple[int, ...]:
    found = tuple(signs)
    if any(sign not in (0, 1) for sign in found):
        raise ValueError("a history is made of 0 and 1")
    return found
