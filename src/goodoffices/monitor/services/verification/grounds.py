"""What speaks of an aspect, and whether the programme's rule about origins holds for it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass

from goodoffices.core.access import may_see, visibility
from goodoffices.core.models import Membership
from goodoffices.methods.verification import Finding, Voice, check
from goodoffices.monitor.models import Claim, Incident, Report, ReportLink, Source
from goodoffices.monitor.models.verification import ASPECTS
from goodoffices.monitor.services.verification.policy import Policy

SPEAKS = {"harm": Claim.Kind.TOLL, "attribution": Claim.Kind.PARTY}
"""What a report has to claim to speak of an aspect; of the event each report speaks."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """One report of an incident: its source, and what kinds of claims it makes."""

    report: Report
    kinds: frozenset[str]

    def speaks_of(self, aspect: str) -> bool:
        """Say whether the report tells something of an aspect, and its source stands by it."""
        if self.report.withdrawn_at is not None:
            return False
        return aspect not in SPEAKS or SPEAKS[aspect] in self.kinds


def findings(spoken: Iterable[Spoken], member: Membership, policy: Policy) -> Mapping[str, Finding]:
    """Return for each aspect whether the rule holds, by the reports that the member sees."""
    said, above = list(spoken), copies(member)
    return {aspect: _finding(said, aspect, member, policy, above) for aspect in ASPECTS}


def _finding(
    said: list[Spoken],
    aspect: str,
    member: Membership,
    policy: Policy,
    above: Mapping[Hashable, Hashable],
) -> Finding:
    sources = (one.report.source for one in said if one.speaks_of(aspect))
    voices = [Voice(one.pk, one.kind if may_see(one, member) else "") for one in sources]
    return check(voices, policy.rule, above)


def copies(member: Membership) -> dict[Hashable, Hashable]:
    """Return which source repeats which, as far as the member may see both."""
    rows = Source.objects.visible_to(member).filter(copies_from__isnull=False)
    seen = rows.filter(visibility(Source, member, "copies_from__"))
    return dict(seen.values_list("pk", "copies_from"))


def finding_for(
    incident: Incident, aspect: str, state: str, member: Membership, policy: Policy
) -> Finding | None:
    """Return whether the rule holds for a state of an aspect; None where it asks nothing of it."""
    if state not in policy.rule_states:
        return None
    return _finding(spoken_of(incident, member), aspect, member, policy, copies(member))


def spoken_of(incident: Incident, member: Membership) -> list[Spoken]:
    """Return the reports of an incident that the member sees, with what they claim."""
    links = ReportLink.objects.filter(incident=incident, withdrawn_at=None)
    seen = links.filter(visibility(Report, member, "report__")).select_related("report__source")
    reports = [link.report for link in seen.order_by("pk")]
    kinds: dict[int, set[str]] = {}
    claims = Claim.of_reports([one.pk for one in reports]).filter(is_current=True)
    for report, kind in claims.values_list("report_id", "kind"):
        kinds.setdefault(report, set()).add(kind)
    return [Spoken(one, frozenset(kinds.get(one.pk, ()))) for one in reports]
