"""Weights for reports that people told in words and coded by one codebook, set by hand.

The trees were grown on records of databases: no words, kinds of event translated from three lists,
armed violence only. Reports of a programme are different: two officers who read of one event choose
the same kind in nine cases of ten, and the same day. Natural log-odds, added up; what was shared,
worded alike or counted beside (`copies.beside`) comes on top, and rivals after that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .comparing import ALIKE, SPOT_KM, Compared, figures
from .hand import killed, stepped

if TYPE_CHECKING:
    from .table import Floats, Mask

START = -5.5
"""Of the pairs that may meet, about one in two hundred and fifty is of one event."""

WINDOW = 17.0
"""Days within which pairs meet: eight either way, and the day itself."""

SAME_DAY = 2.7
"""Nine of ten pairs of one event give the same day; of the others one in seventeen does."""

DAYS = ((0, SAME_DAY), (1, -1.0), (2, -3.5), (4, -4.5), (1e9, -5.5))

REGION_KM2 = 11_300.0
"""A circle of sixty kilometres: what a place that is known within less tells apart."""

MOST_OF_PLACE = 3.5
"""Events gather in towns, so that no place tells more than this."""

FALL_KM, FALL = 3.0, 0.25
"""One unit less for so many kilometres beyond the stated radii, and this share of those."""

FARTHEST = 8.0
HAIR = 0.3
ROUGH_KM = 10.0
ONE_NAME = 2.5
"""Two reports that give the same rough place name the same town or district: one pair in twelve
of different events of these days would."""

WITHIN = 0.5
"""What a distance may take away where one place lies in the other, by the gazetteer."""

KINDS = (0.0, -3.6, -2.1, -0.8, 2.0)
"""By `comparing.KIN`: not known, differ, possible, of one group, the same. Of one event nine pairs
in ten are of the same kind, of different ones about one in eight."""

BOTH, ONE, NONE = 1.0, 0.5, -1.2
"""The same two parties, one of them, none: in a conflict of few parties agreement is cheap."""

ONE_SOURCE = -1.5
"""A source tells an event once, as a rule; a follow-up says so in its words."""


def by_telling(pairs: Compared) -> Floats:
    """Return the log-odds of told pairs that they are of one event, rivals not considered."""
    import numpy as np

    table, one, other = pairs.table, pairs.i, pairs.j
    total = START + np.nan_to_num(_where(pairs)) + np.nan_to_num(_when(pairs))
    total += np.array(KINDS)[pairs.kin]
    total += killed(figures(table.killed, one, other))
    most, both = pairs.alike
    named = np.where(most >= ALIKE, np.where(both >= ALIKE, BOTH, ONE), NONE)
    total += np.where(most < 0, 0.0, named)
    total += np.where(table.source[one] == table.source[other], ONE_SOURCE, 0.0)
    found: Floats = total.astype(np.float32)
    return found


def _where(pairs: Compared) -> Floats:
    """Return what places say: within the stated radii the less the wider these are, beyond them
    the less the farther."""
    import numpy as np

    radius = pairs.table.radius
    reach = np.hypot(radius[pairs.i], radius[pairs.j]) + 1.0
    beyond = np.maximum(pairs.km - reach, 0) / (FALL_KM + FALL * reach)
    rough = pairs.rough > ROUGH_KM
    beyond = np.where(rough & within(pairs), np.minimum(beyond, WITHIN), beyond)
    found = np.log(REGION_KM2 / np.pi / reach**2) - np.minimum(beyond, FARTHEST)
    found -= HAIR * np.minimum(pairs.km / reach, 1)
    named = (pairs.km < SPOT_KM) & (pairs.rough > ROUGH_KM / 2)
    return np.minimum(np.where(named, np.maximum(found, ONE_NAME), found), MOST_OF_PLACE)


def within(pairs: Compared) -> Mask:
    """Say of which pairs the one place is the other's, or lies in it, by the gazetteer."""
    import numpy as np

    above = pairs.table.above
    if above is None:
        return np.zeros(len(pairs), np.bool_)
    depth = (above >= 0).sum(axis=1)
    own = np.where(depth > 0, above[np.arange(len(above)), np.maximum(depth - 1, 0)], -2)
    one, other = pairs.i, pairs.j
    found: Mask = (above[one] == own[other][:, None]).any(axis=1)
    found |= (above[other] == own[one][:, None]).any(axis=1)
    return found


def _when(pairs: Compared) -> Floats:
    """Return what days say; a spell that may be any of many days says less, a month nothing."""
    import numpy as np

    close = stepped(pairs.gap, DAYS)
    vague = np.log(WINDOW / (pairs.span + 2.0))
    return np.where((pairs.gap == 0) & (pairs.span > 0), vague, close)
