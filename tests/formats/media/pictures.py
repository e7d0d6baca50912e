"""Invented pictures and documents for tests, the hostile ones too."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
from PIL import Image


def scene(width: int = 320, height: int = 240, seed: int = 1) -> Image.Image:
    """Return a picture of soft colours."""
    noise = np.random.default_rng(seed).integers(0, 256, (6, 8, 3), dtype=np.uint8)
    return Image.fromarray(noise, "RGB").resize((width, height), Image.Resampling.BICUBIC)


def exif(orientation: int = 1) -> Image.Exif:
    """Return EXIF that says where, when and with what a picture was made."""
    said = Image.Exif()
    said[0x010F], said[0x0110], said[0x0112] = "Maker", "Model 7", orientation
    said[0x0132] = "2021:03:04 05:06:07"
    gps = said.get_ifd(0x8825)
    gps[1], gps[2] = "N", (10.0, 30.0, 0.0)
    gps[3], gps[4] = "W", (20.0, 15.0, 0.0)
    return said


def jpeg(place: Path, orientation: int = 1, **more: Any) -> Path:
    """Write a photograph with EXIF."""
    scene(**more).save(place, "JPEG", quality=92, exif=exif(orientation))
    return place


def bomb(place: Path, side: int = 40_000) -> Path:
    """Write a PNG of a few kilobytes that unpacks to gigabytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    packer, packed = zlib.compressobj(9), b""
    for _row in range(40):
        packed += packer.compress(bytes(1 + side * 3))
    packed += packer.flush()
    place.write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")
    )
    return place


SECRET = "Amal Witness"


def document(place: Path, pages: int = 1, *, password: str = "", **root: Any) -> Path:
    """Write a PDF with a text layer, a link, an attachment and properties, all of them telling."""
    pdf = pikepdf.new()
    for number in range(pages):
        pdf.add_blank_page(page_size=(300, 400))
        page = pdf.pages[-1]
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=pdf.make_indirect(font)))
        page.Contents = pdf.make_stream(
            f"BT /F 24 Tf 40 300 Td ({SECRET} {number + 1}) Tj ET".encode()
        )
        action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://example.org/tells")
        link = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[40, 290, 200, 330], A=action
        )
        page.Annots = pdf.make_indirect([pdf.make_indirect(link)])
    pdf.docinfo["/Author"] = SECRET
    pdf.attachments["list.txt"] = SECRET.encode()
    for name, value in root.items():
        pdf.Root[f"/{name}"] = value
    locked = pikepdf.Encryption(owner=password, user=password) if password else None
    pdf.save(place, encryption=locked or False)
    return place


def png_bytes(picture: Image.Image) -> bytes:
    """Return a picture as PNG."""
    target = io.BytesIO()
    picture.save(target, "PNG")
    return target.getvalue()
