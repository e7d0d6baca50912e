"""Decisions on waiting reports: the same as one we have, new, not sure, or none at all."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import Conflict, InvalidInput, NotFound, NotPermitted
from goodoffices.core import audit
from goodoffices.core.access import may_see
from goodoffices.core.models import Membership, Programme, User
from goodoffices.core.turns import taking_turns
from goodoffices.monitor.models import Incident, Report, ReportDecision
from goodoffices.monitor.queries.suggestions import noted, offered
from goodoffices.monitor.services import incidents, judging
from goodoffices.monitor.services.linking.holding import held_by, let_go
from goodoffices.monitor.services.permits import permitted

Kind = ReportDecision.Kind


def decide(
    *,
    report: Report,
    kind: str,
    by: User | None,
    incident: Incident | None = None,
    other: Report | None = None,
    reason: str = "",
) -> ReportDecision:
    """Decide what a waiting report tells of; only a person can.

    ``same`` names the ``incident``, or an ``other`` report that waits too: the two then open one
    together. ``reject`` sets it aside and asks for a reason; ``unsure`` puts it at the end of the
    queue. Raises `Conflict` where somebody else has decided, or holds the report, meanwhile.
    """
    if by is None:
        raise NotPermitted(_("Only a person can decide on a report."), code="person-decides")
    member = permitted(by, report.programme, "monitor.incident")
    assert member is not None
    if kind not in Kind.values or (kind == Kind.SAME) != (
        incident is not None or other is not None
    ):
        raise InvalidInput(_("Choose one of the decisions offered."), code="bad-decision")
    with taking_turns(), transaction.atomic():
        report = _still_waiting(report, member)
        suggested = noted(offered(report, member))
        found = _done(report, kind, member, incident, other, reason)
        made = ReportDecision.objects.create(
            programme=report.programme,
            report=report,
            kind=kind,
            incident=found,
            opened=found is not None and incident is None,
            reason=reason.strip()[:300],
            suggested=suggested,
            by=by,
        )
        let_go(report)
    return made


def _still_waiting(report: Report, member: Membership) -> Report:
    """Return the report, locked, once it is sure that nobody else has it."""
    current = _locked(report, member)
    if current.is_linked or current.set_aside_at or current.withdrawn_at:
        raise Conflict(
            _("Somebody else has decided on this report meanwhile. Their decision stands."),
            code="decided",
        )
    hold = held_by(current)
    if hold is not None and hold.member_id != member.pk:
        raise Conflict(
            _("%(name)s is looking at this report now. Take the next one.")
            % {"name": hold.member.user.name},
            code="held",
        )
    return current


def _locked(report: Report, member: Membership) -> Report:
    """Return a report as it stands now, locked; `NotFound` where the member may not see it."""
    current: Report | None = Report.objects.select_for_update().filter(pk=report.pk).first()
    if current is None or not may_see(current, member):
        raise NotFound(_("There is nothing at this address."))
    current.programme = member.programme
    return current


def _done(
    report: Report,
    kind: str,
    member: Membership,
    incident: Incident | None,
    other: Report | None,
    reason: str,
) -> Incident | None:
    """Do what was decided, and return the incident it names."""
    by = member.user
    if kind == Kind.SAME and incident is not None:
        return incidents.attached(incident, report, by=by, member=member, reason=reason)
    if kind == Kind.SAME:
        assert other is not None
        return _opened([_to_join(report, other, member), report], member, reason)
    if kind == Kind.NEW:
        return _opened([report], member, reason)
    if kind == Kind.REJECT:
        judging.set_aside(report=report, by=by, reason=reason)
        return None
    audit.record(
        "monitor.report.unsure", by=by, programme=report.programme, record=report, reason=reason
    )
    return None


def _to_join(report: Report, other: Report, member: Membership) -> Report:
    """Return the other report, locked, once it is sure that it waits too."""
    current = _locked(other, member)
    if current.pk == report.pk or current.is_linked or current.set_aside_at:
        raise Conflict(
            _("Somebody else has decided on the other report meanwhile. Look at this one again."),
            code="other-decided",
        )
    return current


def _opened(reports: list[Report], member: Membership, reason: str) -> Incident:
    return incidents.opened(member.programme, reports, by=member.user, member=member, reason=reason)


def undo(*, decision: ReportDecision, by: User | None) -> Report:
    """Take back one's own decision; the report waits again, and the record keeps both.

    An incident that was opened by it and that nobody has judged or added to stands no more.
    Raises `Conflict` where others have built on the decision since.
    """
    report = decision.report
    programme: Programme = decision.programme
    permitted(by, programme, "monitor.incident", report)
    if by is None or decision.by_id != by.pk:
        raise NotFound(_("There is nothing at this address."))
    with taking_turns(), transaction.atomic():
        decision = ReportDecision.objects.select_for_update().get(pk=decision.pk)
        if decision.withdrawn_at is not None:
            raise Conflict(_("This was taken back already."), code="taken-back")
        report = Report.objects.select_for_update().get(pk=report.pk)
        report.programme = programme
        _undone(decision, report, by)
        decision.withdrawn_at, decision.withdrawn_by = timezone.now(), by
        decision.save(update_fields=["withdrawn_at", "withdrawn_by"])
        audit.record(
            "monitor.report.decision_undone",
            by=by,
            programme=programme,
            record=report,
            data={"decision": decision.kind},
        )
    report.refresh_from_db()
    return report


def _undone(decision: ReportDecision, report: Report, by: User) -> None:
    reason = _("Taken back in the queue.")
    if decision.kind == Kind.REJECT:
        if report.set_aside_at is not None:
            judging.take_back(report=report, by=by, reason=reason)
        return
    incident = _now(decision)
    if incident is None or not incident.links.filter(report=report, withdrawn_at=None).exists():
        return
    incident.programme = report.programme
    if _opened_by(decision, incident):
        incidents.close_opened(incident=incident, by=by, reason=reason)
    else:
        incidents.unlink(incident=incident, report=report, by=by, reason=reason)


def _now(decision: ReportDecision) -> Incident | None:
    """Return the incident that a decision named, or the one it has been merged into since."""
    found = decision.incident
    while found is not None and not found.stands:
        found = found.merged_into
    return found


def _opened_by(decision: ReportDecision, incident: Incident) -> bool:
    """Say whether the decision opened the incident, and nobody has added to it since."""
    if not decision.opened or decision.incident_id != incident.pk:
        return False
    return not incident.links.filter(at__gt=decision.at).exists()
