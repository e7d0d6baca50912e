"""Pictures and pages drawn anew: for looking at them, and with parts of them covered for good.

What is written holds points and nothing else: no metadata, no text, no links, no attachments, no
second picture, no colour behind transparency. Run in a process of its own (`calling`).
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any

from goodoffices.formats.media.reading import POINTS, open_picture
from goodoffices.formats.media.values import Box, Refused

LOOK = 1600
"""Points of the longer side of what a person looks at while redacting."""

DOTS = 150
"""Dots per inch of a redacted document."""

MOST_PAGES = 300
QUALITY = 88
BLACK = (0, 0, 0)


def drawn(path: str, media_type: str, target: str, number: int) -> dict[str, Any]:
    """Write a picture, or one page of a PDF, as a JPEG to look at."""
    if media_type == "application/pdf":
        with document_of(path) as document:
            pages = len(document)
            if not 1 <= number <= pages:
                raise Refused("corrupt")
            picture = page_of(document, number - 1, LOOK)
    else:
        picture, pages = upright(path), 1
    picture.thumbnail((LOOK, LOOK))
    picture.save(target, "JPEG", quality=80)
    return {"width": picture.width, "height": picture.height, "pages": pages}


def smaller(path: str, media_type: str, target: str, side: int) -> dict[str, Any]:
    """Write a smaller picture without anything it said of itself."""
    if media_type == "application/pdf":
        raise Refused("no-picture")
    picture = upright(path)
    picture.thumbnail((side, side))
    picture.save(target, "JPEG", quality=QUALITY)
    return {"side": side, "width": picture.width, "height": picture.height}


def redact(
    path: str, media_type: str, target: str, boxes: Sequence[dict[str, Any]]
) -> dict[str, Any]:
    """Write a copy with boxes burnt into its points."""
    parts = [Box(**box) for box in boxes]
    if media_type == "application/pdf":
        return _redacted_document(path, target, parts)
    picture = upright(path)
    _burn(picture, parts)
    if media_type == "image/jpeg":
        picture.save(target, "JPEG", quality=QUALITY)
        return {"format": "jpeg", "pages": 1}
    picture.save(target, "PNG", optimize=False)
    return {"format": "png", "pages": 1}


def _burn(picture: Any, boxes: Sequence[Box]) -> None:
    from PIL import ImageDraw

    pen = ImageDraw.Draw(picture)
    for box in boxes:
        pen.rectangle(box.pixels(picture.width, picture.height), fill=BLACK)


def upright(path: str) -> Any:
    """Return the first picture of a file as it is meant to be seen: plain points, nothing more."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        picture = open_picture(path)
    except UnidentifiedImageError:
        raise Refused("no-picture") from None
    picture.load()
    turned = ImageOps.exif_transpose(picture)
    if turned.mode in {"RGBA", "LA", "PA"} or "transparency" in turned.info:
        seen = turned.convert("RGBA")
        plain = Image.new("RGB", seen.size, (255, 255, 255))
        plain.paste(seen, mask=seen.getchannel("A"))
        return plain
    plain = Image.new("RGB", turned.size)
    plain.paste(turned.convert("RGB"))
    return plain


def document_of(path: str) -> Any:
    """Open a PDF to draw its pages; a locked or broken one is refused."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise Refused("encrypted" if "password" in str(error).lower() else "corrupt") from None
    document.init_forms()
    return document


def page_of(document: Any, index: int, most: int | None = None) -> Any:
    """Return one page as points: at the dots of a copy, or with ``most`` on its longer side."""
    page = document[index]
    width, height = page.get_size()
    scale = most / max(width, height, 1) if most else DOTS / 72
    if width * height * scale * scale > POINTS or not width or not height:
        raise Refused("too-large-picture")
    picture = page.render(scale=scale).to_pil().convert("RGB")
    page.close()
    return picture


def _redacted_document(path: str, target: str, boxes: Sequence[Box]) -> dict[str, Any]:
    """Write a new PDF of drawn pages, page by page, so that only one is in memory as points."""
    import pikepdf

    with document_of(path) as document, pikepdf.new() as made:
        if len(document) > MOST_PAGES:
            raise Refused("too-many-pages")
        for picture in _covered(document, boxes):
            _add_page(made, picture)
        pages = len(document)
        made.save(target, deterministic_id=True)
    return {"format": "pdf", "pages": pages, "dots": DOTS}


def _covered(document: Any, boxes: Sequence[Box]) -> Iterator[Any]:
    for index in range(len(document)):
        picture = page_of(document, index)
        _burn(picture, [box for box in boxes if box.page == index + 1])
        yield picture


def _add_page(made: Any, picture: Any) -> None:
    import pikepdf

    packed = io.BytesIO()
    picture.save(packed, "JPEG", quality=QUALITY)
    drawn = made.make_stream(
        packed.getvalue(),
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=picture.width,
        Height=picture.height,
        ColorSpace=pikepdf.Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=pikepdf.Name.DCTDecode,
    )
    width, height = (round(side * 72 / DOTS, 2) for side in picture.size)
    made.add_blank_page(page_size=(width, height))
    page = made.pages[-1]
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(P=drawn))
    page.Contents = made.make_stream(f"q {width} 0 0 {height} 0 0 cm /P Do Q".encode())
