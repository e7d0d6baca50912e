"""Whether what is known rests on enough independent origins, by a programme's own rule."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass

STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Voice:
    """A report that speaks of an aspect: the origin it goes back to, its source, and the source's
    kind (empty: not known)."""

    origin: Hashable
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
    """What was found: whether the rule holds, and by how many origins of how many kinds.

    ``voices`` are the sources that speak; ``staff`` says whether an origin is staff's own.
    """

    holds: bool
    voices: int
    origins: int
    kinds: int
    staff: bool


def check(voices: Iterable[Voice], rule: OriginRule) -> Finding:
    """Count independent origins and say whether the rule holds.

    The voices of one origin stand in the order in which they were received: it is of the kind of
    its first, and what repeats it adds no kind. A member of staff who repeats what others said has
    documented nothing.
    """
    sources: set[Hashable] = set()
    kind_of: dict[Hashable, str] = {}
    for one in voices:
        sources.add(one.source)
        kind_of.setdefault(one.origin, one.kind)
    known = {kind for kind in kind_of.values() if kind}
    staff = STAFF in known
    enough = len(kind_of) >= rule.origins
    varied = not rule.different_kinds or rule.origins < 2 or len(known) > 1
    holds = (enough and varied) or (rule.staff_suffices and staff)
    return Finding(holds, len(sources), len(kind_of), len(known), staff)
