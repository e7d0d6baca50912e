"""Whether what is known rests on enough independent origins, by a programme's own rule."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass

STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Voice:
    """A source that speaks of an aspect: its id and kind (empty: not known)."""

    source: Hashable
    kind: str


@dataclass(frozen=True, slots=True)
class OriginRule:
    """How much a state asks for: so many independent origins, of different kinds or not; or one
    direct documentation by staff, where that suffices."""

    origins: int = 2
    different_kinds: bool = True
    staff_suffices: bool = True


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found: whether the rule holds, and by how many origins of how many kinds."""

    holds: bool
    voices: int
    origins: int
    kinds: int
    staff: bool


def check(
    voices: Iterable[Voice],
    rule: OriginRule,
    copies_from: Mapping[Hashable, Hashable] | None = None,
) -> Finding:
    """Count independent origins and say whether the rule holds.

    ``copies_from`` names the source that a source repeats: both are then one origin, of the kind of
    the one that is repeated where that one speaks too, else of its own kind.
    """
    above = copies_from or {}
    kinds: dict[Hashable, set[str]] = {}
    sources: dict[Hashable, str] = {one.source: one.kind for one in voices}
    for source, kind in sources.items():
        root = _root(source, above)
        kinds.setdefault(root, set()).add(sources.get(root, kind))
    known = {kind for found in kinds.values() for kind in found if kind}
    staff = STAFF in sources.values()
    enough = len(kinds) >= rule.origins
    varied = not rule.different_kinds or rule.origins < 2 or len(known) > 1
    holds = (enough and varied) or (rule.staff_suffices and staff)
    return Finding(holds, len(sources), len(kinds), len(known), staff)


def _root(source: Hashable, above: Mapping[Hashable, Hashable]) -> Hashable:
    """Follow who repeats whom to the first; sources that repeat each other are one as well."""
    way = [source]
    while way[-1] in above:
        following = above[way[-1]]
        if following in way:
            return min(way[way.index(following) :], key=repr)
        way.append(following)
    return way[-1]
