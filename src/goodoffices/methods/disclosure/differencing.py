"""The differencing attack: what two releases together give away that neither does alone.

Whoever holds both an old and a new release sees which records came in, which went and which
changed. Where these are few in a group, each of them stands out. So what comes in waits until
enough of its group come in together, a change waits likewise, and what has to go takes others of
its group with it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from .groups import small_groups

Id = TypeVar("Id", bound=Hashable)
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Settled(Generic[Id, Row]):
    """What may go out, and what was held back so that no difference is small.

    ``waiting`` are new records that wait for others; ``kept`` stand as they were last, because
    their change waits; ``gone`` are no longer to be released; ``beside`` went with them so that
    they do not stand out; ``exposed`` counts records that stand out for all that: their group was
    small already in a release that is out.
    """

    rows: dict[Id, Row]
    waiting: frozenset[Id]
    kept: frozenset[Id]
    gone: frozenset[Id]
    beside: frozenset[Id]
    exposed: int


def small_differences(
    old: Mapping[Id, Row], new: Mapping[Id, Row], group: Callable[[Row], Hashable], smallest: int
) -> dict[tuple[str, Hashable], int]:
    """Return the groups that stand out between two releases: what came, went or changed, how many.

    A record that changed stands in the group of what it was and what it is.
    """
    found: Counter[tuple[str, Hashable]] = Counter()
    for one, row in new.items():
        if one not in old:
            found["came", group(row)] += 1
        elif old[one] != row:
            found["changed", (group(old[one]), group(row))] += 1
    for one, row in old.items():
        if one not in new:
            found["went", group(row)] += 1
    return {name: size for name, size in found.items() if size < smallest}


def settle(
    new: Mapping[Id, Row],
    last: Mapping[Id, Row],
    *,
    group: Callable[[Row], Hashable],
    smallest: int,
    older: Sequence[Mapping[Id, Hashable]] = (),
    order: Callable[[Id], Any] = str,
    takes_back: Callable[[Row, Row], bool] = lambda was, now: False,
) -> Settled[Id, Row]:
    """Hold back from a new release what would stand out against the last and the older ones.

    ``older`` holds the groups of the records of releases before the last. ``takes_back`` says of a
    change that it cannot wait: such a record goes. ``order`` decides who goes beside others, so it
    must tell nothing. Afterwards no group is smaller than ``smallest``: neither in the release nor
    among what came or went since any earlier one, nor among what changed since the last.
    """
    work = _Settling(dict(new), last, group, smallest, order)
    work.seen = [*older, {one: group(row) for one, row in last.items()}] if last else [*older]
    work.revise(takes_back)
    while work.hold() or work.make_up():
        pass
    out, shared = work.out, new.keys() & last.keys()
    return Settled(
        out,
        frozenset(new.keys() - out.keys() - last.keys()),
        frozenset(one for one in shared if one in out and out[one] != new[one]),
        frozenset(last.keys() - new.keys()),
        frozenset(shared - out.keys()),
        work.exposed(),
    )


@dataclass(slots=True)
class _Settling(Generic[Id, Row]):
    """The work of `settle`: each step takes something out or back, so that it comes to an end."""

    out: dict[Id, Row]
    last: Mapping[Id, Row]
    group: Callable[[Row], Hashable]
    smallest: int
    order: Callable[[Id], Any]
    seen: Sequence[Mapping[Id, Hashable]] = ()

    def revise(self, takes_back: Callable[[Row, Row], bool]) -> None:
        """Let go what takes something back; what else changed waits where few changed alike."""
        for one in self.last.keys() & self.out.keys():
            if takes_back(self.last[one], self.out[one]):
                del self.out[one]
        self._unchange()

    def _unchange(self) -> bool:
        changed: dict[Hashable, list[Id]] = defaultdict(list)
        for one, was in self.last.items():
            now = self.out.get(one, was)
            if now != was:
                changed[self.group(was), self.group(now)].append(one)
        few = [one for those in changed.values() if len(those) < self.smallest for one in those]
        self.out.update((one, self.last[one]) for one in few)
        return bool(few)

    def hold(self) -> bool:
        """Take out what stands in a small group, of the release or of what is new in it."""
        again = self._unchange()
        names = {one: self.group(row) for one, row in self.out.items()}
        few = _of(names, small_groups(names, _same, self.smallest))
        for seen in self.seen:
            came = {one: name for one, name in names.items() if one not in seen}
            few |= _of(came, small_groups(came, _same, self.smallest))
        self._drop(few)
        return bool(few) or again

    def make_up(self) -> bool:
        """Let others go beside what goes, where too few of a group go alone."""
        again = False
        for seen in self.seen:
            for name, went in self._few_gone(seen).items():
                beside = self._beside(seen, name, went)
                self._drop(beside)
                again = again or bool(beside)
        return again

    def _few_gone(self, seen: Mapping[Id, Hashable]) -> dict[Hashable, list[Id]]:
        went: dict[Hashable, list[Id]] = defaultdict(list)
        for one, name in seen.items():
            if one not in self.out:
                went[name].append(one)
        return {name: those for name, those in went.items() if len(those) < self.smallest}

    def _beside(self, seen: Mapping[Id, Hashable], name: Hashable, went: list[Id]) -> list[Id]:
        """Choose who goes too: first those that were in the same releases as who goes."""
        like = self._presence(went[0])
        there = [one for one, of in seen.items() if of == name and one in self.out]
        there.sort(key=lambda one: (self._presence(one) != like, self.order(one)))
        return there[: self.smallest - len(went)]

    def _presence(self, one: Id) -> tuple[bool, ...]:
        return tuple(one in seen for seen in self.seen)

    def _drop(self, those: Iterable[Id]) -> None:
        for one in those:
            self.out.pop(one, None)

    def exposed(self) -> int:
        """Count what stands out although nothing more can be done about it."""
        return sum(len(those) for seen in self.seen for those in self._few_gone(seen).values())


def _same(name: Hashable) -> Hashable:
    return name


def _of(names: Mapping[Id, Hashable], wanted: Mapping[Hashable, int]) -> set[Id]:
    return {one for one, name in names.items() if name in wanted} if wanted else set()
