"""The three aspects of an incident: the shown state, what it rests on, what waits, what was."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import NotFound
from goodoffices.core.access import kind_of, may_see, named_ids
from goodoffices.core.models import Evidence, Membership
from goodoffices.core.roles import Role
from goodoffices.methods.verification import Finding, standing
from goodoffices.monitor.models import Assessment, AssessmentGround, Incident, Report
from goodoffices.monitor.models.verification import ASPECTS, STATE_OF
from goodoffices.monitor.queries.records.holding import LinkedReport
from goodoffices.monitor.services.verification.assessing import judgement
from goodoffices.monitor.services.verification.grounds import Spoken, findings
from goodoffices.monitor.services.verification.policy import Policy, policy_in, shipped_policy


@dataclass(frozen=True, slots=True)
class Judged:
    """One assessment as a page shows it; names and words are empty for those not meant to read
    them."""

    code: str
    aspect: str
    state: str
    standard: str
    reason: str
    by: str
    at: datetime
    rule_holds: bool | None
    despite: str
    waits: bool
    declined: bool
    second_by: str
    second_at: datetime | None
    second_reason: str
    withdrawn_by: str
    withdrawn_at: datetime | None
    withdrawn_reason: str
    own: bool
    reports: list[Report] = field(default_factory=list)
    files: list[Evidence] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Aspect:
    """One aspect: its shown state, the assessment that stands, the one that waits, the others."""

    code: str
    state: str
    standing: Judged | None
    waiting: Judged | None
    past: list[Judged]
    finding: Finding


def aspects(
    incident: Incident, reports: Sequence[LinkedReport], member: Membership, policy: Policy
) -> list[Aspect]:
    """Return the three aspects of an incident, with the reports of it that the member sees."""
    rows = list(readable(incident, member))
    grounds = _grounds(rows, member)
    spoken = [Spoken(one.report, frozenset(claim.kind for claim in one.claims)) for one in reports]
    found = findings(spoken, member, policy)
    return [
        _aspect(code, incident, [row for row in rows if row.aspect == code], grounds, member, found)
        for code in ASPECTS
    ]


def _aspect(
    code: str,
    incident: Incident,
    rows: list[Assessment],
    grounds: Mapping[int, list[AssessmentGround]],
    member: Membership,
    found: Mapping[str, Finding],
) -> Aspect:
    latest = standing(judgement(row) for row in rows)
    said = {row.pk: judged(row, member, grounds.get(row.pk, ())) for row in rows}
    resting = said.pop(latest.number) if latest else None
    shown = getattr(incident, STATE_OF[code])
    if resting is not None and resting.state != shown:
        said, resting = {latest.number: resting, **said} if latest else said, None
    waiting = next((one for one in said.values() if one.waits), None)
    past = [one for one in reversed(said.values()) if one is not waiting]
    return Aspect(code, shown, resting, waiting, past, found[code])


def readable(incident: Incident, member: Membership) -> QuerySet[Assessment]:
    """Return the assessments of an incident whose words the member may read.

    What was written while the incident was stricter than the member's clearance stays out, unless
    they are named on it.
    """
    rows = Assessment.objects.filter(incident=incident).order_by("pk")
    if incident.pk not in named_ids(member, kind_of(incident)):
        rows = rows.filter(tlp__lte=member.clearance)
    return rows.select_related("by", "second_by", "withdrawn_by", "policy")


def standing_judgements(incident: Incident, member: Membership) -> list[dict[str, Any]]:
    """Return the assessment that each aspect rests on, without words and names, for machines."""
    rows = list(readable(incident, member))
    found = []
    for aspect in ASPECTS:
        latest = standing(judgement(row) for row in rows if row.aspect == aspect)
        if latest is None or latest.to != getattr(incident, STATE_OF[aspect]):
            continue
        row = next(one for one in rows if one.pk == latest.number)
        said = {"aspect": aspect, "state": row.to_state, "standard": row.standard}
        checked = {"rule_holds": row.rule_holds, "second_person": row.second_agrees is True}
        found.append({**said, **checked, "since": latest.since})
    return found


def find_assessment(incident: Incident, code: str, member: Membership) -> Assessment:
    """Return one assessment of an incident that the member sees; raises `NotFound`."""
    found: Assessment | None = readable(incident, member).filter(code=code[:16]).first()
    if found is None:
        raise NotFound(_("There is nothing at this address."))
    found.incident = incident
    return found


def judged(row: Assessment, member: Membership, grounds: Iterable[AssessmentGround] = ()) -> Judged:
    """Return one assessment as a page shows it to a member; a partner learns no names and words."""
    tells = member.role != Role.PARTNER
    reports = [g.report for g in grounds if g.report and may_see(g.report, member)]
    files = [g.evidence for g in grounds if g.evidence and may_see(g.evidence, member)]
    return Judged(
        code=row.code,
        aspect=row.aspect,
        state=row.to_state,
        standard=standard_name(row),
        reason=row.reason if tells else "",
        by=_name(row.by, tells),
        at=row.at,
        rule_holds=row.rule_holds,
        despite=row.despite if tells else "",
        waits=row.waits,
        declined=row.declined,
        second_by=_name(row.second_by, tells),
        second_at=row.second_at,
        second_reason=row.second_reason if tells else "",
        withdrawn_by=_name(row.withdrawn_by, tells),
        withdrawn_at=row.withdrawn_at,
        withdrawn_reason=row.withdrawn_reason if tells else "",
        own=row.by_id == member.user_id,
        reports=reports,
        files=files,
    )


def _name(person: object, tells: bool) -> str:
    return str(getattr(person, "name", "")) if tells else ""


def standard_name(row: Assessment) -> str:
    """Name the standard of proof as the programme called it when the assessment was made."""
    if not row.standard:
        return ""
    policy = shipped_policy() if row.policy is None else policy_in(row.policy)
    step = policy.step(row.standard)
    return step.name if step else row.standard


def _grounds(rows: Sequence[Assessment], member: Membership) -> dict[int, list[AssessmentGround]]:
    found: dict[int, list[AssessmentGround]] = {}
    if not rows:
        return found
    kept = AssessmentGround.objects.filter(assessment__in=[row.pk for row in rows])
    for one in kept.select_related("report", "evidence__file").order_by("pk"):
        found.setdefault(one.assessment_id, []).append(one)
    return found
