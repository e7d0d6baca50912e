"""Small neutral pictures made from numbers: a landscape, a scanned page. No third party's data."""

from __future__ import annotations

import struct
import zlib
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

    Pixels = np.ndarray[tuple[int, int], np.dtype[np.uint8]]

WIDTH, HEIGHT = 360, 240


def png(pixels: Pixels, palette: list[tuple[int, int, int]]) -> bytes:
    """Return an 8-bit palette image as PNG (RFC 2083)."""
    rows = b"".join(b"\x00" + row.tobytes() for row in pixels)
    header = struct.pack(">IIBBBBB", pixels.shape[1], pixels.shape[0], 8, 3, 0, 0, 0)
    colours = bytes(value for colour in palette for value in colour)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        _chunk(name, data)
        for name, data in (
            (b"IHDR", header),
            (b"PLTE", colours),
            (b"IDAT", zlib.compress(rows, 9)),
            (b"IEND", b""),
        )
    )


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def landscape(rng: Random) -> bytes:
    """Return a view of hills under a pale sky: four ridges, each darker than the one behind."""
    import numpy as np

    noise = np.random.default_rng(rng.getrandbits(64))
    sky = np.linspace(0, 15, HEIGHT).astype(np.uint8)
    pixels = np.repeat(sky[:, None], WIDTH, axis=1)
    for depth in range(4):
        crest = _ridge(noise, 0.32 + 0.14 * depth, 26 - 4 * depth)
        land = np.arange(HEIGHT)[:, None] >= crest[None, :]
        grain = noise.integers(0, 3, (HEIGHT // 3, WIDTH // 3)).repeat(3, 0).repeat(3, 1)
        pixels = np.where(land, 16 + depth * 3 + grain, pixels).astype(np.uint8)
    tint = rng.randrange(4)
    return png(pixels, _sky_colours(tint) + _hill_colours(tint))


def _ridge(
    noise: np.random.Generator, level: float, height: float
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    import numpy as np

    across = np.arange(WIDTH) / WIDTH
    line = np.full(WIDTH, level * HEIGHT)
    for octave in range(1, 7):
        phase, size = noise.uniform(0, 2 * np.pi), noise.normal(0, height / octave)
        line = line + size * np.sin(2 * np.pi * across * octave * 1.3 + phase)
    return line


def _sky_colours(tint: int) -> list[tuple[int, int, int]]:
    warm = (0, 8, 16, 4)[tint]
    return [(205 + s, 212 + s, min(255, 226 - warm + s)) for s in range(0, 32, 2)]


def _hill_colours(tint: int) -> list[tuple[int, int, int]]:
    shades = []
    for depth in range(4):
        for grain in range(3):
            base = 168 - depth * 34 + grain * 6
            shades.append((base - 8 + tint * 3, base, base - 22))
    return shades


def scanned_page(rng: Random) -> bytes:
    """Return a page as a scanner sees it: lines of grey strokes that say nothing, a stamp."""
    import numpy as np

    noise = np.random.default_rng(rng.getrandbits(64))
    tall, wide = 320, 226
    pixels = np.zeros((tall, wide), np.uint8)
    pixels[noise.random((tall, wide)) < 0.004] = 1
    for top in range(26, tall - 40, 13):
        if noise.random() < 0.12:
            continue
        x = 20 + int(noise.integers(0, 4))
        while x < wide - 24:
            word = int(noise.integers(6, 26))
            pixels[top : top + 4, x : min(x + word, wide - 20)] = 2
            x += word + 4
    _stamp(pixels, 250 + int(noise.integers(0, 30)), 150 + int(noise.integers(0, 30)))
    return png(pixels, [(247, 243, 232), (226, 220, 206), (92, 92, 98), (70, 108, 128)])


def _stamp(pixels: Pixels, row: int, column: int) -> None:
    import numpy as np

    down, across = np.ogrid[: pixels.shape[0], : pixels.shape[1]]
    distance = np.hypot(down - row, across - column)
    pixels[(distance > 19) & (distance < 21)] = 3
    pixels[(distance > 13) & (distance < 14)] = 3
