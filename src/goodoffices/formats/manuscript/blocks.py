"""Where the running text of a manuscript stands in its Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token


def reader() -> MarkdownIt:
    """Return the reader of our Markdown: CommonMark with tables; no HTML, no pictures."""
    known = MarkdownIt("commonmark", {"html": False, "maxNesting": 30})
    return known.enable(["table", "strikethrough"]).disable(["image", "reference"])


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a row of a table, or set-off lines: text at ``start`` to ``end``.

    ``whole`` blocks are one statement, such as a row; others are divided into sentences.
    """

    start: int
    end: int
    quoted: bool
    whole: bool


def blocks(body: str) -> Iterator[Block]:
    """Yield all that says something: not headings, not the head of a table."""
    starts = _line_starts(body)
    quoted, silent = 0, False
    for token in reader().parse(body):
        quoted += token.nesting if token.type.startswith("blockquote") else 0
        if token.type in ("heading_open", "thead_open"):
            silent = True
        elif token.type in ("heading_close", "thead_close"):
            silent = False
        elif not silent and (found := _span(token, body, starts)):
            yield Block(*found, quoted=quoted > 0, whole=token.type != "paragraph_open")


def _span(token: Token, body: str, starts: list[int]) -> tuple[int, int] | None:
    if token.map is None or token.type not in SAYING:
        return None
    start = starts[token.map[0]]
    end = starts[token.map[1]] if token.map[1] < len(starts) else len(body)
    while end > start and body[end - 1] in "\n\r \t":
        end -= 1
    return (start, end) if end > start else None


SAYING = ("paragraph_open", "tr_open", "fence", "code_block")


def _line_starts(body: str) -> list[int]:
    return [0, *(match.end() for match in _LINE_END.finditer(body))]


_LINE_END = re.compile(r"\r\n?|\n")
