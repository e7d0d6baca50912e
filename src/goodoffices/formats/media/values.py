"""What is learnt of a file, and what is to be covered of it: plain values."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from goodoffices.codebook.errors import GoodOfficesError, InvalidInput

WHOLE = 100.0
"""Boxes are given in hundredths of the width and height, whatever the picture's size."""

MOST_BOXES = 500

SECONDS = 20
"""The longest that reading one file may take."""

TEXT_SECONDS = 600
"""The longest that reading the text on all pages of a document may take."""


class Refused(Exception):
    """Inside the process that reads: the file cannot be read; the code says why."""


class Failed(GoodOfficesError):
    """A file could not be read within the limits; ``code`` says why, the message in a sentence."""

    status = 400
    exit_code = 5


@dataclass(frozen=True, slots=True)
class Facts:
    """What a file turned out to be.

    ``problem`` is why it could not be read, empty when it could; ``flags`` are what one should
    know before opening it; ``said`` is what it says of itself (EXIF, a PDF's properties);
    ``looks`` the perceptual hash of a picture.
    """

    width: int | None = None
    height: int | None = None
    pages: int | None = None
    problem: str = ""
    flags: tuple[str, ...] = ()
    said: dict[str, str] = field(default_factory=dict)
    taken: str = ""
    latitude: float | None = None
    longitude: float | None = None
    looks: int | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the facts as JSON holds them."""
        return asdict(self)

    @classmethod
    def from_dict(cls, found: dict[str, Any]) -> Facts:
        """Return the facts of a JSON object."""
        return cls(**{**found, "flags": tuple(found.get("flags", ()))})


@dataclass(frozen=True, slots=True)
class Box:
    """A part of a page to be covered, in hundredths from its left and upper edge."""

    page: int
    left: float
    top: float
    width: float
    height: float

    def pixels(self, width: int, height: int) -> tuple[int, int, int, int]:
        """Return the corners in pixels, rounded outwards: nothing of an edge shows through."""
        return (
            math.floor(self.left * width / WHOLE),
            math.floor(self.top * height / WHOLE),
            min(math.ceil((self.left + self.width) * width / WHOLE), width) - 1,
            min(math.ceil((self.top + self.height) * height / WHOLE), height) - 1,
        )


def parse_boxes(text: str, *, pages: int) -> list[Box]:
    """Read boxes, one a line: page, left, top, width, height. Raises InvalidInput.

    Edges are in hundredths of the page; a box that leaves its page is refused, not cut: who drew
    it meant something else.
    """
    boxes = []
    for number, line in enumerate(text.splitlines(), 1):
        parts = line.replace(",", " ").replace(";", " ").split()
        if parts:
            boxes.append(_box(number, parts, pages))
    if not boxes:
        raise InvalidInput("Mark at least one part that has to be covered.", code="no-boxes")
    if len(boxes) > MOST_BOXES:
        raise InvalidInput(f"More than {MOST_BOXES} parts are marked.", code="too-many-boxes")
    return boxes


def _box(number: int, parts: Sequence[str], pages: int) -> Box:
    try:
        first, left, top, width, height = parts
        box = Box(int(first), float(left), float(top), float(width), float(height))
    except ValueError:
        raise InvalidInput(
            f"Line {number} has not five numbers: page, left, top, width, height.", code="bad-box"
        ) from None
    edges = (box.left, box.top, box.width, box.height)
    finite = all(math.isfinite(edge) for edge in edges)
    inside = box.left + box.width <= WHOLE + 1e-6 and box.top + box.height <= WHOLE + 1e-6
    if not finite or min(edges) < 0 or not inside or not box.width or not box.height:
        raise InvalidInput(f"Part {number} lies outside its page, or is empty.", code="bad-box")
    if not 1 <= box.page <= pages:
        raise InvalidInput(f"Part {number} is on a page that is not there.", code="bad-box")
    return box
