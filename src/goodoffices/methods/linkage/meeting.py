"""The pairs that are looked at: near in place and time, or sharing what came with them."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import chain, combinations, pairwise
from typing import TYPE_CHECKING
from zlib import crc32

from goodoffices.methods.images import bands

from .blocking import without_cell
from .comparing import Compared
from .engines import met, opened
from .hand import START as HAND_START
from .scoring import WORKERS, first_weight
from .sharing import is_telling, plain_link, shows_something, words_of
from .told import START

if TYPE_CHECKING:
    from .table import Mask, Table, Whole

LEAST = -6.5
"""Pairs that weigh less by hand are not looked at closely."""

MOST = 15
"""Nor are those that are not among about so many best of either record."""

STEP, STEPS = 0.25, 72
"""Weights are sorted into so many steps above the least, each so high in log-odds."""

ROWS = 65_536

TOGETHER = 40
"""Of so many records that share one key all pairs are looked at; of more, each with the next."""

WORDS = 4
"""Words in a row that make a shingle; the least so many of a text's shingles are its keys."""

LONG = 31
"""Days; a spell that began longer before a day is too vague to meet by the day alone."""

RAREST = 5
RARE = 40
ONE_BIT = (0, *(1 << bit for bit in range(16)))


def close_pairs(table: Table, engine: str = "duckdb") -> tuple[Whole, Whole]:
    """Return the pairs that are near in place and time and promising by hand, i < j.

    The join is weighed batch by batch while it runs, so that a hundred million pairs never stand
    in memory at once; of each pair kept there is its step of weight, one byte.
    """
    import numpy as np

    parts = []
    waiting: deque[Future[tuple[Whole, Whole, Whole]]] = deque()
    with opened(engine) as running, ThreadPoolExecutor(WORKERS) as pool:
        for batch in met(table, running):
            waiting.append(pool.submit(_weighed, table, *batch))
            if len(waiting) > WORKERS:
                parts.append(waiting.popleft().result())
        parts += [one.result() for one in waiting]
    if not parts:
        return np.zeros(0, np.int32), np.zeros(0, np.int32)
    i, j, step = (np.concatenate(column) for column in zip(*parts, strict=True))
    kept = promising(step, i, j, len(table))
    i, j = i[kept], j[kept]
    order = np.argsort(i.astype(np.int64) * len(table) + j)
    return i[order], j[order]


def _weighed(table: Table, i: Whole, j: Whole) -> tuple[Whole, Whole, Whole]:
    """Return the pairs of a batch that weigh enough, with their step above the least."""
    import numpy as np

    pairs = Compared(table, i, j)
    weight = first_weight(pairs) + np.where(pairs.told, HAND_START - START, 0)
    good = np.flatnonzero(weight > LEAST)
    step = ((weight[good] - LEAST) / STEP).clip(0, STEPS - 1).astype(np.uint8)
    return i[good], j[good], step


def promising(step: Whole, i: Whole, j: Whole, size: int) -> Mask:
    """Say which pairs are among about the `MOST` best of either record, by steps of weight.

    A step is taken whole if that makes at most twice as many, and the best step always: equal
    candidates are treated alike, in whatever order they come.
    """
    import numpy as np

    count = np.zeros((size, STEPS), np.uint16)
    for side in (i, j):
        cells = side.astype(np.int64) * STEPS + step
        for begin in range(0, size, ROWS):
            here = cells[(side >= begin) & (side < begin + ROWS)] - begin * STEPS
            rows = min(ROWS, size - begin)
            found = np.bincount(here, minlength=rows * STEPS).reshape(rows, STEPS)
            count[begin : begin + ROWS] += found.clip(0, 30_000).astype(np.uint16)
    least = _least(count)
    kept: Mask = (step >= least[i]) | (step >= least[j])
    return kept


def _least(count: Whole) -> Whole:
    """Return the lowest step that is still taken, for each record."""
    import numpy as np

    found = np.zeros(len(count), np.uint8)
    for begin in range(0, len(count), ROWS):
        part = count[begin : begin + ROWS].astype(np.int32)
        above = part[:, ::-1].cumsum(axis=1)[:, ::-1]
        before = above - part
        taken = (before < MOST) & ((above <= 2 * MOST) | (before == 0))
        found[begin : begin + ROWS] = np.where(taken.any(axis=1), taken.argmax(axis=1), 0)
    return found


