"""Who may see a report or an incident: the mark, and the people named on it."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import InvalidInput
from goodoffices.core import audit, search
from goodoffices.core.access import name_on, named_on
from goodoffices.core.evidence import copies
from goodoffices.core.models import Evidence, Membership, Programme, User
from goodoffices.core.tlp import TLP
from goodoffices.monitor.models import Incident, Report, ReportEvidence
from goodoffices.monitor.services.deriving import derive_many
from goodoffices.monitor.services.edits import held, moved_on
from goodoffices.monitor.services.linking.expecting import expect
from goodoffices.monitor.services.permits import membership, permitted


def restrict(
    *,
    record: Report | Incident,
    tlp: int,
    by: User | None,
    reason: str = "",
    members: Sequence[Membership] = (),
    revision: int | None = None,
) -> Report | Incident:
    """Change who may see a report or an incident, and name people on it.

    An incident's mark never falls below the strictest of its reports. RED is for named persons:
    who wrote the report and who marks it are named by themselves. Search follows at once. Files
    of a report become as strict as it is, and stay so when it is opened up again.
    """
    if tlp not in TLP.values:
        raise InvalidInput(_("Choose one of the marks from CLEAR to RED."), code="bad-tlp")
    if any(member.programme_id != record.programme_id for member in members):
        raise InvalidInput(_("Only members of this programme can be named."), code="not-a-member")
    if isinstance(record, Incident):
        return _restrict_incident(record, tlp, by, reason, members, revision)
    return _restrict_report(record, tlp, by, reason, members)


def _restrict_report(
    report: Report, tlp: int, by: User | None, reason: str, members: Sequence[Membership]
) -> Report:
    member = permitted(by, report.programme, "monitor.incident", report)
    with transaction.atomic():
        report = Report.objects.select_for_update().get(pk=report.pk)
        before, report.tlp = report.tlp, tlp
        report.save(update_fields=["tlp"])
        search.rescope("report", [(report.pk, report.programme_id, tlp)])
        expect(report.programme, [report.pk])
        named = _named(tlp, report.programme, report.by, member, members)
        _restrict_files(report, by, reason, named)
        name_on(report, named, by=by)
        incidents = list(Incident.objects.filter(links__report=report, links__withdrawn_at=None))
        derive_many(report.programme, [incident.pk for incident in incidents])
        if tlp == TLP.RED:
            for incident in incidents:
                name_on(incident, named, by=by)
        audit.record(
            "monitor.report.restricted",
            by=by,
            programme=report.programme,
            record=report,
            reason=reason,
            data={"from": before, "to": tlp, "named": len(named)},
        )
    return report


def _restrict_files(
    report: Report, by: User | None, reason: str, named: Sequence[Membership]
) -> None:
    """Mark what came with a report, and the copies of it, as strictly as the report.

    Who is named on a RED report is named on its files too, but for those that are for fewer eyes
    than the report was: a file that not everybody named on the report saw stays as it is.
    """
    tied = Evidence.objects.filter(pk__in=ReportEvidence.of_reports([report.pk]).values("evidence"))
    copies.restrict(
        [item.pk for item in tied],
        tlp=report.tlp,
        programme=report.programme,
        by=by,
        named=named,
        reason=reason,
    )
    before = {member.pk for member in named_on(report)}
    for item in tied.filter(tlp=TLP.RED) if before else ():
        if before <= {member.pk for member in named_on(item)}:
            name_on(item, list(named), by=by)


def _restrict_incident(
    incident: Incident,
    tlp: int,
    by: User | None,
    reason: str,
    members: Sequence[Membership],
    revision: int | None,
) -> Incident:
    member = permitted(by, incident.programme, "monitor.incident", incident)
    with transaction.atomic():
        incident = held(incident, revision, {"tlp": tlp, "reason": reason})
        before, incident.own_tlp = incident.own_tlp, tlp
        incident.tlp = max(incident.tlp, tlp)
        incident.save(update_fields=["own_tlp", "tlp"])
        derive_many(incident.programme, [incident.pk])
        incident.refresh_from_db()
        named = _named(incident.tlp, incident.programme, None, member, members)
        name_on(incident, named, by=by)
        audit.record(
            "monitor.incident.restricted",
            by=by,
            programme=incident.programme,
            record=incident,
            reason=reason,
            data={
                "revision": moved_on(incident),
                "from": before,
                "to": tlp,
                "named": len(named),
            },
        )
    return incident


def _named(
    tlp: int,
    programme: Programme,
    author: User | None,
    member: Membership | None,
    members: Sequence[Membership],
) -> list[Membership]:
    """Return whom to name: those asked for, and under RED the author and the one who marks it."""
    found = list(members)
    if tlp == TLP.RED:
        found += [one for one in (author and membership(author, programme), member) if one]
    return list({one.pk: one for one in found}.values())
