"""Tolls of an incident from its claims, by a named rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from goodoffices.codebook.errors import InvalidInput

from .values import (
    NOTHING_KNOWN,
    ONLY_CLAIM,
    TEAM_CLAIM,
    TEAM_VALUE,
    Decision,
    DerivedToll,
    Reason,
    TollClaim,
)
from .weighing import TOLL_RULES, best_graded, check_rule, ids, latest, one_voice_each

Key = tuple[str, str]


def derive_tolls(
    claims: Sequence[TollClaim],
    *,
    rule: str = "range",
    team: Mapping[Key, Decision] | None = None,
) -> tuple[DerivedToll, ...]:
    """Return one toll per (measure, category) that any claim or decision of the team names.

    ``rule``: range, majority, most_reliable, latest or team; ``team``: what the team decided per
    (measure, category), read only by the rule team. Ordered by measure and category. Raises
    InvalidInput for an unknown rule or a typed toll out of order.
    """
    if len(claims) == 1 and rule != "team":
        check_rule(rule, TOLL_RULES)
        return (_as_said(claims[0], rule),)
    check_rule(rule, TOLL_RULES)
    decided = dict(team or {}) if rule == "team" else {}
    groups: dict[Key, list[TollClaim]] = {key: [] for key in decided}
    for claim in claims:
        groups.setdefault((claim.measure, claim.category), []).append(claim)
    return tuple(_derive(key, groups[key], rule, decided.get(key)) for key in sorted(groups))


def _derive(key: Key, claims: list[TollClaim], rule: str, decision: Decision | None) -> DerivedToll:
    if decision is not None:
        chosen = next((one for one in claims if one.claim == decision.claim), None)
        if decision.claim is None:
            return _typed(key, decision, rule)
        if chosen is not None:
            return _as_said(chosen, rule, TEAM_CLAIM)
    if len(claims) == 1:
        return _as_said(claims[0], rule)
    return _by_rule(key, one_voice_each(claims), rule, gone=decision is not None)


def _by_rule(key: Key, claims: list[TollClaim], rule: str, *, gone: bool) -> DerivedToll:
    """Apply a rule to one claim per source."""
    known = [one for one in claims if (one.low, one.best, one.high) != (None, None, None)]
    if not known:
        return DerivedToll(*key, None, None, None, rule, ids(claims), NOTHING_KNOWN)
    if rule == "majority":
        chosen, reason = _most_named(known)
    elif rule == "most_reliable":
        chosen, reason = best_graded(known)
    elif rule == "latest":
        chosen, reason = latest(known)
    else:
        code = "range-of-sources"
        if rule == "team":
            code = "team-claim-gone" if gone else "no-team-decision"
        chosen, reason = known, Reason(code, (("sources", len(known)),))
    return _range(key, chosen, rule, reason)


def _as_said(claim: TollClaim, rule: str, reason: Reason = ONLY_CLAIM) -> DerivedToll:
    """Return one claim's toll, unaltered."""
    return DerivedToll(
        claim.measure,
        claim.category,
        claim.low,
        claim.best,
        claim.high,
        rule,
        (claim.claim,),
        reason,
    )


def _typed(key: Key, decision: Decision, rule: str) -> DerivedToll:
    figures = [one for one in (decision.low, decision.best, decision.high) if one is not None]
    if figures != sorted(figures) or any(figure < 0 for figure in figures):
        raise InvalidInput(
            "A toll runs from low over best to high, each 0 or more. Put the figures in order.",
            code="toll-order",
        )
    return DerivedToll(*key, decision.low, decision.best, decision.high, rule, (), TEAM_VALUE)


def _most_named(known: list[TollClaim]) -> tuple[list[TollClaim], Reason]:
    """Return the claims with the best figure that most sources give; all of them on a tie."""
    votes = Counter(one.best for one in known if one.best is not None)
    first = votes.most_common(2)
    if not first or (len(first) == 2 and first[0][1] == first[1][1]):
        return known, Reason("no-majority", (("sources", len(known)),))
    figure, count = first[0]
    chosen = [one for one in known if one.best == figure]
    return chosen, Reason("majority", (("sources", count), ("of", len(known))))


def _range(key: Key, claims: list[TollClaim], rule: str, reason: Reason) -> DerivedToll:
    """Span the claims: smallest low, largest high, lower median of the bests.

    A claim without a bound counts with its best; one open side ("at least 9") still moves the
    other bound when it contradicts it, so that low <= best <= high always holds.
    """
    if len(claims) == 1:
        return _as_said(claims[0], rule, reason)
    lows = [low for one in claims if (low := _either(one.low, one.best)) is not None]
    highs = [high for one in claims if (high := _either(one.high, one.best)) is not None]
    bests = sorted(one.best for one in claims if one.best is not None)
    return DerivedToll(
        *key,
        min(lows + highs) if lows else None,
        bests[(len(bests) - 1) // 2] if bests else None,
        max(lows + highs) if highs else None,
        rule,
        ids(claims),
        reason,
    )


def _either(bound: int | None, best: int | None) -> int | None:
    return best if bound is None else bound
