"""Photos for the tests: drawn by the browser, with what a camera would write into them."""

from __future__ import annotations

import base64
import struct
from typing import Any

DRAW = """async ([width, height, seed, parts]) => {
    const canvas = new OffscreenCanvas(width, height);
    const pen = canvas.getContext("2d");
    const image = pen.createImageData(width, height);
    let state = seed * 2654435761 + 1 >>> 0;
    for (let at = 0; at < image.data.length; at += 4) {
        const x = (at / 4) % width, y = Math.floor(at / 4 / width);
        if (parts) {
            // Four fields of plain colour, so that a turned picture can be told.
            const right = x >= width / 2, low = y >= height / 2;
            image.data.set([right ? 255 : 0, low ? 255 : 0, 0, 255], at);
        } else {
            state = (state * 1664525 + 1013904223) >>> 0;
            image.data.set([state >>> 24, (state >>> 16) & 255, (state >>> 8) & 255, 255], at);
        }
    }
    pen.putImageData(image, 0, 0);
    const blob = await canvas.convertToBlob({type: "image/jpeg", quality: parts ? 0.95 : 0.6});
    const bytes = new Uint8Array(await blob.arrayBuffer());
    let text = "";
    for (let at = 0; at < bytes.length; at += 8192) {
        text += String.fromCharCode(...bytes.subarray(at, at + 8192));
    }
    return btoa(text);
}"""

COLOUR = """async ([text, x, y]) => {
    const bytes = Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
    const picture = await createImageBitmap(new Blob([bytes]), {imageOrientation: "none"});
    const pen = new OffscreenCanvas(picture.width, picture.height).getContext("2d");
    pen.drawImage(picture, 0, 0);
    const at = [Math.floor(x * picture.width), Math.floor(y * picture.height)];
    return [...pen.getImageData(...at, 1, 1).data].slice(0, 2).map((part) => part > 127);
}"""


def noise(page: Any, seed: int, width: int, height: int) -> bytes:
    """Return a photo that does not get small, as a camera makes at night."""
    return base64.b64decode(page.evaluate(DRAW, [width, height, seed, False]))


def quarters(page: Any, width: int, height: int) -> bytes:
    """Return a photo of four colours: black, red, green, yellow, row by row."""
    return base64.b64decode(page.evaluate(DRAW, [width, height, 0, True]))


def colour(page: Any, jpeg: bytes, x: float, y: float) -> tuple[bool, bool]:
    """Return whether there is red and green at a place (0 to 1), as the pixels lie in the file."""
    found = page.evaluate(COLOUR, [base64.b64encode(jpeg).decode(), x, y])
    return (found[0], found[1])


def size_of(jpeg: bytes) -> tuple[int, int]:
    """Return a JPEG's width and height from its head."""
    at = 2
    while jpeg[at + 1] not in {0xC0, 0xC1, 0xC2}:
        at += 2 + struct.unpack(">H", jpeg[at + 2 : at + 4])[0]
    height, width = struct.unpack(">HH", jpeg[at + 5 : at + 9])
    return width, height


GPS = b"\x00\x00\x00\x21\x00\x00\x00\x01"


def with_exif(jpeg: bytes, *, orientation: int = 1, place: bool = True) -> bytes:
    """Write into a JPEG what a camera does: how it was held, where, by whose phone."""
    owner = b"Samira's phone\x00"
    entries = [
        (0x010F, 2, len(owner), None),
        (0x0112, 3, 1, orientation << 16),
    ]
    if place:
        entries.append((0x8825, 4, 1, None))
    head = 8 + 2 + 12 * len(entries) + 4
    directory = struct.pack(">H", len(entries))
    gps_at = head + len(owner)
    for tag, kind, number, value in entries:
        at = head if tag == 0x010F else gps_at if tag == 0x8825 else value
        directory += struct.pack(">HHII", tag, kind, number, at)
    directory += struct.pack(">I", 0)
    gps = struct.pack(">HHHI4s", 1, 0x0001, 2, 2, b"N\x00\x00\x00") + struct.pack(">I", 0)
    body = b"Exif\x00\x00MM\x00*\x00\x00\x00\x08" + directory + owner + gps
    segment = b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body
    return jpeg[:2] + segment + jpeg[2:]
