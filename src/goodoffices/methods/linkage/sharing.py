"""What two reports share word for word or byte for byte: files, photos, links, phrases."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from goodoffices.methods.text import index_text, placed_words

NEAR_IMAGE = 6
"""Perceptual hashes of 64 bits that differ in this many bits or fewer are of one picture."""

PLAIN_IMAGE = (8, 56)
"""A hash with fewer or more bits set is of a plain surface and says nothing."""

MOST_WORDS = 600
"""Words of a text that are compared; what comes later is background."""

RUN = 3
SHORT = 80
_TRACKING = ("utm_", "fbclid", "gclid", "igshid", "ref=", "s=")


@dataclass(frozen=True, slots=True)
class Wording:
    """The words two texts share: the share of the shorter one's, and the longest run."""

    share: float
    phrase: str
    run: int


@lru_cache(maxsize=65_536)
def plain_link(link: str) -> str:
    """Return an address without what differs between two copies of it."""
    rest = link.strip().casefold().split("#", 1)[0]
    for head in ("https://", "http://", "www.", "m."):
        rest = rest.removeprefix(head)
    path, _, query = rest.partition("?")
    kept = [part for part in query.split("&") if part and not part.startswith(_TRACKING)]
    return path.rstrip("/") + ("?" + "&".join(sorted(kept)) if kept else "")


def shared_links(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    """Return the links of one report that the other has too, as written there.

    The bare address of a site is no shared link: it names a source, not a story.
    """
    theirs = {plain_link(link) for link in other}
    return tuple(link for link in one if is_telling(link) and plain_link(link) in theirs)


def is_telling(link: str) -> bool:
    """Say whether an address points at a page and not only at a site."""
    return "/" in plain_link(link) or "?" in plain_link(link)


def same_photos(one: tuple[int, ...], other: tuple[int, ...]) -> int:
    """Return how many pictures of one report the other has too, re-sized or re-packed."""
    theirs = [image for image in other if shows_something(image)]
    mine = [image for image in set(one) if shows_something(image)]
    return sum(any((image ^ known).bit_count() <= NEAR_IMAGE for known in theirs) for image in mine)


def shows_something(image: int) -> bool:
    """Say whether a perceptual hash is of more than a plain surface."""
    return PLAIN_IMAGE[0] <= (image & (1 << 64) - 1).bit_count() <= PLAIN_IMAGE[1]


@lru_cache(maxsize=4096)
def words_of(text: str) -> tuple[str, ...]:
    """Return the folded, lightly stemmed words a text is compared by."""
    return tuple(index_text(text[: MOST_WORDS * 8]).split()[:MOST_WORDS])


def wording(one: str, other: str) -> Wording:
    """Compare two texts by their words: the share of the shorter one's, the longest shared run."""
    mine, theirs = words_of(one), words_of(other)
    fewer = min(len(set(mine)), len(set(theirs)))
    if not fewer:
        return Wording(0.0, "", 0)
    share = len(set(mine) & set(theirs)) / fewer
    start, run = _longest_run(mine, theirs)
    return Wording(share, _as_written(one, start, run) if run >= RUN else "", run)


def _longest_run(mine: tuple[str, ...], theirs: tuple[str, ...]) -> tuple[int, int]:
    """Return where the longest run of words both have begins in the first, and its length."""
    places: dict[str, list[int]] = {}
    for at, word in enumerate(theirs):
        places.setdefault(word, []).append(at)
    best = (0, 0)
    before: dict[int, int] = {}
    for at, word in enumerate(mine):
        now = {place: before.get(place - 1, 0) + 1 for place in places.get(word, ())}
        for length in now.values():
            if length > best[1]:
                best = (at - length + 1, length)
        before = now
    return best


def _as_written(text: str, start: int, run: int) -> str:
    """Return a run of words as it stands in the text, shortened at a word."""
    begin = end = None
    at = 0
    for first, last, filed in placed_words(text[: MOST_WORDS * 8]):
        after = at + len(filed.split())
        if after > start and at < start + run:
            begin = first if begin is None else begin
            if last - begin > SHORT:
                break
            end = last
        at = after
    return "" if begin is None or end is None else text[begin:end]
