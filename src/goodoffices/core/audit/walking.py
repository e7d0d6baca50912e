"""Walking along a chain: does each entry say what it said, and follow from the one before?

Plain values in, the first fault out; knows no database.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

Fault = Literal["edited", "missing", "replaced", "repeated", "foreign", "cut", "head"]


@dataclass(frozen=True, slots=True)
class Link:
    """One entry as far as the chain is concerned. ``computed``: the hash of what it says now."""

    seq: int
    previous: str
    hash: str
    computed: str
    owner: int | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """The first thing that is wrong with a chain, in words that name the entry.

    ``edited``: an entry does not say what it said; ``missing``: entries are gone; ``replaced``: an
    entry before this one was swapped, inserted or rewritten; ``repeated``: a number comes twice;
    ``foreign``: an entry was moved to another programme; ``cut``: the end is gone; ``head``: the
    log is whole in itself but is not the one whose head was kept.
    """

    fault: Fault
    seq: int
    message: str


@dataclass(frozen=True, slots=True)
class Walked:
    """What a walk found: how many entries, the last one, and the first fault if any."""

    entries: int
    seq: int
    hash: str
    finding: Finding | None


def walk(links: Iterable[Link], kept: Mapping[int, str] | None = None) -> Walked:
    """Walk along a chain in order of ``seq``.

    ``kept``: hashes by number from heads that were put away earlier; each must still be there.
    Stops at the first fault: behind a break nothing can be trusted.
    """
    wanted = dict(kept or {})
    last: Link | None = None
    count = 0
    for link in links:
        count += 1
        finding = _fault(last, link) or _against_kept(link, wanted)
        if finding is not None:
            return Walked(count, link.seq, link.hash, finding)
        wanted.pop(link.seq, None)
        last = link
    seq, digest = (last.seq, last.hash) if last else (0, "")
    finding = _cut(seq, wanted) if wanted else None
    return Walked(count, seq, digest, finding)


def _fault(last: Link | None, link: Link) -> Finding | None:
    before = last.seq if last else 0
    if link.seq <= before:
        return Finding("repeated", link.seq, f"Entry {link.seq} stands in the log twice.")
    if link.seq > before + 1:
        return Finding("missing", before + 1, _gap(before + 1, link.seq - 1))
    if link.computed != link.hash:
        said = f"Entry {link.seq} ({link.label}) does not say what it said when it was written."
        return Finding("edited", link.seq, said)
    if link.previous != (last.hash if last else ""):
        said = (
            f"Entry {link.seq} ({link.label}) does not follow from entry {before}: one of the two"
            " was put in the place of another."
        )
        return Finding("replaced", link.seq, said)
    if last is not None and link.owner != last.owner:
        said = f"Entry {link.seq} ({link.label}) was moved to another programme."
        return Finding("foreign", link.seq, said)
    return None


def _against_kept(link: Link, wanted: Mapping[int, str]) -> Finding | None:
    if wanted.get(link.seq, link.hash) == link.hash:
        return None
    said = (
        f"Entry {link.seq} ({link.label}) is not the one in the head that was kept: the log was"
        " rewritten up to there."
    )
    return Finding("head", link.seq, said)


def _gap(first: int, last: int) -> str:
    if first == last:
        return f"Entry {first} is missing."
    return f"Entries {first} to {last} are missing."


def _cut(seq: int, wanted: Mapping[int, str]) -> Finding:
    reach = max(wanted)
    said = f"The log ends with entry {seq}, but there was an entry {reach}: its end was cut off."
    return Finding("cut", seq + 1, said)
