"""Weights set by hand, before anything is learnt: how much each measure speaks for one event.

Natural log-odds, added up. They decide which pairs are looked at closely, score pairs of which
place or day is not known, and are the whole model of `Model.unlearnt`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .comparing import ALIKE, Compared, figures

if TYPE_CHECKING:
    from .table import Floats, Whole

START = -4.6
"""Of the pairs that meet, about one in a hundred is of one event."""

EXACT_KM = ((0.05, 2.6), (1.0, 2.4), (3.0, 2.0), (8.0, 0.8), (15.0, -0.8), (1e9, -3.0))
ROUGH = ((0.1, 1.6), (0.5, 1.1), (1.0, 0.6), (1.5, -0.6), (2.0, -1.2), (1e9, -2.5))
"""By the share of the rougher radius that lies between the points."""

ROUGH_KM = 5.0
DAYS = ((0, 1.8), (1, 0.8), (2, -0.8), (4, -1.4), (6, -2.0), (1e9, -3.0))
VAGUE = 0.8
"""Instead of the first of `DAYS`, where the dates overlap and one may mean more than a day."""

SAME = ((0, 0.4), (1, 0.6), (2, 1.0), (5, 1.8), (19, 3.2), (1e9, 4.5))
"""By the figure both give: the larger, the rarer."""

KINDS = (0.0, -1.5, 0.0, 0.4, 0.8)
"""By `comparing.KIN`: not known, differ, possible, of one group, the same."""

KM_HAIR, DAY_HAIR = 0.02, 0.04

NOBODY, BOTH, ONE, NONE = 0.0, 1.6, 0.6, -0.5


def by_hand(pairs: Compared) -> Floats:
    """Return the log-odds of pairs that they are of one event, rivals not considered."""
    import numpy as np

    total = START + where_and_when(pairs)
    total += killed(figures(pairs.table.killed, pairs.i, pairs.j))
    total += np.array(KINDS, np.float32)[pairs.kin]
    # A hair for each kilometre and day, so that what is nearer comes first among equals.
    total -= np.nan_to_num(KM_HAIR * np.minimum(pairs.km, 100) + DAY_HAIR * np.abs(pairs.lag))
    return total.astype(np.float32)


def where_and_when(pairs: Compared) -> Floats:
    """Return what place and day say; what is not known says nothing."""
    import numpy as np

    km, rough = pairs.km, pairs.rough
    near = np.where(
        rough <= ROUGH_KM, stepped(km, EXACT_KM), stepped(km / np.maximum(rough, 1), ROUGH)
    )
    close = stepped(pairs.gap, DAYS)
    close = np.where((pairs.gap == 0) & (pairs.span > 0), VAGUE, close)
    found: Floats = np.nan_to_num(near) + np.nan_to_num(close)
    return found


def killed(compared: dict[str, Floats]) -> Floats:
    """Return what two tolls say: the same large figure much, far different ones against."""
    import numpy as np

    least, most = compared["killed_least"], compared["killed_most"]
    apart, ratio = compared["killed_diff"], compared["killed_ratio"]
    differ = np.where(ratio <= 0.26, 0.6, np.where(ratio <= 0.7, -0.8, -1.8))
    differ = np.where((apart <= 1) & (least > 0), 0.0, differ)
    differ = np.where(compared["killed_bounds"] == 3, np.maximum(differ, 0.8), differ)
    found = np.where(apart == 0, stepped(most, SAME), differ)
    return np.where(np.isnan(apart), 0.0, found)


def parties(most: Floats, both: Floats) -> Floats:
    """Return what the likeness of parties says; aliases are not known, so it is little."""
    import numpy as np

    found = np.where(most >= ALIKE, np.where(both >= ALIKE, BOTH, ONE), NONE)
    return np.where(most < 0, NOBODY, found)


def stepped(values: Floats, steps: tuple[tuple[float, float], ...]) -> Floats:
    """Return for each value the height of the first step it does not lie above; NaN stays."""
    import numpy as np

    edges = np.array([edge for edge, _ in steps[:-1]])
    heights = np.array([height for _, height in steps], np.float32)
    at: Whole = np.searchsorted(edges, values, side="left")
    return np.where(np.isnan(values), np.float32(np.nan), heights[at])
