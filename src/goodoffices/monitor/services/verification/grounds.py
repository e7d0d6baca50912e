"""What speaks of an aspect, and whether the programme's rule about origins holds for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from goodoffices.core.access import may_see
from goodoffices.core.models import Membership
from goodoffices.methods.verification import Finding, Voice, check
from goodoffices.monitor.models import Claim, Incident
from goodoffices.monitor.models.verification import ASPECTS
from goodoffices.monitor.queries.records import holding, origins
from goodoffices.monitor.services.verification.policy import Policy

SPEAKS = {"harm": Claim.Kind.TOLL, "attribution": Claim.Kind.PARTY}
"""What a report has to claim to speak of an aspect; of the event each report speaks."""


def findings(known: origins.Origins, member: Membership, policy: Policy) -> Mapping[str, Finding]:
    """Return for each aspect whether the rule holds, by the reports that the member sees."""
    return {aspect: _finding(known, aspect, member, policy) for aspect in ASPECTS}


def finding_for(
    incident: Incident, aspect: str, state: str, member: Membership, policy: Policy
) -> Finding | None:
    """Return whether the rule holds for a state of an aspect; None where it asks nothing of it."""
    if state not in policy.rule_states:
        return None
    known = origins.origins_of(holding.linked_reports(incident, member), member)
    return _finding(known, aspect, member, policy)


def _finding(known: origins.Origins, aspect: str, member: Membership, policy: Policy) -> Finding:
    return check(_voices(known, aspect, member), policy.rule)


def _voices(known: origins.Origins, aspect: str, member: Membership) -> Iterator[Voice]:
    """Yield the reports that speak of an aspect, those of one origin as they were received."""
    for number, origin in enumerate(known.origins):
        for one in origin.reports:
            source = one.report.source
            if _speaks(one, aspect):
                yield Voice(number, source.pk, source.kind if may_see(source, member) else "")


def _speaks(one: holding.LinkedReport, aspect: str) -> bool:
    return aspect not in SPEAKS or any(claim.kind == SPEAKS[aspect] for claim in one.claims)
