"""Incidents: which reports describe the same event, and what is said of it as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import Conflict, InvalidInput
from goodoffices.core import audit, search
from goodoffices.core.access import name_on
from goodoffices.core.models import Membership, Office, Programme, User
from goodoffices.core.tlp import TLP
from goodoffices.monitor.models import Incident, Report, ReportLink
from goodoffices.monitor.services.deriving import derive_many
from goodoffices.monitor.services.edits import held, moved_on
from goodoffices.monitor.services.linking.expecting import regrouped
from goodoffices.monitor.services.permits import permitted


def open_incident(
    *,
    programme: Programme,
    reports: Sequence[Report],
    by: User | None,
    title: str = "",
    title_language: str = "",
    summary: str = "",
    summary_language: str = "",
    office: Office | None = None,
    tlp: int | None = None,
    reason: str = "",
) -> Incident:
    """Open an incident from one or more reports; it starts unverified.

    ``tlp`` is the incident's own mark (the programme's default without one); what holds is the
    strictest of it and the reports'. Raises `InvalidInput` without a report.
    """
    member = permitted(by, programme, "monitor.incident", *reports)
    if not reports:
        raise InvalidInput(_("An incident starts from a report: choose one."), code="no-report")
    with transaction.atomic():
        return opened(
            programme,
            reports,
            by=by,
            member=member,
            reason=reason,
            tlp=tlp,
            title=title[:300],
            title_language=title_language,
            summary=summary,
            summary_language=summary_language,
            office_id=office.pk if office else reports[0].office_id,
        )


def opened(
    programme: Programme,
    reports: Sequence[Report],
    *,
    by: User | None,
    member: Membership | None,
    reason: str,
    tlp: int | None = None,
    **said: Any,
) -> Incident:
    """Open an incident in the transaction of a service that has asked whether the member may.

    ``said`` are further fields of the incident; its office is the first report's without one.
    """
    own = int(programme.default_tlp if tlp is None else tlp)
    incident: Incident = Incident.objects.create(
        programme=programme,
        own_tlp=own,
        tlp=own,
        date_rule=programme.date_rule,
        place_rule=programme.place_rule,
        type_rule=programme.type_rule,
        toll_rule=programme.toll_rule,
        **{"office_id": reports[0].office_id, **said},
    )
    for report in reports:
        linked(incident, report, by, reason)
    regrouped(programme, [report.pk for report in reports])
    _derived(incident)
    _keep_in_sight(incident, member, by)
    audit.record(
        "monitor.incident.opened",
        by=by,
        programme=programme,
        record=incident,
        reason=reason,
        data={"revision": incident.revision, "reports": [report.code for report in reports]},
    )
    return incident


def link(
    *,
    incident: Incident,
    report: Report,
    by: User | None,
    reason: str = "",
    revision: int | None = None,
) -> Incident:
    """Judge that a report describes this incident; its claims count from now on.

    A report linked already stays as it is. Raises `Overtaken` when the incident moved on since
    ``revision``.
    """
    member = permitted(by, incident.programme, "monitor.incident", incident, report)
    with transaction.atomic():
        return attached(incident, report, by=by, member=member, reason=reason, revision=revision)


def attached(
    incident: Incident,
    report: Report,
    *,
    by: User | None,
    member: Membership | None,
    reason: str,
    revision: int | None = None,
) -> Incident:
    """Link a report in the transaction of a service that has asked whether the member may.

    The incident is looked at as it stands now: `NotFound` where they may not see it.
    """
    programme = incident.programme
    given = {"report": report.code, "reason": reason}
    incident = held(incident, revision, given, member=member)
    incident.programme = programme
    if incident.links.filter(report=report, withdrawn_at=None).exists():
        return incident
    linked(incident, report, by, reason)
    regrouped(programme, [report.pk])
    data: dict[str, object] = {"report": report.code}
    return _settled(incident, "monitor.incident.linked", by, member, reason=reason, data=data)


def unlink(
    *,
    incident: Incident,
    report: Report,
    by: User | None,
    reason: str,
    revision: int | None = None,
) -> Incident:
    """Take back the judgement that a report describes this incident; the link stays on record.

    The last report cannot be taken away: an incident without one would rest on nothing.
    """
    member = permitted(by, incident.programme, "monitor.incident", incident, report)
    given = {"report": report.code, "reason": reason}
    with transaction.atomic():
        incident = held(incident, revision, given)
        links = list(incident.links.filter(withdrawn_at=None))
        found = [one for one in links if one.report_id == report.pk]
        if not found:
            return incident
        if len(links) == 1:
            raise Conflict(
                _("This is the incident's only report. Link another one first, or discard it."),
                code="last-report",
            )
        unlinked(found[0], by, reason)
        mark_linked([report.pk])
        regrouped(incident.programme, [report.pk])
        return _settled(
            incident,
            "monitor.incident.unlinked",
            by,
            member,
            reason=reason,
            data={"report": report.code},
        )


def close_opened(*, incident: Incident, by: User | None, reason: str) -> Incident:
    """Take back the opening of an incident: its reports wait again, its record stays.

    Raises `Conflict` where its state was judged or somebody was asked to deal with it: neither
    must be left in the air.
    """
    permitted(by, incident.programme, "monitor.incident", incident)
    with transaction.atomic():
        incident = held(incident)
        if incident.assessments.exists() or incident.rule_choices.exists():
            raise Conflict(
                _("This incident has been judged since. Unlink its reports, or merge it instead."),
                code="judged-since",
            )
        if incident.assignments.filter(ending="").exists():
            raise Conflict(
                _("Somebody is asked to deal with this incident. Take that assignment back first."),
                code="assigned-since",
            )
        links = list(incident.links.filter(withdrawn_at=None))
        for one in links:
            unlinked(one, by, reason)
        mark_linked([one.report_id for one in links])
        incident.stands = False
        incident.save(update_fields=["stands"])
        search.remove("incident", [incident.pk])
        regrouped(incident.programme, [one.report_id for one in links])
        audit.record(
            "monitor.incident.opening_undone",
            by=by,
            programme=incident.programme,
            record=incident,
            reason=reason,
            data={"revision": moved_on(incident)},
        )
    return incident


def describe(
    *,
    incident: Incident,
    by: User | None,
    title: str,
    summary: str,
    title_language: str = "",
    summary_language: str = "",
    revision: int | None = None,
) -> Incident:
    """Write the incident's title and summary; an empty title is made from type and place."""
    permitted(by, incident.programme, "monitor.incident", incident)
    given = {"title": title, "summary": summary}
    with transaction.atomic():
        incident = held(incident, revision, given)
        incident.title, incident.title_language = title.strip()[:300], title_language
        incident.summary, incident.summary_language = summary.strip(), summary_language
        incident.save(update_fields=["title", "title_language", "summary", "summary_language"])
        return _settled(incident, "monitor.incident.described", by, None)


