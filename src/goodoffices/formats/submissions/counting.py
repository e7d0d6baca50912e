"""How many, by the answers of one submission: figures put together, repeats added up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from goodoffices.formats.claims import toll
from goodoffices.formats.submissions import flags as codes
from goodoffices.formats.submissions.entries import TollEntry
from goodoffices.formats.submissions.telling import Teller
from goodoffices.formats.submissions.typed import whole_of
from goodoffices.formats.values import TollClaim

MOST_PEOPLE = 100_000_000


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure. ``whole``: every round of the repeat gave one that could be read."""

    number: int
    whole: bool
    path: str
    quote: str


def claim_tolls(teller: Teller, entries: Sequence[TollEntry]) -> Iterator[TollClaim]:
    """Claim how many; the entries of one measure and category become one claim."""
    together: dict[tuple[str, str], list[TollEntry]] = {}
    for entry in entries:
        together.setdefault((entry.measure, entry.category), []).append(entry)
    for (measure, category), parts in together.items():
        bounds: dict[str, int] = {}
        quotes: list[str] = []
        for entry in parts:
            figure = _counted(teller, entry) if entry.count else _summed(teller, entry)
            if figure is not None:
                bounds |= _bounds(entry.bound, figure)
                quotes.append(figure.quote)
        if bounds:
            yield _claim(teller, measure, category, bounds, quotes, parts[0].path)


def _claim(
    teller: Teller,
    measure: str,
    category: str,
    bounds: dict[str, int],
    quotes: Sequence[str],
    path: str,
) -> TollClaim:
    figures = bounds.get("low"), bounds.get("best"), bounds.get("high")
    claim = toll(measure, category, *figures)
    if claim.remark:
        teller.flag(codes.FIGURES_REORDERED, path)
    return replace(claim, quote=teller.quotes(quotes))


def _bounds(bound: str, figure: Figure) -> dict[str, int]:
    """Say what a figure is. A sum with a gap in it is at least that many, and no more is known."""
    if not figure.whole:
        return {"low": figure.number} if bound in ("exact", "low") else {}
    if bound == "exact":
        return dict.fromkeys(("low", "best", "high"), figure.number)
    return {bound: figure.number}


def _summed(teller: Teller, entry: TollEntry) -> Figure | None:
    """Add up the answers to a question; what is no number of people is flagged."""
    said = teller.answers.said(entry.path)
    numbers = []
    for key, text in said:
        number = whole_of(text)
        if number is None or not 0 <= number <= MOST_PEOPLE:
            teller.flag(codes.FIGURE_NOT_READ, key)
        else:
            numbers.append(number)
    total = sum(numbers)
    if not numbers or total > MOST_PEOPLE:
        return None
    quote = teller.quote(entry.path, *(text for _, text in said))
    return Figure(total, len(numbers) == len(said), entry.path, quote)


def _counted(teller: Teller, entry: TollEntry) -> Figure | None:
    """Count the rounds of a repeat in which anything was answered."""
    number = len(teller.answers.rounds.get(entry.path, ()))
    if not number:
        return None
    return Figure(number, True, entry.path, f"{teller.label(entry.path)}: {number}")
