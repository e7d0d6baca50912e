"""What all rules share: one voice per source, the best grade, the latest, and rule names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from goodoffices.codebook.errors import InvalidInput

from .values import Id, Reason, Said

TOLL_RULES = ("range", "majority", "most_reliable", "latest", "team")
DATE_RULES = ("most_precise", "earliest", "majority", "most_reliable", "latest", "team")
PLACE_RULES = ("most_precise", "majority", "most_reliable", "latest", "team")
TYPE_RULES = ("majority", "most_reliable", "latest", "team")

Claim = TypeVar("Claim", bound=Said)


def check_rule(rule: str, rules: tuple[str, ...]) -> None:
    """Raise InvalidInput for a rule that this value does not have."""
    if rule not in rules:
        raise InvalidInput(
            f"There is no rule “{rule}” for this value. Choose one of: {', '.join(rules)}.",
            code="unknown-rule",
        )


def id_order(one: Id) -> tuple[int, int, str]:
    """Return a key that orders ids of either kind."""
    return (0, one, "") if isinstance(one, int) else (1, 0, one)


def moment(said: Said) -> tuple[float, float]:
    """Return when a claim speaks: the day it is dated to (else received), then when received."""
    day = said.as_of if said.as_of is not None else int(said.received)
    return (day, said.received)


def grade(said: Said) -> tuple[str, int]:
    """Return the key of reliability, then credibility; smaller is better."""
    return (said.reliability, said.credibility)


def one_voice_each(claims: Iterable[Claim]) -> list[Claim]:
    """Return the latest claim of each source, in a fixed order."""
    latest: dict[Id, Claim] = {}
    for claim in claims:
        held = latest.get(claim.source)
        if held is None or _later(claim) > _later(held):
            latest[claim.source] = claim
    return sorted(latest.values(), key=_by_id)


def _later(said: Said) -> tuple[tuple[float, float], tuple[int, int, str]]:
    return moment(said), id_order(said.claim)


def _by_id(said: Said) -> tuple[int, int, str]:
    return id_order(said.claim)


def best_graded(claims: Sequence[Claim]) -> tuple[list[Claim], Reason]:
    """Return the claims with the best grade, and the reason."""
    best = min(map(grade, claims))
    chosen = [claim for claim in claims if grade(claim) == best]
    facts = (("grade", f"{best[0]}{best[1]}"), ("sources", len(chosen)))
    return chosen, Reason("most-reliable" if len(chosen) == 1 else "equal-grades", facts)


def latest(claims: Sequence[Claim]) -> tuple[list[Claim], Reason]:
    """Return the claims that speak last, and the reason."""
    last = max(map(moment, claims))
    chosen = [claim for claim in claims if moment(claim) == last]
    facts = (("day", int(last[0])), ("sources", len(chosen)))
    return chosen, Reason("latest" if len(chosen) == 1 else "equally-late", facts)


def ids(claims: Iterable[Said]) -> tuple[Id, ...]:
    """Return the ids of claims in a fixed order."""
    return tuple(sorted((claim.claim for claim in claims), key=id_order))
