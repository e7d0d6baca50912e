"""The marks in a text: which citations, figures and pictures it names, and where."""

from __future__ import annotations

import re
from dataclasses import dataclass

KEY = r"[a-z][a-z0-9]{0,19}"
CITES = re.compile(rf"\[@({KEY})\]")
FIGURE = re.compile(rf"\[=({KEY})\.([a-z][a-z_]*(?:\.[a-z_]+)*)\]")
PICTURE = re.compile(rf"\[!({KEY})\]")
OURS = re.compile(r"\[~\]")
ANY = re.compile(
    rf"\[@(?P<cites>{KEY})\]"
    rf"|\[=(?P<of>{KEY})\.(?P<field>[a-z][a-z_]*(?:\.[a-z_]+)*)\]"
    rf"|\[!(?P<picture>{KEY})\]"
    r"|\[(?P<ours>~)\]"
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark that names a citation, at ``start`` to ``end`` of the text."""

    key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class FigureMark:
    """A mark in whose place the figure ``field`` of a citation is shown."""

    key: str
    field: str
    start: int
    end: int


def keys(body: str) -> list[Mark]:
    """Return where the text cites what, in order."""
    return [Mark(m[1], *m.span()) for m in CITES.finditer(body)]


def figures(body: str) -> list[FigureMark]:
    """Return where figures stand in the text, in order."""
    return [FigureMark(m[1], m[2], *m.span()) for m in FIGURE.finditer(body)]


def pictures(body: str) -> list[Mark]:
    """Return where charts and maps stand in the text, in order."""
    return [Mark(m[1], *m.span()) for m in PICTURE.finditer(body)]
