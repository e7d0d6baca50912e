"""What speaks for one event beside place, time and figures: files, photos, links, words, injured.

None of it was there to be learnt from; each is given a weight by hand in natural log-odds, and
added to what the model says. Of files, photos, links and words the strongest counts in full and
the others half: they come together.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from .comparing import figures
from .hand import killed, stepped
from .sharing import is_telling, plain_link, same_photos
from .telling import together
from .wordings import likeness

if TYPE_CHECKING:
    from .table import Floats, Table, Whole

FILE, PHOTO, LINK = 5.0, 4.5, 3.5
WORDS = ((0.15, 0.0), (0.3, 0.7), (0.5, 1.8), (0.75, 3.0), (1e9, 4.5))
"""By `wordings.likeness`."""

THINGS = ((0.0, -0.5), (0.2, -0.2), (0.4, 0.3), (0.6, 1.0), (1e9, 1.8))
CLOCKS = ((30, 2.2), (60, 0.0), (1e9, -1.5))
"""By `telling.together`: how alike what both name is, and the minutes between times of day."""

INJURED, COUNTED, PART = 0.8, 0.7, 0.5
"""Injured are counted less alike than killed, so that what they say weighs less; others, and the
women, children or fighters among them, less again."""

LEAST_OF_PART, MOST_OF_PART = -1.0, 1.5


def beside(table: Table, i: Whole, j: Whole) -> Floats:
    """Return the log-odds that what came with the reports adds."""
    import numpy as np

    kinds = [
        FILE * _both(table.files, i, j, _shares),
        PHOTO * _both(table.images, i, j, _photos),
        LINK * _both(table.links, i, j, _links),
    ]
    against = np.zeros(len(i))
    if table.texts is not None:
        apart, alike = together(table.texts, i, j)
        named = np.nan_to_num(stepped(alike, THINGS))
        kinds += [np.nan_to_num(stepped(likeness(table.texts, i, j), WORDS)), np.maximum(named, 0)]
        against = np.minimum(named, 0)
    said = np.stack(kinds)
    strongest = said.max(axis=0)
    total = strongest + (said.sum(axis=0) - strongest) / 2
    total += np.where(strongest > 0, 0, against)
    if table.texts is not None:
        total += np.nan_to_num(stepped(apart, CLOCKS))
    found: Floats = (total + _tolls(table, i, j)).astype(np.float32)
    return found


def _tolls(table: Table, i: Whole, j: Whole) -> Floats:
    """Return what tolls beyond the killed say."""
    import numpy as np

    total = np.zeros(len(i))
    if not np.isnan(table.injured).all():
        total += INJURED * killed(figures(table.injured, i, j))
    for name, column in table.counts.items():
        weight = killed(figures(column, i, j))
        if " " in name:
            total += PART * weight.clip(LEAST_OF_PART, MOST_OF_PART)
        else:
            total += COUNTED * weight
    return total


def _both(
    column: Sequence[Sequence[Any]] | None,
    i: Whole,
    j: Whole,
    shared: Callable[[Any, Any], bool],
) -> Floats:
    """Say of each pair whether both share one of a column; most have none and cost nothing."""
    import numpy as np

    found = np.zeros(len(i), np.float32)
    if column is None:
        return found
    has = np.fromiter((bool(values) for values in column), np.bool_, len(column))
    for at in np.flatnonzero(has[i] & has[j]).tolist():
        found[at] = shared(column[i[at]], column[j[at]])
    return found


def _shares(one: Sequence[str], other: Sequence[str]) -> bool:
    return not set(one).isdisjoint(other)


def _photos(one: Sequence[int], other: Sequence[int]) -> bool:
    return same_photos(tuple(one), tuple(other)) > 0


def _links(one: Sequence[str], other: Sequence[str]) -> bool:
    theirs = {plain_link(link) for link in other}
    return any(is_telling(link) and plain_link(link) in theirs for link in one)
