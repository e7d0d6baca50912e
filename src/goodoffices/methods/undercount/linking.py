"""From uncertain links between lists to a total: the uncertainty of linkage carried through.

A record of one list may be the same person as a record of another, with some probability. Each
draw decides every such link by its probability, groups the records into people, and counts them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import log
from random import Random

from goodoffices.codebook.errors import InvalidInput

from .cautions import Caution
from .estimating import Estimate, estimate
from .histories import CaptureTable, table_of_people
from .totals import Total, mixture

DRAWS = 20

Record = tuple[str, str]
"""The name of a list, and the identifier of a record in it."""


@dataclass(frozen=True, slots=True)
class Link:
    """Two records that may be the same person, and how probable that is (0 to 1)."""

    one: Record
    other: Record
    probability: float


@dataclass(frozen=True, slots=True)
class PooledEstimate:
    """A total over several draws of the links.

    ``draws`` are the draws' estimates; ``total`` has the interval of their mixture, which holds
    both what the models and what the links leave open. ``cautions`` are those of most draws, and
    one of its own where linkage moves the total more than all the rest.
    """

    total: Total | None
    draws: tuple[Estimate, ...]
    cautions: tuple[Caution, ...]


def draw_tables(
    records: Mapping[str, Sequence[str]],
    links: Sequence[Link],
    *,
    draws: int = DRAWS,
    seed: int = 1,
    once: bool = True,
) -> Iterator[CaptureTable]:
    """Yield capture tables, each from one draw of the links; the same seed gives the same tables.

    ``records``: the identifiers of each list, in the order of the lists. ``once``: a list names a
    person once, so links that would make two records of one list the same person are not drawn;
    the more probable ones are decided first. Raises InvalidInput for a link to a record that is
    not there or a probability outside 0 to 1.
    """
    names = [(name, each) for name, held in records.items() for each in held]
    place = {record: number for number, record in enumerate(dict.fromkeys(names))}
    ordered = [_placed(link, place) for link in sorted(links, key=_most_probable)]
    of_list = [list(records).index(name) for name, _each in place]
    random = Random(seed)  # noqa: S311 - to be repeated, not to keep a secret
    for _ in range(draws):
        drawn = [pair for pair, probability in ordered if random.random() < probability]
        yield table_of_people(list(records), _people(of_list, list(records), drawn, once=once))


def _most_probable(link: Link) -> tuple[float, Record, Record]:
    return (-link.probability, link.one, link.other)


def _placed(link: Link, place: Mapping[Record, int]) -> tuple[tuple[int, int], float]:
    if not 0 <= link.probability <= 1:
        raise InvalidInput("The probability of a link lies between 0 and 1.", code="bad-link")
    if link.one not in place or link.other not in place:
        raise InvalidInput("A link names a record that is on none of the lists.", code="bad-link")
    return (place[link.one], place[link.other]), link.probability


def _people(
    of_list: Sequence[int], names: Sequence[str], pairs: Sequence[tuple[int, int]], *, once: bool
) -> Iterator[set[str]]:
    """Group linked records; yield for each person the lists that hold them."""
    head = list(range(len(of_list)))
    held = [1 << number for number in of_list]

    def root(record: int) -> int:
        while head[record] != record:
            head[record] = head[head[record]]
            record = head[record]
        return record

    for one, other in pairs:
        first, second = root(one), root(other)
        if first != second and not (once and held[first] & held[second]):
            head[second] = first
            held[first] |= held[second]
    for record, lists in enumerate(held):
        if head[record] == record:
            yield {name for number, name in enumerate(names) if lists >> number & 1}


def pooled(tables: Sequence[CaptureTable], *, shown: int = 3) -> PooledEstimate:
    """Estimate the total from each draw and pool: the mixture of all draws' mixtures of models."""
    estimates = tuple(estimate(table, shown=shown) for table in tables)
    usable = [one for one in estimates if one.average is not None]
    if not usable:
        return PooledEstimate(None, estimates, _of_most(estimates))
    total = _mixed(usable)
    moved = _moved(usable)
    return PooledEstimate(total, estimates, (*_of_most(estimates), *([moved] if moved else [])))


def _mixed(estimates: Sequence[Estimate]) -> Total:
    """Mix totals, not unseen numbers: the number of people seen itself differs from draw to draw.

    What is log-normal is the number beyond those whom every draw has seen.
    """
    least = min(one.table.seen for one in estimates)
    moved = []
    for one in estimates:
        extra = one.table.seen - least
        for part in one.mixture:
            unseen = part.unseen + extra
            error = part.log_error * part.unseen / unseen if unseen else part.log_error
            moved.append(replace(part, unseen=unseen, log_error=error))
    return mixture(least, moved)


def _moved(estimates: Sequence[Estimate]) -> Caution | None:
    """Warn where totals differ more between draws than within a draw (on the log scale)."""
    from statistics import mean, stdev

    if len(estimates) < 2:
        return None
    totals = [one.average for one in estimates if one.average is not None]
    between = stdev(log(one.estimate) for one in totals)
    within = mean((log(one.high) - log(one.low)) / (2 * 1.96) for one in totals)
    if between <= within:
        return None
    facts = (("between", round(between, 3)), ("within", round(within, 3)))
    return Caution("linkage-moves-it-more", facts)


def _of_most(estimates: Sequence[Estimate]) -> tuple[Caution, ...]:
    """Return the cautions that more than half of the draws raise, with the first draw's figures."""
    first: dict[tuple[str, tuple[str, ...]], list[Caution]] = {}
    for one in estimates:
        for caution in one.cautions:
            names = tuple(str(value) for _name, value in caution.facts if isinstance(value, str))
            key = (caution.code, names if "overlap" in caution.code else ())
            first.setdefault(key, []).append(caution)
    return tuple(held[0] for held in first.values() if len(held) * 2 > len(estimates))
