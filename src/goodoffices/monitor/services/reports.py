"""Reports: receiving them one by one, their new versions, and what their source takes back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import BinaryIO

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import Conflict, InvalidInput, NotFound
from goodoffices.core import audit, evidence
from goodoffices.core.access import may_see, name_on, named_on
from goodoffices.core.models import Evidence, Membership, Office, Programme, User
from goodoffices.core.tlp import TLP
from goodoffices.formats.claims import digested
from goodoffices.formats.values import ReportRow
from goodoffices.methods.text import language_of
from goodoffices.monitor.models import Incident, Report, ReportEvidence, ReportVersion, Source
from goodoffices.monitor.services import pages
from goodoffices.monitor.services.intake.adding import add_reports
from goodoffices.monitor.services.intake.arrivals import Arrival
from goodoffices.monitor.services.intake.comparing import Known, current_versions
from goodoffices.monitor.services.intake.desk import Desk
from goodoffices.monitor.services.intake.revising import (
    derive_in_parts,
    mark_returned,
    mark_withdrawn,
    revise_reports,
)
from goodoffices.monitor.services.linking.expecting import expect
from goodoffices.monitor.services.permits import permitted

Upload = tuple[str, BinaryIO]
"""(the file's name as handed in, its bytes)."""


def receive(
    *,
    programme: Programme,
    source: Source,
    row: ReportRow,
    by: User | None,
    tlp: int | None = None,
    channel: str = "form",
    office: Office | None = None,
    open_incident: bool = False,
    files: Sequence[Upload] = (),
    desk: Desk | None = None,
) -> Report:
    """Receive one report; what a source gives twice under one id is kept once.

    The same words again change nothing; other words under the same id become a new version.
    ``tlp`` None takes the programme's default; a RED report names the one who sends it. A
    ``desk`` kept between calls saves learning the programme's places and parties again.
    """
    wanted = ("monitor.report", "monitor.incident") if open_incident else ("monitor.report",)
    member = None
    for permission in wanted:
        member = permitted(by, programme, permission, source)
    mark = int(programme.default_tlp if tlp is None else tlp)
    if mark not in TLP.values:
        raise InvalidInput(_("Choose one of the marks from CLEAR to RED."), code="bad-tlp")
    with transaction.atomic():
        known = current_versions(source.pk, [row.external_id]).get(row.external_id)
        if known is not None:
            return _given_again(source, known, row, by, member)
        arrival = Arrival(
            programme=programme,
            source_id=source.pk,
            tlp=mark,
            received_at=timezone.now(),
            channel=channel,
            office_id=office.pk if office else None,
            by_id=by.pk if by else None,
        )
        return _added(arrival, row, by, member, open_incident, files, desk)


def _added(
    arrival: Arrival,
    row: ReportRow,
    by: User | None,
    member: Membership | None,
    opening: bool,
    files: Sequence[Upload],
    desk: Desk | None,
) -> Report:
    programme = arrival.programme
    [pk] = add_reports(desk or Desk(programme), arrival, [row], opening=opening)
    report = Report.objects.get(pk=pk)
    attached = _attach(report, files, by)
    audit.record(
        "monitor.report.received",
        by=by,
        programme=programme,
        record=report,
        data={"channel": arrival.channel, "files": attached},
    )
    pages.ask(report, row.links)
    incident = Incident.objects.filter(links__report=report).first() if opening else None
    if incident is not None:
        audit.record(
            "monitor.incident.opened",
            by=by,
            programme=programme,
            record=incident,
            data={"revision": 1, "reports": [report.code]},
        )
    if member is not None and report.tlp == TLP.RED:
        name_on(report, [member], by=by)
        if incident is not None:
            name_on(incident, [member], by=by)
    return report


def _attach(report: Report, files: Sequence[Upload], by: User | None) -> list[str]:
    codes = []
    for name, stream in files:
        item: Evidence = evidence.store(
            stream, programme=report.programme, name=name, by=by, tlp=report.tlp
        )
        if report.tlp == TLP.RED:
            own = Membership.objects.filter(user=by, programme=report.programme)
            name_on(item, [*own, *named_on(report)], by=by)
        ReportEvidence.objects.create(report=report, evidence=item)
        codes.append(item.code)
    return codes


def attach(*, report: Report, files: Sequence[Upload], by: User | None) -> list[str]:
    """Add files to a report; returns the codes of the evidence."""
    permitted(by, report.programme, "monitor.report", report)
    with transaction.atomic():
        expect(report.programme, [report.pk])
        return _attach(report, files, by)


def _given_again(
    source: Source, known: Known, row: ReportRow, by: User | None, member: Membership | None
) -> Report:
    report = Report.objects.get(pk=known.pk)
    if member is not None and not may_see(report, member):
        raise NotFound(_("There is nothing at this address."))
    if known.digest == row.digest and not known.withdrawn:
        return report
    return _revised(report, known, row, by)


def _revised(report: Report, known: Known, row: ReportRow, by: User | None) -> Report:
    programme = report.programme
    arrival = Arrival(
        programme=programme,
        source_id=report.source_id,
        tlp=report.tlp,
        received_at=timezone.now(),
        channel=report.channel,
        by_id=by.pk if by else None,
    )
    stale = revise_reports(Desk(programme), arrival, [(known, row)])
    if known.withdrawn:
        stale += mark_returned([report.pk])
    derive_in_parts(arrival, stale)
    report.refresh_from_db()
    audit.record(
        "monitor.report.revised",
        by=by,
        programme=programme,
        record=report,
        data={"version": report.current},
    )
    pages.ask(report, row.links)
    return report


def revise(*, report: Report, row: ReportRow, by: User | None) -> Report:
    """Take a new version of a report from its source; the versions before it stay as they were.

    The same words again change nothing.
    """
    permitted(by, report.programme, "monitor.report", report)
    with transaction.atomic():
        report = Report.objects.select_for_update().get(pk=report.pk)
        current = ReportVersion.objects.get(report=report, number=report.current)
        known = Known(report.pk, report.current, current.digest, report.withdrawn_at is not None)
        if known.digest == row.digest and not known.withdrawn:
            return report
        return _revised(report, known, replace(row, external_id=report.external_id), by)


def withdraw(*, report: Report, reason: str, by: User | None) -> Report:
    """Mark a report as withdrawn by its source: it stays, and its claims count no more."""
    permitted(by, report.programme, "monitor.incident", report)
    if not reason.strip():
        raise InvalidInput(_("Say why: others must be able to follow it."), code="no-reason")
    with transaction.atomic():
        report = Report.objects.select_for_update().get(pk=report.pk)
        if report.withdrawn_at is not None:
            raise Conflict(_("This report is marked as withdrawn already."), code="withdrawn")
        stale = mark_withdrawn([report.pk], at=timezone.now(), reason=reason)
        return _marked(report, stale, "monitor.report.withdrawn", reason, by)


def reinstate(*, report: Report, reason: str, by: User | None) -> Report:
    """Take the mark "withdrawn" off a report that its source gives again."""
    permitted(by, report.programme, "monitor.incident", report)
    with transaction.atomic():
        stale = mark_returned([report.pk])
        return _marked(report, stale, "monitor.report.returned", reason, by)


def _marked(report: Report, stale: list[int], action: str, reason: str, by: User | None) -> Report:
    arrival = Arrival(
        programme=report.programme,
        source_id=report.source_id,
        tlp=report.tlp,
        received_at=timezone.now(),
    )
    derive_in_parts(arrival, stale)
    report.refresh_from_db()
    audit.record(action, by=by, programme=report.programme, record=report, reason=reason)
    return report


def typed_row(row: ReportRow) -> ReportRow:
    """Complete a row that a person typed: its canonical text, its digest, its language.

    ``raw`` becomes the JSON of what was said, so that a typed report too is kept as it came.
    """
    from dataclasses import asdict

    said = asdict(replace(row, raw="", digest="", line=0))
    raw, digest = digested(
        {key: json.dumps(value, ensure_ascii=False) for key, value in said.items() if value}
    )
    language = row.language or language_of(f"{row.title}\n{row.text}") or "en"
    return replace(row, raw=raw, digest=digest, language=language)


def add_by_hand(
    *,
    programme: Programme,
    source: Source,
    row: ReportRow,
    by: User,
    tlp: int | None = None,
    channel: str = "form",
    office: Office | None = None,
    open_incident: bool = False,
    files: Sequence[Upload] = (),
) -> Report:
    """Take a report that a person typed in, in any language, with the files that came with it.

    ``row`` holds the words and the claims; raw text and digest are filled here. Raises
    `InvalidInput` where it says nothing at all.
    """
    if not (row.title.strip() or row.text.strip()):
        raise InvalidInput(_("Write what the source said."), code="nothing-said")
    return receive(
        programme=programme,
        source=source,
        row=typed_row(row),
        by=by,
        tlp=tlp,
        channel=channel,
        office=office or _own_office(by, programme),
        open_incident=open_incident,
        files=files,
    )


def _own_office(by: User, programme: Programme) -> Office | None:
    member = Membership.objects.select_related("office").filter(user=by, programme=programme)
    found = member.first()
    return found.office if found else None
