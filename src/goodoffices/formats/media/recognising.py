"""The text that stands in a picture or on the pages of a scan, read by a local Tesseract.

Run in a process of its own (`calling`); what reads the points is a further process that inherits
its limits. What is read is what a person would see: a PDF's own layer of text, which may say
something else, is not believed.
"""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from goodoffices.formats.media.drawing import document_of, page_of, upright
from goodoffices.formats.media.values import Refused

MOST_PAGES = 100
"""Pages of the longest document that is read."""

SIDE = 3500
"""Points of the longer side of what is read: an A4 page at 300 dots per inch."""

PAGE_SECONDS = 60
"""The longest that one page may take."""

LONGEST = 2_000_000
"""Letters kept of a text."""

NEXT_PAGE = "\f"
"""What stands between the texts of two pages."""


def text(
    path: str, media_type: str, target: str, program: str, languages: Sequence[str], seconds: int
) -> dict[str, Any]:
    """Write the text of a file, pages apart; refused where none is found."""
    ends, pages = time.monotonic() + seconds, []
    for number, picture in enumerate(_pictures(path, media_type), 1):
        picture.thumbnail((SIDE, SIDE))
        pages.append(_read(picture, number, program, languages, ends))
    whole = NEXT_PAGE.join(pages)[:LONGEST]
    if not whole.strip():
        raise Refused("no-text")
    Path(target).write_text(whole + "\n", encoding="utf-8")
    letters = sum(sign.isalnum() for sign in whole)
    return {"format": "text", "pages": len(pages), "letters": letters}


def _pictures(path: str, media_type: str) -> Iterator[Any]:
    if media_type != "application/pdf":
        yield upright(path)
        return
    with document_of(path) as document:
        if len(document) > MOST_PAGES:
            raise Refused("too-many-pages")
        for index in range(len(document)):
            yield page_of(document, index, SIDE)


def _read(picture: Any, number: int, program: str, languages: Sequence[str], ends: float) -> str:
    """Return the text of one page; the page lies in the folder of this process meanwhile."""
    place = Path(f"page-{number}.png").absolute()
    picture.save(place, "PNG", compress_level=1)
    left = min(PAGE_SECONDS, ends - time.monotonic())
    try:
        done = subprocess.run(  # noqa: S603
            [program, str(place), str(place.with_suffix("")), "-l", "+".join(languages)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=max(left, 0.1),
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Refused("too-long") from None
    if done.returncode:
        raise Refused("too-long" if done.returncode == -24 else "not-read")
    place.unlink()
    return _cleaned(place.with_suffix(".txt").read_text(encoding="utf-8", errors="replace"))


def _cleaned(text: str) -> str:
    """Return a page's text without what is no letter: control signs, its own end of page."""
    kept = "".join(sign for sign in text if sign == "\n" or sign.isprintable())
    return kept.strip()
