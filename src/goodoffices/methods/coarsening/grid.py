"""Points replaced by the middle of the cell of a grid they lie in.

The grid is fixed on the globe, so that the same point always lands on the same middle: repeated
files say no more than one. Rows of cells are bands of latitude of equal height; each band is cut
into a whole number of cells that are at most as wide as they are high.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

KM_PER_DEGREE = 111.195
"""Of latitude on a sphere with a radius of 6,371 km."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its number from south and from west, its middle, and how far its corners lie."""

    row: int
    column: int
    latitude: float
    longitude: float
    radius_m: int


def cell_of(latitude: float, longitude: float, km: float) -> Cell:
    """Return the cell, about ``km`` wide and high, that holds a point (degrees, WGS 84)."""
    rows = max(round(180 * KM_PER_DEGREE / km), 1)
    height = 180 / rows
    row = min(int((latitude + 90) / height), rows - 1)
    middle = -90 + (row + 0.5) * height
    columns = _columns(row, height)
    width = 360 / columns
    column = int(((longitude + 180) % 360) / width) % columns
    east = -180 + (column + 0.5) * width
    return Cell(row, column, round(middle, 5), round(east, 5), _radius(row, height, width))


def _columns(row: int, height: float) -> int:
    """Return how many cells a band has: as many as keep them no wider than high at the widest."""
    south, north = -90 + row * height, -90 + (row + 1) * height
    widest = 1.0 if south <= 0 <= north else math.cos(math.radians(min(abs(south), abs(north))))
    return max(math.ceil(360 * widest / height), 1)


def _radius(row: int, height: float, width: float) -> int:
    """Return a distance in metres within which every point of the cell lies from its middle."""
    south, north = -90 + row * height, -90 + (row + 1) * height
    widest = 1.0 if south <= 0 <= north else math.cos(math.radians(min(abs(south), abs(north))))
    half = math.hypot(height / 2, min(width / 2, 180) * widest)
    return math.ceil(half * KM_PER_DEGREE * 1000) + 2
