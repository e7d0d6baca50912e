"""A hash of what a picture shows: 64 bits that hardly change when it is shrunk or pressed anew.

The picture is brought to 32 × 32 shades of grey; of its discrete cosine transform the 8 × 8
lowest frequencies are kept; each bit says whether one lies above their median. See
docs/algorithms/near-duplicate-images.md.
"""

from __future__ import annotations

from typing import Any

SIDE, LOW = 32, 8
FLAT = 2.0
"""Below this deviation of the shades (0 to 255) a picture shows nothing that could be compared."""


def perceptual_hash(gray: Any) -> int | None:
    """Return the 64-bit hash of a picture given as shades of grey, rows by columns, 0 to 255.

    None for one that shows nothing: a blank page is like every other blank page.
    """
    import numpy as np

    shades = np.asarray(gray, dtype=np.float64)
    if shades.ndim != 2 or 0 in shades.shape:
        raise ValueError("a picture is a table of shades of grey")
    small = _reduced(shades)
    if float(small.std()) < FLAT:
        return None
    low = _cosines()[:LOW] @ small @ _cosines()[:LOW].T
    bits = (low > np.median(low)).ravel()
    return int.from_bytes(np.packbits(bits).tobytes(), "big")


def _reduced(shades: Any) -> Any:
    """Return the means over a grid of 32 × 32 equal parts; parts share the cells they cut."""
    rows, columns = (_weights(length) for length in shades.shape)
    return rows @ shades @ columns.T


def _weights(length: int) -> Any:
    """Return how much each of 32 parts of a line takes of each of its cells."""
    import numpy as np

    edges = np.linspace(0, length, SIDE + 1)
    cells = np.arange(length)
    begins = np.maximum(edges[:-1, None], cells)
    ends = np.minimum(edges[1:, None], cells + 1)
    return np.clip(ends - begins, 0, None) * (SIDE / length)


def _cosines() -> Any:
    """Return the matrix of the discrete cosine transform (type II) of 32 values."""
    import numpy as np

    steps = np.arange(SIDE)
    return 2 * np.cos(np.pi * steps[:, None] * (2 * steps + 1) / (2 * SIDE))
