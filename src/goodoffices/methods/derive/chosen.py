"""Date, place, type and parties of an incident from its claims, by a named rule."""

from __future__ import annotations

from collections.abc import Sequence

from goodoffices.codebook.errors import InvalidInput
from goodoffices.methods.dates import UNKNOWN, Span

from .choosing import Facet, choose
from .values import (
    ONLY_CLAIM,
    TEAM_CLAIM,
    TEAM_VALUE,
    DateClaim,
    Decision,
    DerivedDate,
    DerivedParty,
    DerivedPlace,
    DerivedType,
    Id,
    PartyClaim,
    PlaceClaim,
    Reason,
    TypeClaim,
)
from .weighing import (
    DATE_RULES,
    PLACE_RULES,
    TYPE_RULES,
    Claim,
    check_rule,
    id_order,
    ids,
    moment,
)

_ENDLESS = 10_000_000  # days; wider than any span with two ends


def _width(one: DateClaim) -> tuple[int, bool, bool]:
    span = one.span
    return (span.days or _ENDLESS, span.approximate, span.uncertain)


def _days(one: DateClaim) -> tuple[int | None, int | None]:
    return one.span.first_day, one.span.last_day


def _begin(one: DateClaim) -> tuple[bool, int]:
    """Order by first day; a span open to the past names no first day and comes last."""
    first, last = one.span.first_day, one.span.last_day
    return (first is None, first if first is not None else last or 0)


def _spot(one: PlaceClaim) -> tuple[bool, tuple[int, int, str] | tuple[float, float]]:
    """Return what makes two places the same: the known place, else the point to 10 m."""
    if one.place is not None:
        return True, id_order(one.place)
    return False, (round(one.latitude or 0.0, 4), round(one.longitude or 0.0, 4))


def _radius(one: PlaceClaim) -> tuple[bool, int]:
    return (one.radius_m is None, one.radius_m or 0)


_DATES: Facet[DateClaim] = Facet(_days, _width, lambda one: one.span.known, _begin)
_PLACES: Facet[PlaceClaim] = Facet(
    _spot, _radius, lambda one: one.place is not None or one.latitude is not None
)
_TYPES: Facet[TypeClaim] = Facet(
    lambda one: one.code, lambda one: -one.depth, lambda one: bool(one.code)
)


def _decided(
    claims: Sequence[Claim], rule: str, decision: Decision | None
) -> tuple[Claim | None, Reason | None]:
    """Return the claim that needs no choosing: the only one, or the one the team chose.

    With a reason but no claim, the team typed a value, decided nothing, or its claim is gone.
    """
    if rule != "team":
        return (claims[0], ONLY_CLAIM) if len(claims) == 1 else (None, None)
    if decision is None:
        return None, Reason("no-team-decision")
    if decision.claim is None:
        return None, TEAM_VALUE
    chosen = next((one for one in claims if one.claim == decision.claim), None)
    return (chosen, TEAM_CLAIM) if chosen else (None, Reason("team-claim-gone"))


def derive_date(
    claims: Sequence[DateClaim], *, rule: str = "most_precise", team: Decision | None = None
) -> DerivedDate:
    """Return the date of an incident.

    most_precise: the fewest days, then most sources; earliest: the earliest first day; majority:
    the days most sources give; most_reliable and latest: the best graded or latest source; team.
    A rule that cannot decide falls back on most_precise; the reason says so.
    """
    check_rule(rule, DATE_RULES)
    if len(claims) == 1 and team is None:
        return DerivedDate(claims[0].span, rule, (claims[0].claim,), ONLY_CLAIM)
    chosen, reason = _decided(claims, rule, team)
    if chosen is not None and reason is not None:
        return DerivedDate(chosen.span, rule, (chosen.claim,), reason)
    if reason is TEAM_VALUE and team is not None:
        return DerivedDate(team.span or UNKNOWN, rule, (), TEAM_VALUE)
    winner, support, why = choose(claims, rule, _DATES)
    span: Span = winner.span if winner else UNKNOWN
    return DerivedDate(span, rule, support, reason or why)