def all_pairs(table: Table, engine: str = "duckdb") -> tuple[Whole, Whole]:
    """Return every pair that is looked at, each once, i < j."""
    import numpy as np

    i, j = close_pairs(table, engine)
    keyed = _keyed(table)
    if not len(keyed):
        return i, j
    size = len(table)
    pairs = np.union1d(i.astype(np.int64) * size + j, keyed[:, 0] * size + keyed[:, 1])
    return (pairs // size).astype(np.int32), (pairs % size).astype(np.int32)


def _keyed(table: Table) -> Whole:
    """Return the pairs that share a file, a link, a picture or wording, i < j, one row each."""
    import numpy as np

    kinds = (_files(table), _links(table), _images(table), _shingles(table), _rare(table))
    parts = [pair for keys in kinds for pair in _sharing(keys)]
    parts += _unplaced(table)
    return np.array(parts, np.int64).reshape(-1, 2)


def _unplaced(table: Table) -> Iterator[tuple[int, int]]:
    """Yield for told records that have a day but no place those of the same kind and day."""
    import numpy as np

    lost = table.told & table.dated & ~table.placed
    if not lost.any():
        return
    known = np.flatnonzero(table.told & table.dated)
    known = known[np.argsort(table.first[known], kind="stable")]
    began = table.first[known].astype(np.int64)
    for at in np.flatnonzero(lost).tolist():
        first, last = int(table.first[at]), int(table.last[at])
        near = known[slice(*np.searchsorted(began, [first - LONG, last + 2]).tolist())]
        near = near[(table.last[near] >= first - 1) & (table.kind[near] == table.kind[at])]
        apart = np.abs(table.first[near].astype(np.int64) - first)
        for other in near[np.argsort(apart, kind="stable")][:TOGETHER].tolist():
            if other != at:
                yield min(at, other), max(at, other)


def _sharing(keys: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of positions that have one key; a million keys are sixteen megabytes."""
    import numpy as np

    rows = np.fromiter(chain.from_iterable(keys), np.int64).reshape(-1, 2)
    rows = rows[np.lexsort((rows[:, 1], rows[:, 0]))]
    bounds = np.flatnonzero(np.r_[True, rows[1:, 0] != rows[:-1, 0]][: len(rows)])
    sizes = np.diff(np.r_[bounds, len(rows)])
    for begin, size in zip(bounds[sizes > 1].tolist(), sizes[sizes > 1].tolist(), strict=True):
        found = rows[begin : begin + size, 1].tolist()
        yield from combinations(found, 2) if size <= TOGETHER else pairwise(found)


def _files(table: Table) -> Iterator[tuple[int, int]]:
    for at, files in enumerate(table.files or ()):
        yield from ((hash(file), at) for file in set(files))


def _links(table: Table) -> Iterator[tuple[int, int]]:
    for at, links in enumerate(table.links or ()):
        telling = {plain_link(one) for one in links if is_telling(one)}
        yield from ((hash(link), at) for link in telling)


def _images(table: Table) -> Iterator[tuple[int, int]]:
    """Cut each hash into four bands, each a key as it is and with one bit off: of two that differ
    in eleven bits or fewer one band differs in two at most, so they share a key."""
    for at, images in enumerate(table.images or ()):
        for image in set(filter(shows_something, images)):
            for number, band in enumerate(bands(image & (1 << 64) - 1)):
                yield from ((number << 16 | band ^ mask, at) for mask in ONE_BIT)


def _shingles(table: Table) -> Iterator[tuple[int, int]]:
    for at, text in enumerate(table.texts or ()):
        words = words_of(text) if text else ()
        runs = {crc32(" ".join(words[n : n + WORDS]).encode()) for n in range(len(words) - 3)}
        yield from ((run, at) for run in sorted(runs)[:WORDS])


def _rare(table: Table) -> Iterator[tuple[int, int]]:
    """For records without place or day: the rarest words of their text, met anywhere."""
    lost = without_cell(table)
    if table.texts is None or not lost.any():
        return
    count: dict[str, int] = {}
    for text in table.texts:
        for word in set(words_of(text)):
            count[word] = count.get(word, 0) + 1
    asked: set[str] = set()
    for at in lost.nonzero()[0].tolist():
        telling = {word for word in words_of(table.texts[at]) if 1 < count[word] <= RARE}
        asked.update(sorted(telling, key=lambda word: (count[word], word))[:RAREST])
    for at, text in enumerate(table.texts):
        yield from ((hash(word), at) for word in asked.intersection(words_of(text)))
