"""The three aspects of an incident: the shown state, what it rests on, what waits, what was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import NotFound
from goodoffices.core.access import kind_of, may_see, named_ids
from goodoffices.core.models import Evidence, Membership
from goodoffices.core.roles import Role
from goodoffices.methods.verification import Finding, standing
from goodoffices.monitor.models import Assessment, Incident, Report
from goodoffices.monitor.models.verification import ASPECTS, STATE_OF
from goodoffices.monitor.queries.records.holding import LinkedReport
from goodoffices.monitor.queries.records.origins import Origins
from goodoffices.monitor.services.verification.assessing import judgement
from goodoffices.monitor.services.verification.grounds import findings
from goodoffices.monitor.services.verification.policy import Policy, policy_in, shipped_policy


@dataclass(slots=True)
class Grounds:
    """The reports and files that an assessment rests on."""

    reports: list[Report] = field(default_factory=list)
    files: list[Evidence] = field(default_factory=list)


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
    of: Incident | None = None


@dataclass(frozen=True, slots=True)
class Aspect:
    """One aspect: its shown state, the assessment that stands, the one that waits, the others.

    ``merged`` is what was judged of incidents before they were merged into this one.
    """

    code: str
    state: str
    standing: Judged | None
    waiting: Judged | None
    past: list[Judged]
    finding: Finding
    merged: list[Judged] = field(default_factory=list)


def aspects(
    incident: Incident,
    reports: Sequence[LinkedReport],
    origins: Origins,
    member: Membership,
    policy: Policy,
    merged: Sequence[Incident] = (),
) -> list[Aspect]:
    """Return the three aspects of an incident, with the reports of it that the member sees.

    ``merged`` are the incidents merged into it that the member sees.
    """
    rows, grounds = _with_grounds(incident, reports, member, merged)
    found = findings(origins, member, policy)
    before = {one.pk: one for one in merged}
    told = [
        judged(row, member, grounds.get(row.pk), before[row.incident_id])
        for row in rows
        if row.incident_id in before
    ]
    here = [row for row in rows if row.incident_id == incident.pk]
    own = {code: [row for row in here if row.aspect == code] for code in ASPECTS}
    return [
        replace(
            _aspect(code, incident, own[code], grounds, member, found),
            merged=[one for one in told if one.aspect == code],
        )
        for code in ASPECTS
    ]


def _aspect(
    code: str,
    incident: Incident,
    rows: list[Assessment],
    grounds: Mapping[int, Grounds],
    member: Membership,
    found: Mapping[str, Finding],
) -> Aspect:
    latest = standing(judgement(row) for row in rows)
    said = {row.pk: judged(row, member, grounds.get(row.pk)) for row in rows}
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
    return _readable([incident], member)


def _readable(incidents: Sequence[Incident], member: Membership) -> QuerySet[Assessment]:
    named = set(named_ids(member, kind_of(Incident)))
    rows = Assessment.objects.filter(incident__in=[one.pk for one in incidents])
    if not named.issuperset(one.pk for one in incidents):
        rows = rows.filter(Q(tlp__lte=member.clearance) | Q(incident__in=named))
    return rows.order_by("pk").select_related("by", "second_by", "withdrawn_by", "policy")


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


def grounds_of(row: Assessment) -> Grounds:
    """Return what one assessment rests on."""
    kept = list(row.grounds.select_related("report", "evidence__file").order_by("pk"))
    return Grounds([g.report for g in kept if g.report], [g.evidence for g in kept if g.evidence])


def judged(
    row: Assessment,
    member: Membership,
    grounds: Grounds | None = None,
    of: Incident | None = None,
) -> Judged:
    """Return one assessment as a page shows it to a member; a partner learns no names and words."""
    tells = member.role != Role.PARTNER
    resting = grounds or Grounds()
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
        reports=[one for one in resting.reports if may_see(one, member)],
        files=[one for one in resting.files if may_see(one, member)],
        of=of,
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


def _with_grounds(
    incident: Incident,
    reports: Sequence[LinkedReport],
    member: Membership,
    merged: Sequence[Incident],
) -> tuple[list[Assessment], dict[int, Grounds]]:
    """Return the assessments of an incident, and of those merged into it, with what each rests on.

    Reports and files are those of the page; what was unlinked since is read once more.
    """
    kept = {"of_report": F("grounds__report"), "of_file": F("grounds__evidence")}
    rows = _readable([incident, *merged], member)
    told: list[Any] = list(rows.annotate(**kept).order_by("pk", "grounds__pk"))
    here = {one.report.pk: one.report for one in reports}
    files = {item.pk: item for one in reports for item in one.files}
    elsewhere = {pk for row in told if (pk := row.of_report)} - here.keys()
    here |= Report.objects.in_bulk(elsewhere) if elsewhere else {}
    elsewhere = {pk for row in told if (pk := row.of_file)} - files.keys()
    files |= Evidence.objects.select_related("file").in_bulk(elsewhere) if elsewhere else {}
    grounds: dict[int, Grounds] = {}
    for row in told:
        own = grounds.setdefault(row.pk, Grounds())
        own.reports += [here[row.of_report]] if row.of_report in here else []
        own.files += [files[row.of_file]] if row.of_file in files else []
    return list({row.pk: row for row in told}.values()), grounds
