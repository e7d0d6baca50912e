"""Write what goes with open data: a table with an HXL row, its metadata, its text to be read first.

The metadata file names things as the Humanitarian Data Exchange does; the HXL row is that of the
standard 1.1: one hashtag a column, under the header.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from goodoffices.formats import csv_out


def hxl_csv(
    rows: Iterable[Mapping[str, Any]], tags: Mapping[str, str], *, bom: bool = False
) -> Iterator[bytes]:
    """Yield a CSV file with a row of hashtags under its header; ``tags`` are by column, in order.

    Text is guarded as in every CSV of ours (`formats.guard`).
    """
    return csv_out.write(chain([tags], rows), list(tags), bom=bom)


def metadata(facts: Mapping[str, Any]) -> bytes:
    """Return the metadata file: readable JSON, keys in the order given."""
    return json.dumps(facts, ensure_ascii=False, indent=2).encode() + b"\n"


def readme(title: str, parts: Sequence[tuple[str, str]]) -> str:
    """Return one language's part of the text file: a title and headed paragraphs."""
    said = [title, "=" * max(len(title), 3), ""]
    for heading, text in parts:
        if text.strip():
            said += [f"{heading}:", text.strip(), ""]
    return "\n".join(said)
