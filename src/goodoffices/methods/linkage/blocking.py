"""Which records are compared at all: those that may be near in place and time, as far as stated.

Points are put on a globe of kilometres and into cubes; records meet when their cubes touch, their
spells of days nearly do, and the straight line between them is short enough for how exactly both
places are known. There are no poles and no 180th meridian for cubes, equal cells alone would
lose a third of what belongs together, and the test is + and * only, so that engines agree.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any

from .table import LONGEST

if TYPE_CHECKING:
    import pyarrow as pa

    from .table import Mask, Table, Whole

EARTH_KM = 6371.0088
NEAR_KM = 18.0
"""Two places that are known exactly meet within this; stated radii are added, and half of the
larger again: what is given as a district often lies beyond its stated edge."""

NEAR_DAYS = 8
"""Spells of days meet when at most so many days lie between them."""

CROWD = 4000
"""So many records of one cube and spell are compared all with all; beyond, see `_crowded`."""

PART = 1500


@dataclass(frozen=True, slots=True)
class Level:
    """How rough a record may be to be compared here, and the cubes and spells that takes.

    A cube's side is at least the distance two such records may be apart, a spell at least the
    days.
    """

    radius: float
    days: int
    side: float
    spell: int


LEVELS = (
    Level(5.0, 1, 31.0, 8),
    Level(30.0, 1, 93.0, 8),
    Level(30.0, 7, 93.0, 14),
    Level(110.0, 62, 293.0, 69),
    Level(520.0, LONGEST, 1320.0, 408),
)
ROUGH = 4
"""At this level only records of one known toll meet: a country and a year say too little."""

LEAST_TOLL = 2


def levels(table: Table) -> Whole:
    """Return the level of each record; one more than the last for those without place or day."""
    import numpy as np

    known = table.dated & table.placed
    days = np.where(known, table.last - table.first + 1, 0)
    found = np.full(len(table), len(LEVELS), np.int32)
    for number in reversed(range(len(LEVELS))):
        level = LEVELS[number]
        found[known & (table.radius <= level.radius) & (days <= level.days)] = number
    return found


def on_globe(table: Table) -> tuple[Any, Any, Any]:
    """Return the points as kilometres from the middle of the Earth."""
    import numpy as np

    lat, lon = np.radians(table.lat), np.radians(table.lon)
    ring = np.cos(lat) * EARTH_KM
    return ring * np.cos(lon), ring * np.sin(lon), np.sin(lat) * EARTH_KM


def columns(table: Table, level: int, of: Whole) -> pa.Table:
    """Return what the join needs of the records that take part at a level."""
    import numpy as np
    import pyarrow as pa

    taking = np.flatnonzero(of <= level)
    x, y, z = (axis[taking] for axis in on_globe(table))
    side, spell = LEVELS[level].side, LEVELS[level].spell
    first, last = table.first[taking], table.last[taking]
    cube = [np.floor(axis / side).astype(np.int32) for axis in (x, y, z)]
    # A long spell lies in the part of the calendar that holds its middle.
    part = ((first.astype(np.int64) + last) // 2 // spell).astype(np.int32)
    toll = _toll(table, taking) if level == ROUGH else np.zeros(len(taking), np.int32)
    found = {
        "i": taking.astype(np.int32),
        "own": (of[taking] == level),
        "x": x,
        "y": y,
        "z": z,
        "cx": cube[0],
        "cy": cube[1],
        "cz": cube[2],
        "part": part,
        "first": first.astype(np.int32),
        "last": last.astype(np.int32),
        "radius": table.radius[taking].astype(np.float64),
        "crowd": _crowded(table, taking, [*cube, part], toll),
    }
    if level == ROUGH:
        keep = toll >= LEAST_TOLL
        found = {name: values[keep] for name, values in found.items()}
    return pa.table(found)


def _toll(table: Table, taking: Whole) -> Whole:
    import numpy as np

    found: Whole = np.nan_to_num(table.killed[1][taking], nan=-1).astype(np.int32)
    return found


def _crowded(table: Table, taking: Whole, block: list[Whole], toll: Whole) -> Whole:
    """Return 0, the toll at the rough level, and in an overfull block a part of it.

    There only records of one day and toll meet, and of a thousand that agree in these only those
    that stand near each other in the file: work stays in proportion, and some links are lost.
    """
    import numpy as np

    found: Whole = toll.astype(np.int64)
    order = np.lexsort(block)
    new = np.zeros(len(order), np.bool_)
    for axis in block:
        new[1:] |= axis[order][1:] != axis[order][:-1]
    number = np.cumsum(new)
    full = np.zeros(len(order), np.bool_)
    if len(order):
        full[order] = (np.bincount(number) > CROWD)[number]
    if full.any():
        at = taking[full]
        same = table.first[at].astype(np.int64) * 1_000_003 + _toll(table, at)
        found[full] = (same * 97 + _parts(same)) % (2**40) + 1
    return found


def _parts(keys: Whole) -> Whole:
    """Number equal keys in their order and return which `PART` of them each falls into."""
    import numpy as np

    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
    run = np.arange(len(keys)) - np.repeat(starts, np.diff(np.r_[starts, len(keys)]))
    found = np.empty(len(keys), np.int64)
    found[order] = run // PART
    return found


def offsets(level: int) -> pa.Table:
    """Return the cubes and spells around one; ``half``: of each two that touch, one.

    At the finest level all records are of the level itself, and half is enough.
    """
    import pyarrow as pa

    around = list(product((-1, 0, 1), repeat=4))
    steps = [step for step in around if level or step >= (0, 0, 0, 0)]
    columns: dict[str, Any] = {
        name: pa.array([step[at] for step in steps], pa.int32())
        for at, name in enumerate(("dx", "dy", "dz", "dp"))
    }
    return pa.table(columns | {"half": [step >= (0, 0, 0, 0) for step in steps]})


# One text for DuckDB and Spark. Records of the level itself ask around; they meet rougher company
# at a higher level. Two of them meet once: by the half of the offsets, and by i < j at home.
MEET = f"""
SELECT least(a.i, b.i) AS i, greatest(a.i, b.i) AS j
FROM (SELECT r.*, o.half, o.half AND o.dx = 0 AND o.dy = 0 AND o.dz = 0 AND o.dp = 0 AS home,
             r.cx + o.dx AS kx, r.cy + o.dy AS ky, r.cz + o.dz AS kz, r.part + o.dp AS kp
      FROM records r CROSS JOIN offsets o WHERE r.own) a
JOIN records b
  ON a.kx = b.cx AND a.ky = b.cy AND a.kz = b.cz AND a.kp = b.part AND a.crowd = b.crowd
WHERE (NOT b.own OR (a.half AND (a.i < b.i OR NOT a.home)))
  AND b.first - a.last <= {NEAR_DAYS} AND a.first - b.last <= {NEAR_DAYS}
  AND (a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y) + (a.z - b.z) * (a.z - b.z)
    <= ({NEAR_KM} + a.radius + b.radius + 0.5 * greatest(a.radius, b.radius))
     * ({NEAR_KM} + a.radius + b.radius + 0.5 * greatest(a.radius, b.radius))
"""  # noqa: S608 - only our own numbers are put in


def without_cell(table: Table) -> Mask:
    """Say which records have no place or no day to be found by."""
    found: Mask = levels(table) == len(LEVELS)
    return found