def _settled(
    incident: Incident,
    action: str,
    by: User | None,
    member: Membership | None,
    *,
    reason: str = "",
    data: dict[str, object] | None = None,
) -> Incident:
    """Derive anew, count the change, and write it down."""
    before = incident.tlp
    _derived(incident)
    revision = moved_on(incident)
    _keep_in_sight(incident, member, by)
    audit.record(
        action,
        by=by,
        programme=incident.programme,
        record=_marked(incident, max(before, incident.tlp)),
        reason=reason,
        data={"revision": revision, **(data or {})},
    )
    return incident


def _derived(incident: Incident) -> None:
    """Derive an incident anew and read what came of it; its programme is known already."""
    programme = incident.programme
    derive_many(programme, [incident.pk])
    incident.refresh_from_db()
    incident.programme = programme


def _marked(incident: Incident, tlp: int) -> Incident:
    """Return the incident under another mark, for the log alone.

    What was done while a stricter report was among its own stays as strict as that report.
    """
    marked = copy(incident)
    marked.tlp = tlp
    return marked


def _keep_in_sight(incident: Incident, member: Membership | None, by: User | None) -> None:
    """Name the one who acts on an incident that has become RED by it, or they would lose it."""
    if member is not None and incident.tlp == TLP.RED:
        name_on(incident, [member], by=by)


def linked(incident: Incident, report: Report, by: User | None, reason: str) -> None:
    """Append the judgement that a report describes an incident."""
    ReportLink.objects.create(report=report, incident=incident, by=by, reason=reason[:300])
    Report.objects.filter(pk=report.pk).update(is_linked=True, set_aside_at=None)


def unlinked(found: ReportLink, by: User | None, reason: str) -> None:
    """Withdraw the judgement that a report describes an incident; it stays on record."""
    found.withdrawn_at, found.withdrawn_by = timezone.now(), by
    found.withdrawn_reason = reason[:300]
    found.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])


def mark_linked(report_ids: Iterable[int]) -> None:
    """Repeat on reports whether any incident holds them."""
    for pk in report_ids:
        held_by = ReportLink.objects.filter(report_id=pk, withdrawn_at=None).exists()
        Report.objects.filter(pk=pk).update(is_linked=held_by)