def derive_place(
    claims: Sequence[PlaceClaim], *, rule: str = "most_precise", team: Decision | None = None
) -> DerivedPlace:
    """Return the place of an incident.

    most_precise: the smallest radius, then most sources; majority: the place most sources name;
    most_reliable, latest, team as for dates.
    """
    check_rule(rule, PLACE_RULES)
    if len(claims) == 1 and team is None:
        return _place(claims[0], rule, (claims[0].claim,), ONLY_CLAIM)
    chosen, reason = _decided(claims, rule, team)
    if reason is TEAM_VALUE and team is not None:
        return _place(team, rule, (), TEAM_VALUE)
    if chosen is not None and reason is not None:
        return _place(chosen, rule, (chosen.claim,), reason)
    winner, support, why = choose(claims, rule, _PLACES)
    return _place(winner or Decision(), rule, support, reason or why)


def _place(
    said: PlaceClaim | Decision, rule: str, support: tuple[Id, ...], reason: Reason
) -> DerivedPlace:
    return DerivedPlace(
        said.place, said.latitude, said.longitude, said.radius_m, rule, support, reason
    )


def derive_type(
    claims: Sequence[TypeClaim], *, rule: str = "majority", team: Decision | None = None
) -> DerivedType:
    """Return the type of an incident; code '' when not known.

    majority: the code most sources give, on a tie the most specific; most_reliable, latest, team
    as for dates. Raises InvalidInput when the team's typed code is empty.
    """
    check_rule(rule, TYPE_RULES)
    if len(claims) == 1 and team is None:
        return DerivedType(claims[0].code, rule, (claims[0].claim,), ONLY_CLAIM)
    chosen, reason = _decided(claims, rule, team)
    if chosen is not None and reason is not None:
        return DerivedType(chosen.code, rule, (chosen.claim,), reason)
    if reason is TEAM_VALUE and team is not None:
        if not team.code:
            raise InvalidInput("Choose the type the team decided on.", code="no-type")
        return DerivedType(team.code, rule, (), TEAM_VALUE)
    winner, support, why = choose(claims, "majority" if rule == "team" else rule, _TYPES)
    return DerivedType(winner.code if winner else "", rule, support, reason or why)


def derive_parties(claims: Sequence[PartyClaim]) -> tuple[DerivedParty, ...]:
    """Return every party that any source's latest report names, once per role it is given.

    Nothing is decided: a party named in two roles by two sources is shown in both, each with its
    claims. Ordered by role and party.
    """
    if not _one_report(claims):
        last = _last_word(claims)
        claims = [one for one in claims if moment(one) == last[one.source]]
    named: dict[tuple[str, Id], list[PartyClaim]] = {}
    for claim in claims:
        named.setdefault((claim.role, claim.party), []).append(claim)
    ordered = sorted(named.items(), key=_by_role) if len(named) > 1 else named.items()
    return tuple(_party(role, party, group) for (role, party), group in ordered)


def _one_report(claims: Sequence[PartyClaim]) -> bool:
    """Tell whether all claims come from one source at one time."""
    for claim in claims:
        first = claims[0]
        if (
            claim.source != first.source
            or claim.received != first.received
            or claim.as_of != first.as_of
        ):
            return False
    return True


def _by_role(named: tuple[tuple[str, Id], list[PartyClaim]]) -> tuple[str, tuple[int, int, str]]:
    (role, party), _ = named
    return role, id_order(party)


def _party(role: str, party: Id, claims: list[PartyClaim]) -> DerivedParty:
    if len(claims) == 1:
        return DerivedParty(party, role, 1, (claims[0].claim,))
    return DerivedParty(party, role, len({one.source for one in claims}), ids(claims))


def _last_word(claims: Sequence[PartyClaim]) -> dict[Id, tuple[float, float]]:
    """Return when each source last spoke: one report may name several parties at once."""
    last: dict[Id, tuple[float, float]] = {}
    for claim in claims:
        last[claim.source] = max(last.get(claim.source, (-1.0, -1.0)), moment(claim))
    return last
