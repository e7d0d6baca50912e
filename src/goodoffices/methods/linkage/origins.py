"""How many independent origins reports have: those that copied one another count once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from .reasons import Reason
from .records import Record, best_of
from .sharing import same_photos, shared_links, wording, words_of

RUN = 12
"""So many words in a row, the same in two reports, were not written twice."""

SHORT_RUN = 5
"""So many are enough where the figures are the same too."""

SHARE, FEWEST = 0.8, 8
"""Or this share of the shorter text's words, if it has so many."""

ALL = 80
"""Of so many reports all pairs are looked at; of more, each with the next by each likeness."""

CODES = ("same_source", "known_copier", "same_file", "same_photo", "same_link", "same_words")
"""Why two reports count as one origin. ``values``: known_copier {source, of}; the others as in
`reasons.CODES`; same_words may add {count}: the figure both give."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Reports that go back to one: its id (the first received), all ids, and why they are one."""

    first: str
    ids: tuple[str, ...]
    reasons: tuple[Reason, ...]


def origins(
    records: Sequence[Record], copiers: Mapping[str, Collection[str]] | None = None
) -> list[Origin]:
    """Return the independent origins of reports of one event, in the order they were received.

    ``copiers``: sources that are known to copy, each with those it copies from. Reports of one
    source are one origin.
    """
    ordered = sorted(records, key=_when)
    of = list(range(len(ordered)))
    told: list[tuple[int, Reason]] = []
    for one, other in _pairs(ordered):
        if _find(of, one) != _find(of, other):
            reason = copied(ordered[one], ordered[other], copiers or {})
            if reason is not None:
                lower, higher = sorted((_find(of, one), _find(of, other)))
                of[higher] = lower
                told.append((lower, reason))
    members: dict[int, list[int]] = {}
    for at in range(len(ordered)):
        members.setdefault(_find(of, at), []).append(at)
    return [
        Origin(
            ordered[lowest].id,
            tuple(ordered[at].id for at in found),
            tuple(reason for at, reason in told if _find(of, at) == lowest),
        )
        for lowest, found in members.items()
    ]


def _when(record: Record) -> tuple[bool, int, int, str]:
    """Order by when a report was received; within one second by its number, 9 before 10."""
    return record.received is None, record.received or 0, len(record.id), record.id


def _find(of: list[int], at: int) -> int:
    while of[at] != at:
        of[at] = at = of[of[at]]
    return at


def copied(
    one: Record, other: Record, copiers: Mapping[str, Collection[str]] | None = None
) -> Reason | None:
    """Return why two reports are one origin, or None; ``one`` was received first."""
    if one.source and one.source == other.source:
        return Reason("same_source")
    files = len(set(one.files) & set(other.files))
    if files:
        return Reason("same_file", {"files": files})
    photos = same_photos(one.images, other.images)
    if photos:
        return Reason("same_photo", {"photos": photos})
    links = shared_links(one.links, other.links)
    if links:
        return Reason("same_link", {"link": links[0], "links": len(links)})
    return _same_words(one, other) or _known_copier(one, other, copiers or {})


def _same_words(one: Record, other: Record) -> Reason | None:
    if not (one.text and other.text):
        return None
    words, figure = wording(one.text, other.text), _same_figure(one, other)
    shorter = min(len(words_of(one.text)), len(words_of(other.text)))
    whole = words.share >= SHARE and shorter >= FEWEST
    if words.run >= RUN or (words.run >= SHORT_RUN and (whole or figure is not None)):
        values = {"phrase": words.phrase, "percent": int(100 * words.share)}
        return Reason("same_words", values if figure is None else values | {"count": figure})
    return None


def _same_figure(one: Record, other: Record) -> int | None:
    """Return a toll above one that both give alike; one is what most reports say."""
    for mine, theirs in ((one.killed, other.killed), (one.injured, other.injured)):
        figure = best_of(mine)
        if figure is not None and figure > 1 and figure == best_of(theirs):
            return figure
    return None


def _known_copier(
    one: Record, other: Record, copiers: Mapping[str, Collection[str]]
) -> Reason | None:
    """Take a source known to copy for a copy, unless it gives figures of its own."""
    if one.source not in copiers.get(other.source, ()):
        return None
    pairs = ((one.killed, other.killed), (one.injured, other.injured))
    figures = [(best_of(mine), best_of(theirs)) for mine, theirs in pairs]
    if any(theirs is not None and theirs != mine for mine, theirs in figures):
        return None
    return Reason("known_copier", {"source": other.source, "of": one.source})


def _pairs(records: Sequence[Record]) -> Iterator[tuple[int, int]]:
    """Yield the pairs to look at, the earlier first; of many, neighbours by what they share."""
    if len(records) <= ALL:
        yield from combinations(range(len(records)), 2)
        return
    shared: dict[object, list[int]] = {}
    for at, record in enumerate(records):
        for key in _keys(record):
            shared.setdefault(key, []).append(at)
    for found in shared.values():
        yield from pairwise(found)


def _keys(record: Record) -> Iterator[object]:
    yield ("source", record.source)
    yield from (("file", file) for file in set(record.files))
    yield from (("image", image) for image in set(record.images))
    yield from (("link", link) for link in set(record.links))
    words = words_of(record.text) if record.text else ()
    runs = {words[at : at + SHORT_RUN] for at in range(max(0, len(words) - SHORT_RUN + 1))}
    yield from (("words", run) for run in sorted(runs, key=hash)[:ALL])
