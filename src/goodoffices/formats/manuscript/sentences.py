"""The sentences of a text: which state facts, and on which citations they rest."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from goodoffices.formats.manuscript.blocks import Block, blocks
from goodoffices.formats.manuscript.marks import ANY, CITES, OURS, FigureMark, figures, keys

_OF_SENTENCE = rf"(?:[ \t]*(?:{CITES.pattern}|{OURS.pattern}))*"
_STOP = re.compile(rf"(?P<stop>[.!?؟۔…]+)[\"”»“'’)\]*_]*{_OF_SENTENCE}(?=\s|$)")
_SHORT = re.compile(
    r"(?:^|[\s(\"“«])(?:[A-Za-zא-ת]|Mr|Mrs|Ms|Dr|Prof|Gen|Col|Lt|Maj|Sgt|St|No|Nos|Art|para|"
    r"pp|vol|cf|approx|e\.g|i\.e|U\.N|etc)$"
)
_LEAD = re.compile(r"(?:[\s>|]|[-*+](?=\s)|\d{1,9}[.)](?=\s))+")
_LETTER = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, or one row of a table, at ``start`` to ``end`` of the text with its marks.

    ``text`` leaves the marks out, except figures. ``keys`` are the citations it rests on,
    ``figures`` the figures in it; a figure rests on its own citation, too. ``is_fact`` is false
    where it is marked as ours; ``quoted`` is true within a block of quotation.
    """

    text: str
    start: int
    end: int
    keys: tuple[str, ...]
    figures: tuple[FigureMark, ...]
    is_fact: bool
    quoted: bool


def sentences(body: str) -> list[Sentence]:
    """Return the sentences in order; headings and the heads of tables are none."""
    return [found for block in blocks(body) for found in _of_block(body, block)]


def _of_block(body: str, block: Block) -> Iterator[Sentence]:
    for start, end in _divided(body, block):
        if found := _sentence(body, start, end, block.quoted):
            yield found


def _divided(body: str, block: Block) -> Iterator[tuple[int, int]]:
    lead = _LEAD.match(body, block.start, block.end)
    start = lead.end() if lead else block.start
    if not block.whole:
        for match in _STOP.finditer(body, start, block.end):
            if _ends_here(body, block, match):
                yield start, match.end()
                start = _after_marks(body, match.end(), block.end)
    if start < block.end:
        yield start, block.end


def _ends_here(body: str, block: Block, match: re.Match[str]) -> bool:
    """Say whether a full stop ends a sentence: not after an initial, a title or "e.g."."""
    if match["stop"] != "." or match.end() == block.end:
        return True
    return not _SHORT.search(body, max(block.start, match.start() - 12), match.start())


def _after_marks(body: str, at: int, end: int) -> int:
    while at < end and body[at].isspace():
        at += 1
    return at


def _sentence(body: str, start: int, end: int, quoted: bool) -> Sentence | None:
    """Leave out what begins a line of a list or quotation; None where nothing is said."""
    if lead := _LEAD.match(body, start, end):
        start = lead.end()
    part = body[start:end]
    bare = ANY.sub(lambda m: m[0] if m["of"] else "", part)
    if not _LETTER.search(ANY.sub("", part)) and "[=" not in part:
        return None
    of_part = tuple(
        FigureMark(one.key, one.field, one.start + start, one.end + start) for one in figures(part)
    )
    cited = [*(mark.key for mark in keys(part)), *(mark.key for mark in of_part)]
    return Sentence(
        text=" ".join(bare.split()),
        start=start,
        end=end,
        keys=tuple(dict.fromkeys(cited)),
        figures=of_part,
        is_fact=OURS.search(part) is None,
        quoted=quoted,
    )
