"""How alike the texts of many pairs are: shared words, the rarer the more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from zlib import crc32

from .sharing import words_of

if TYPE_CHECKING:
    from .table import Floats, Whole

FEWEST = 6
"""Texts of fewer words are not compared."""

BUCKETS = 2**22
HABIT = 30.0
"""Counted as texts without any given word, so that few texts do not make a common word rare."""

CHUNK = 200_000


def likeness(texts: Sequence[str], i: Whole, j: Whole) -> Floats:
    """Return the cosine of the texts' rarity-weighted words, 0-1; NaN where a text is too short."""
    import numpy as np

    found = np.full(len(i), np.nan, np.float32)
    needed = np.unique(np.concatenate([i, j])) if len(i) else np.zeros(0, np.int64)
    long = np.zeros(len(texts), np.bool_)
    rows = _weighted([words_of(texts[at]) for at in needed.tolist()])
    if rows is None:
        return found
    place = np.full(len(texts), -1, np.int64)
    place[needed] = np.arange(len(needed))
    long[needed] = np.diff(rows.indptr) >= FEWEST
    both = np.flatnonzero(long[i] & long[j])
    for begin in range(0, len(both), CHUNK):
        at = both[begin : begin + CHUNK]
        product = rows[place[i[at]]].multiply(rows[place[j[at]]])
        found[at] = np.asarray(product.sum(axis=1)).ravel()
    return found


def _weighted(words: list[tuple[str, ...]]) -> Any:
    """Return a sparse row of length 1 for each text, or None where nothing is said."""
    import numpy as np
    from scipy.sparse import csr_array

    different = [sorted({crc32(word.encode()) % BUCKETS for word in text}) for text in words]
    sizes = np.array([len(text) for text in different], np.int64)
    if not sizes.sum():
        return None
    column = np.fromiter((one for text in different for one in text), np.int64, sizes.sum())
    _known, at, count = np.unique(column, return_inverse=True, return_counts=True)
    rare = np.log((len(words) + HABIT) / (count[at] + 0.5)).clip(0.05)
    row = np.repeat(np.arange(len(words)), sizes)
    length = np.sqrt(np.bincount(row, rare * rare, len(words)))
    values = (rare / length[row]).astype(np.float32)
    bounds = np.r_[0, np.cumsum(sizes)]
    return csr_array((values, column, bounds), shape=(len(words), BUCKETS))
