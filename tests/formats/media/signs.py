"""Pictures and scans with words on them, in three scripts, for reading them back."""

from __future__ import annotations

import io
import shutil
from collections.abc import Sequence
from pathlib import Path

import pikepdf
import pytest
from PIL import Image, ImageDraw, ImageFont

ENGLISH = "The bridge at Harrow was closed on Monday."
ARABIC, HEBREW = "أغلق الجسر يوم الاثنين", "הגשר נסגר ביום שני"
FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"

needs_tesseract = pytest.mark.skipif(
    shutil.which("tesseract") is None, reason="Tesseract is not installed (apt: tesseract-ocr)"
)


def sign(lines: Sequence[str] = (ENGLISH,)) -> Image.Image:
    """Return a picture with lines of text; other scripts than Latin need a font of the system."""
    latin = all(line.isascii() for line in lines)
    if not latin and not Path(FONT).is_file():
        pytest.skip("No font with Arabic and Hebrew letters here (apt: fonts-dejavu-core)")
    font = ImageFont.load_default(44) if latin else ImageFont.truetype(FONT, 44)
    picture = Image.new("RGB", (1400, 120 + 100 * len(lines)), "white")
    pen = ImageDraw.Draw(picture)
    for number, line in enumerate(lines):
        pen.text((60, 60 + 100 * number), line, font=font, fill="black")
    return picture


def png(picture: Image.Image) -> bytes:
    """Return a picture as the bytes of a PNG."""
    packed = io.BytesIO()
    picture.save(packed, "PNG")
    return packed.getvalue()


def scan(place: Path, pages: Sequence[Image.Image]) -> Path:
    """Write pictures as the pages of a PDF that has no text of its own."""
    pages[0].save(place, "PDF", save_all=True, append_images=list(pages[1:]), resolution=150)
    with pikepdf.open(place) as pdf:
        assert len(pdf.pages) == len(pages)
    return place
