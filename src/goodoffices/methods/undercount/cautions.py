"""When not to rely on an estimate: stable codes with the figures that a sentence about it needs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations

from .averaging import carrying
from .fitting import Fit
from .hierarchies import named
from .histories import CaptureTable
from .totals import Total

FEW_SHARED = 7
"""Fewer people than this on two lists: Chapman's estimate is biased, a model leans on chance."""

CONTAINED = 0.9
"""This share of a list on another one: the smaller adds nothing of its own."""

FEW_REPEATED = 30
"""Fewer people than this on two lists or more: too little to tell models apart."""

DISAGREE = 1.5
"""Models that carry the weight give totals this many times apart."""

LEAST_FIT = 0.01
"""Probability of so bad a fit by chance, below which the best model does not describe the table."""

MOSTLY_UNSEEN = 4
"""The total is more than so many times those seen: mostly guesswork about the unseen."""

CODES = (
    "fewer-than-three-lists",
    "no-overlap",
    "little-overlap",
    "nearly-contained",
    "counts-too-small",
    "dependence-not-identified",
    "models-disagree",
    "best-model-fits-badly",
    "models-left-out",
    "no-estimate",
    "mostly-unseen",
    "linkage-moves-it-more",
)
"""All codes, in the order in which they are told."""


@dataclass(frozen=True, slots=True)
class Caution:
    """One reason to be careful: a code of `CODES` and the figures behind it."""

    code: str
    facts: tuple[tuple[str, int | float | str], ...] = ()


def cautions_of_lists(table: CaptureTable) -> list[Caution]:
    """Return what the table itself warns of, before any model."""
    return [*_of_number(table), *_of_overlap(table), *_of_containment(table), *_of_size(table)]


def _of_number(table: CaptureTable) -> Iterator[Caution]:
    if len(table.lists) < 3:
        yield Caution("fewer-than-three-lists", (("lists", len(table.lists)),))


def _of_overlap(table: CaptureTable) -> Iterator[Caution]:
    for one, other in combinations(range(len(table.lists)), 2):
        both = table.on(one, other)
        names = (("first", table.lists[one]), ("second", table.lists[other]))
        if not both:
            yield Caution("no-overlap", names)
        elif both < FEW_SHARED:
            yield Caution("little-overlap", (*names, ("both", both)))


def _of_containment(table: CaptureTable) -> Iterator[Caution]:
    for inner, outer in permutations(range(len(table.lists)), 2):
        share = table.on(inner, outer) / table.on(inner)
        if share >= CONTAINED and table.on(inner) <= table.on(outer):
            names = (("inner", table.lists[inner]), ("outer", table.lists[outer]))
            yield Caution("nearly-contained", (*names, ("share", round(share, 3))))


def _of_size(table: CaptureTable) -> Iterator[Caution]:
    repeated = sum(table.times()[1:])
    if repeated < FEW_REPEATED:
        yield Caution("counts-too-small", (("seen", table.seen), ("repeated", repeated)))


def cautions_of_models(
    table: CaptureTable, fits: Sequence[Fit], shares: Sequence[float], tried: int
) -> list[Caution]:
    """Return what the fitted models warn of. ``shares``: their weights; ``tried``: how many."""
    if not fits:
        return [Caution("no-estimate", (("tried", tried),))]
    found = [*_of_dependence(table, fits, shares), *_of_disagreement(table, fits, shares)]
    found += _of_fit(table, fits, shares)
    if len(fits) < tried:
        found.append(Caution("models-left-out", (("left", tried - len(fits)), ("tried", tried))))
    return found


def _of_dependence(
    table: CaptureTable, fits: Sequence[Fit], shares: Sequence[float]
) -> Iterator[Caution]:
    """Models that leave nothing to test them with: their dependence is assumed, not shown."""
    if len(table.lists) < 3:
        return
    untested = sum(share for fit, share in zip(fits, shares, strict=True) if fit.free == 0)
    best = fits[max(range(len(fits)), key=lambda place: shares[place])]
    if untested >= 0.5 or best.free == 0:
        weight = ("weight", round(untested, 3))
        yield Caution("dependence-not-identified", (("model", _name(table, best)), weight))


def _of_disagreement(
    table: CaptureTable, fits: Sequence[Fit], shares: Sequence[float]
) -> Iterator[Caution]:
    totals = [table.seen + fits[place].unseen for place in carrying(shares)]
    low, high = min(totals), max(totals)
    if high >= DISAGREE * low:
        facts = (("low", round(low)), ("high", round(high)), ("factor", round(high / low, 2)))
        yield Caution("models-disagree", (*facts, ("models", len(totals))))


def _of_fit(table: CaptureTable, fits: Sequence[Fit], shares: Sequence[float]) -> Iterator[Caution]:
    from scipy.stats import chi2

    best = fits[max(range(len(fits)), key=lambda place: shares[place])]
    if best.free > 0:
        chance = float(chi2.sf(best.deviance, best.free))
        if chance < LEAST_FIT:
            facts = (("model", _name(table, best)), ("chance", float(f"{chance:.1e}")))
            yield Caution("best-model-fits-badly", facts)


def _name(table: CaptureTable, fit: Fit) -> str:
    return named(fit.model, table.lists)


def cautions_of_total(table: CaptureTable, total: Total) -> list[Caution]:
    """Warn where most people of the total were never seen."""
    times = total.estimate / table.seen
    if times <= MOSTLY_UNSEEN:
        return []
    return [Caution("mostly-unseen", (("seen", table.seen), ("times", round(times, 1))))]
