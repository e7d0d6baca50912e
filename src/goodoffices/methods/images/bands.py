"""Near hashes without a scan: cut into bands, of which at least one is nearly the same.

Two hashes of 64 bits that differ in at most ten differ in at most two bits in at least one of four
bands of sixteen: were there three in each, there would be twelve. So it is enough to look up, for
each band, the 137 values within two bits: four look-ups in an index, whatever its size.
"""

from __future__ import annotations

from functools import cache
from itertools import combinations

BANDS, WIDTH = 4, 16
RADIUS = 10
"""Bits in which two pictures may differ and still count as near duplicates."""

REACH = RADIUS // BANDS
"""Bits in which at least one band may differ at most."""

_MASK = (1 << WIDTH) - 1

Bands = tuple[int, int, int, int]


def bands(value: int) -> Bands:
    """Return the four bands of a hash, the highest bits first."""
    return (
        value >> 48 & _MASK,
        value >> 32 & _MASK,
        value >> 16 & _MASK,
        value & _MASK,
    )


def whole(parts: Bands) -> int:
    """Return the hash of four bands."""
    return parts[0] << 48 | parts[1] << 32 | parts[2] << 16 | parts[3]


def distance(one: int, other: int) -> int:
    """Return the number of bits in which two hashes differ."""
    return (one ^ other).bit_count()


def probes(band: int) -> list[int]:
    """Return the values of a band within reach of one: itself, one bit off, two bits off."""
    return [band ^ mask for mask in _masks()]


@cache
def _masks() -> tuple[int, ...]:
    found = [0]
    for count in range(1, REACH + 1):
        found += [sum(1 << bit for bit in bits) for bits in combinations(range(WIDTH), count)]
    return tuple(found)
