"""Two lists of people side by side: which rows may be one person, and how much speaks for it.

Made for lists of tens of thousands: names that share a key are compared only where what else is
said of both does not speak against it, so that the work grows far slower than all pairs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .blocking import blocking_keys
from .evidence import DAYS_FAR, YEARS_FAR, Comparison, Entry, compare_entries

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

CERTAIN, POSSIBLE = "certain", "possible"

POSSIBLE_GRADES = frozenset({"strong", "fair"})
"""What is less than fair is not suggested: in long lists it is mostly chance."""

LEAST_LIKENESS = 0.8
MARGIN = 1.0
"""Certain enough: no other pair of either row comes within so many points."""

FOR = frozenset({"same-birth-year", "birth-year-near", "same-date", "date-near", "same-place"})
TELLING = frozenset({"same-birth-year", "same-date", "date-near"})
AGAINST = frozenset({"birth-year-far", "other-sex", "date-far", "other-place"})

MOST = 4000
"""A key that more rows of a list share is passed over."""

SMALL = 400
"""In a block of more pairs than this, a pair has to have a year or a day that both say."""

CELLS = 1_000_000
UNKNOWN = -(10**6)

Told = Callable[[int, int], object]


@dataclass(frozen=True, slots=True)
class RowPair:
    """Two rows by their places, the band (certain or possible), and what speaks for it."""

    one: int
    other: int
    band: str
    comparison: Comparison


def pair_rows(
    first: Sequence[Entry], second: Sequence[Entry] | None = None, *, tell: Told | None = None
) -> list[RowPair]:
    """Return the rows of two lists that may be one person, those with the most points first.

    Without ``second`` the rows of one list are set beside one another: its duplicates. ``tell``
    hears how many of how many candidates were compared.
    """
    other = first if second is None else second
    pairs = candidates(first, other, within=second is None)
    found = []
    for number, (i, j) in enumerate(pairs):
        comparison = compare_entries(first[i], other[j])
        if comparison.grade in POSSIBLE_GRADES:
            found.append((i, j, comparison))
        if tell is not None and number % 2000 == 0:
            tell(number, len(pairs))
    return banded(found, within=second is None)


def banded(found: Sequence[tuple[int, int, Comparison]], *, within: bool = False) -> list[RowPair]:
    """Sort pairs by points and give each its band; ``within``: both rows are of one list."""
    best: dict[tuple[int, int], list[float]] = defaultdict(list)
    for i, j, comparison in found:
        for row in ((0, i), (0 if within else 1, j)):
            best[row].append(comparison.points)
    rivals = {row: sorted(points, reverse=True)[1] for row, points in best.items() if points[1:]}
    ordered = sorted(found, key=lambda one: (-one[2].points, one[0], one[1]))
    return [
        RowPair(
            i,
            j,
            _band(comparison, (rivals.get((0, i)), rivals.get((0 if within else 1, j)))),
            comparison,
        )
        for i, j, comparison in ordered
    ]


def _band(comparison: Comparison, rivals: Iterable[float | None]) -> str:
    """Certain enough: very like, two facts for it, one of them telling, none against, no rival.

    A rival is the second best pair of either row; where this one is not the best, it has one.
    """
    facts = set(comparison.facts)
    sure = (
        comparison.grade == "strong"
        and comparison.likeness.value >= LEAST_LIKENESS
        and len(facts & FOR) >= 2
        and facts & TELLING
        and not facts & AGAINST
    )
    alone = all(one is None or one <= comparison.points - MARGIN for one in rivals)
    return CERTAIN if sure and alone else POSSIBLE


def candidates(
    first: Sequence[Entry], second: Sequence[Entry], *, within: bool = False
) -> list[tuple[int, int]]:
    """Return the pairs worth comparing, in order: they share a key, and nothing speaks against it.

    Left out are pairs of other sexes, of births more than `YEARS_FAR` years and of days more than
    `DAYS_FAR` apart; under a key that many share, those that say neither in common.
    """
    import numpy as np

    left, right = _columns(first), _columns(second)
    width = len(second)
    held: npt.NDArray[np.int64] = np.empty(0, dtype=np.int64)
    waiting: list[npt.NDArray[np.int64]] = []
    size = 0
    for one, other in _blocks(first, second):
        part = _pairs(one, other, left, right, width)
        waiting.append(part)
        size += len(part)
        if size > 4 * CELLS:
            held, waiting, size = np.unique(np.concatenate([held, *waiting])), [], 0
    held = np.unique(np.concatenate([held, *waiting]))
    rows, columns = held // max(width, 1), held % max(width, 1)
    if within:
        rows, columns = rows[rows < columns], columns[rows < columns]
    return list(zip(rows.tolist(), columns.tolist(), strict=True))


def _blocks(
    first: Sequence[Entry], second: Sequence[Entry]
) -> Iterator[tuple[list[int], list[int]]]:
    """Yield the rows of both lists that share a key; initials' keys where one has an initial."""
    blocks: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, entries in enumerate((first, second)):
        for place, entry in enumerate(entries):
            for key in blocking_keys(entry.name):
                blocks[key][side].append(place)
    short = [[any(part.initial for part in one.name) for one in side] for side in (first, second)]
    for key, (one, other) in blocks.items():
        if not one or not other or max(len(one), len(other)) > MOST:
            continue
        if not key.startswith("?"):
            yield one, other
            continue
        yield [row for row in one if short[0][row]], other
        yield one, [row for row in other if short[1][row]]


def _columns(entries: Sequence[Entry]) -> tuple[npt.NDArray[np.int32], ...]:
    """Return sex, year and day of each row as numbers; UNKNOWN where nothing is said."""
    import numpy as np

    sexes = {
        sex: number for number, sex in enumerate(sorted({one.sex for one in entries if one.sex}))
    }
    sexes = {"f": 0, "m": 1} | {sex: number + 2 for sex, number in sexes.items() if sex not in "fm"}
    return (
        np.array([sexes.get(one.sex, UNKNOWN) for one in entries], dtype=np.int32),
        np.array([UNKNOWN if one.born is None else one.born for one in entries], dtype=np.int32),
        np.array(
            [one.when.toordinal() if one.when else UNKNOWN for one in entries], dtype=np.int32
        ),
    )


def _pairs(
    one: list[int], other: list[int], left: Any, right: Any, width: int
) -> npt.NDArray[np.int64]:
    """Return the pairs of a block that nothing speaks against, each as one number."""
    import numpy as np

    found = []
    columns = np.array(other, dtype=np.int64)
    step = max(1, CELLS // max(len(other), 1))
    small = len(one) * len(other) <= SMALL
    for start in range(0, len(one), step):
        rows = np.array(one[start : start + step], dtype=np.int64)
        sex, born, when = (
            (a[rows][:, None], b[columns][None, :]) for a, b in zip(left, right, strict=True)
        )
        good, _known = _near(*sex, 0)
        said = np.zeros_like(good)
        for pair, far in ((born, YEARS_FAR), (when, DAYS_FAR)):
            near, known = _near(*pair, far)
            good &= near
            said |= known
        if not small:
            good &= said
        at = np.nonzero(good)
        found.append(rows[at[0]] * width + columns[at[1]])
    return np.concatenate(found) if found else np.empty(0, dtype=np.int64)


def _near(one: Any, other: Any, far: int) -> tuple[Any, Any]:
    """Say of each pair whether two values are near (or one unknown), and whether both are known."""
    known = (one != UNKNOWN) & (other != UNKNOWN)
    return ~known | (abs(one - other) <= far), known
