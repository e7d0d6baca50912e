"""Near hashes without a scan: cut into bands, of which at least one is nearly the same.

Two hashes of 64 bits that differ in at most ten differ in at most two bits in one of the first
three bands of sixteen, or in at most one bit in the fourth: were there more in each, there would be
three times three and two, eleven. So it is enough to look up the 137 values within two bits of each
of three bands, and the 17 within one bit of the last: four look-ups in an index, whatever its size.
"""

from __future__ import annotations

from functools import cache
from itertools import combinations

BANDS, WIDTH = 4, 16
RADIUS = 10
"""Bits in which two pictures may differ and still count as near duplicates."""

REACHES = (2, 2, 2, 1)
"""Bits within which each band is looked up; with one more in each, more than `RADIUS` differ."""

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


def probes(band: int, number: int) -> list[int]:
    """Return the values that are looked up for a band: itself, one bit off, perhaps two."""
    return [band ^ mask for mask in _masks(REACHES[number])]


@cache
def _masks(reach: int) -> tuple[int, ...]:
    found = [0]
    for count in range(1, reach + 1):
        found += [sum(1 << bit for bit in bits) for bits in combinations(range(WIDTH), count)]
    return tuple(found)
