"""The facts of an incident: each shown value with its rule, the reason, and every claim."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from goodoffices import codebook
from goodoffices.methods import derive
from goodoffices.methods.dates import parse
from goodoffices.methods.derive import Reason
from goodoffices.monitor.models import Claim, Incident, RuleChoice
from goodoffices.monitor.queries.records.holding import LinkedReport
from goodoffices.monitor.services.values import Team, depth


@dataclass(frozen=True, slots=True)
class SaidClaim:
    """One claim beside the others: who says it, how it is graded, whether the shown value rests
    on it."""

    claim: Claim
    linked: LinkedReport
    shown: bool

    @property
    def grade(self) -> str:
        """Reliability of the source with credibility of the report: B2."""
        return f"{self.linked.weight.reliability}{self.linked.weight.credibility}"


@dataclass(frozen=True, slots=True)
class Fact:
    """One value of an incident. ``field`` is date, place, type or toll; "" for parties.

    ``measure`` and ``category`` tell tolls apart; ``value`` is the stored toll; ``choice`` is the
    team's latest decision about it.
    """

    field: str
    rule: str
    reason: Reason
    claims: list[SaidClaim]
    measure: str = ""
    category: str = ""
    value: dict[str, Any] | None = None
    choice: RuleChoice | None = None

    @property
    def is_disputed(self) -> bool:
        """Say whether the reports say different things about it."""
        return len({_value(one.claim) for one in self.claims}) > 1


def _value(claim: Claim) -> tuple[Any, ...]:
    """Return what a claim says, so that equal claims are equal."""
    place = claim.place_id or claim.place_text
    return (
        *(claim.edtf, place, claim.radius_m, claim.event_type),
        *(claim.low, claim.best, claim.high),
    )


@dataclass(frozen=True, slots=True)
class PartyFact:
    """A party in one role: how many sources name it so, and their claims."""

    role: str
    party: Any
    sources: int
    claims: list[SaidClaim]


@dataclass(frozen=True, slots=True)
class Facts:
    """All facts of one incident."""

    date: Fact
    place: Fact
    type: Fact
    tolls: list[Fact]
    parties: list[PartyFact]

    def of(self, field: str) -> list[Fact]:
        """Return the facts that one rule derives: one, or all tolls."""
        return self.tolls if field == "toll" else [getattr(self, field)]


class Explainer:
    """Derives an incident's values again, to say which claims they rest on and why."""

    def __init__(
        self,
        incident: Incident,
        linked: Sequence[LinkedReport],
        team: Team,
        choices: Sequence[RuleChoice],
    ) -> None:
        self.incident, self.linked, self.team = incident, linked, team
        self.counted = [one for one in linked if not one.withdrawn] or list(linked)
        self.choices = choices

    def facts(self) -> Facts:
        """Return every fact with its claims."""
        return Facts(
            self._date(), self._place(), self._type(), list(self._tolls()), self._parties()
        )

    def _spoken(self, kind: str, make: Any) -> list[Any]:
        return [
            make(claim.pk, one.report.source_id, claim, one.weight.as_facts())
            for one in self.counted
            for claim in one.claims
            if claim.kind == kind
        ]

    def _said(self, kind: str, support: Sequence[Any]) -> list[SaidClaim]:
        resting = set(support)
        return [
            SaidClaim(claim, one, claim.pk in resting)
            for one in self.linked
            for claim in one.claims
            if claim.kind == kind
        ]

    def _fact(self, field: str, found: Any) -> Fact:
        return Fact(
            field, found.rule, found.reason, self._said(field, found.support), **self._who(field)
        )

    def _who(self, field: str) -> dict[str, Any]:
        rule = getattr(self.incident, f"{field}_rule")
        made = [one for one in self.choices if one.field == field]
        return {"choice": made[-1] if made and made[-1].rule == rule else None}

    def _date(self) -> Fact:
        spoken = self._spoken(
            "date", lambda pk, source, c, how: derive.DateClaim(pk, source, parse(c.edtf), **how)
        )
        return self._fact(
            "date", derive.derive_date(spoken, rule=self.incident.date_rule, team=self.team.date)
        )

    def _place(self) -> Fact:
        def make(pk: int, source: int, c: Claim, how: dict[str, Any]) -> derive.PlaceClaim:
            where = c.latitude, c.longitude, c.radius_m
            return derive.PlaceClaim(pk, source, c.place_id, *where, **how)

        spoken = self._spoken("place", make)
        return self._fact(
            "place",
            derive.derive_place(spoken, rule=self.incident.place_rule, team=self.team.place),
        )

    def _type(self) -> Fact:
        def make(pk: int, source: int, c: Claim, how: dict[str, Any]) -> derive.TypeClaim:
            return derive.TypeClaim(pk, source, c.event_type, depth(c.event_type), **how)

        spoken = self._spoken("type", make)
        return self._fact(
            "type", derive.derive_type(spoken, rule=self.incident.type_rule, team=self.team.type)
        )

    def _tolls(self) -> list[Fact]:
        def make(pk: int, source: int, c: Claim, how: dict[str, Any]) -> derive.TollClaim:
            figures = c.measure, c.category, c.low, c.best, c.high
            return derive.TollClaim(pk, source, *figures, **how)

        spoken = self._spoken("toll", make)
        found = derive.derive_tolls(spoken, rule=self.incident.toll_rule, team=self.team.tolls)
        return sorted((self._toll(one) for one in found), key=_in_order)

    def _toll(self, found: derive.DerivedToll) -> Fact:
        key = found.measure, found.category
        said = self._said("toll", found.support)
        about = [one for one in said if (one.claim.measure, one.claim.category) == key]
        stored = next(
            (t for t in self.incident.tolls if (t["measure"], t["category"]) == key), None
        )
        shown = stored or {"low": found.low, "best": found.best, "high": found.high}
        return Fact("toll", found.rule, found.reason, about, *key, shown, **self._who("toll"))

    def _parties(self) -> list[PartyFact]:
        def make(pk: int, source: int, c: Claim, how: dict[str, Any]) -> derive.PartyClaim:
            return derive.PartyClaim(pk, source, c.party_id or f"“{c.party_text}”", c.role, **how)

        spoken = self._spoken("party", make)
        by_id = {one.claim.pk: one for one in self._said("party", ())}
        return [
            self._party(found, [by_id[int(pk)] for pk in found.support])
            for found in derive.derive_parties(spoken)
        ]

    def _party(self, found: derive.DerivedParty, said: list[SaidClaim]) -> PartyFact:
        return PartyFact(found.role, said[0].claim, found.sources, said)


def _in_order(fact: Fact) -> tuple[int, int]:
    """Order tolls as the codebook has them: killed first, all before groups."""
    book = codebook.load()
    measures, categories = (
        list(book["toll_measures"].entries),
        list(book["toll_categories"].entries),
    )
    return _index(measures, fact.measure), _index(categories, fact.category)


def _index(known: list[str], code: str) -> int:
    return known.index(code) if code in known else len(known)
