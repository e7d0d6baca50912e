"""Sources, reports with all their versions, and the files that came with them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from io import BytesIO

from django.db import connection

from goodoffices.core import evidence
from goodoffices.core.access import name_on
from goodoffices.core.evidence import custody
from goodoffices.core.models import Evidence, Membership
from goodoffices.core.tlp import TLP
from goodoffices.demo.loading.house import House
from goodoffices.demo.values import DemoReport, DemoSource
from goodoffices.formats.values import ReportRow
from goodoffices.monitor.models import (
    Report,
    ReportEvidence,
    ReportGrade,
    ReportVersion,
    Source,
    SourceGrade,
)
from goodoffices.monitor.services.intake.adding import add_reports
from goodoffices.monitor.services.intake.arrivals import Arrival, stored_moment
from goodoffices.monitor.services.intake.comparing import Known
from goodoffices.monitor.services.intake.desk import Desk
from goodoffices.monitor.services.intake.revising import mark_withdrawn, revise_reports

CHANNELS = {
    "field": "form",
    "hospital": "letter",
    "paper": "web",
    "wire": "web",
    "radio": "broadcast",
    "posts": "web",
    "relief": "email",
    "observer": "email",
    "committee": "message",
    "lawyers": "email",
}
"""How the reports of each style come in, by the codebook."""

RIGHTS = "salma"
"""Who is named on every RED report, beside the one who wrote it down."""


@dataclass(slots=True)
class Inbox:
    """What was received: reports by the generator's external id, sources by key."""

    sources: dict[str, Source] = field(default_factory=dict)
    reports: dict[str, Report] = field(default_factory=dict)
    red: dict[str, list[Membership]] = field(default_factory=dict)


def receive_all(house: House) -> Inbox:
    """Receive every report of the programme as it came in."""
    inbox = Inbox(sources=_add_sources(house))
    given = [report for report in house.demo.reports if report.programme == house.key]
    first = [report for report in given if report.version == 1]
    desk = Desk(house.programme)
    for (source, tlp), group in _grouped(first).items():
        _receive(house, desk, inbox, inbox.sources[source], tlp, group)
    _name_people(house, inbox, first)
    _revise(house, desk, inbox, [r for r in given if r.version > 1 and not r.row.withdrawn])
    _withdraw(house, inbox, [r for r in given if r.row.withdrawn])
    _grade_reports(house, inbox)
    _set_aside(house, inbox)
    _attach(house, inbox)
    return inbox


def _add_sources(house: House) -> dict[str, Source]:
    made: dict[str, Source] = {}
    for demo in house.demo.sources:
        if demo.programme == house.key:
            made[demo.key] = _source(house, demo)
            _grade_source(house, made[demo.key], demo)
    return made


def _source(house: House, demo: DemoSource) -> Source:
    made = Source.objects.create(
        programme=house.programme,
        tlp=TLP[demo.tlp],
        kind=demo.kind,
        name=demo.names["en"],
        labels=dict(demo.names),
        languages=sorted(demo.languages, key=lambda code: -demo.languages[code]),
        office=house.offices[demo.offices[0]],
        external_key=demo.key,
        reliability=demo.grades[-1][1],
        created_at=house.opened,
    )
    at = datetime.combine(demo.grades[0][0], time(8), UTC)
    house.ledger.note("monitor.source.added", at=at, by=house.director, record=made)
    return made


def _grade_source(house: House, source: Source, demo: DemoSource) -> None:
    for since, grade, reason in demo.grades:
        at = datetime.combine(since, time(9), UTC)
        SourceGrade.objects.create(
            source=source, reliability=grade, since=since, reason=reason, by=house.director, at=at
        )
        house.ledger.note(
            "monitor.source.graded",
            at=at,
            by=house.director,
            record=source,
            reason=reason,
            data={"reliability": grade, "since": since.isoformat()},
        )


def _grouped(reports: Iterable[DemoReport]) -> dict[tuple[str, str], list[DemoReport]]:
    found: dict[tuple[str, str], list[DemoReport]] = defaultdict(list)
    for report in reports:
        found[report.source_key, report.tlp].append(report)
    return found


def _receive(
    house: House,
    desk: Desk,
    inbox: Inbox,
    source: Source,
    tlp: str,
    group: Sequence[DemoReport],
) -> None:
    """Take reports of one source and mark in bulk, then give each its own moment and person."""
    arrival = Arrival(house.programme, source.pk, int(TLP[tlp]), house.now, channel="form")
    ids = add_reports(desk, arrival, [report.row for report in group], opening=False)
    _date(house, group, ids)
    by_id = Report.objects.in_bulk(list(ids))
    for pk, demo in zip(ids, group, strict=True):
        report = inbox.reports[demo.row.external_id] = by_id[pk]
        by = house.users[demo.entered_by]
        data = {"channel": report.channel, "files": []}
        house.ledger.note(
            "monitor.report.received", at=demo.received_at, by=by, record=report, data=data
        )


def _date(house: House, group: Sequence[DemoReport], ids: Sequence[int]) -> None:
    styles = {source.key: source.style for source in house.demo.sources}
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {quote(Report._meta.db_table)} SET received_at = %s, channel = %s,"  # noqa: S608
            " office_id = %s, by_id = %s WHERE id = %s",
            [
                (
                    stored_moment(demo.received_at),
                    CHANNELS[styles[demo.source_key]],
                    house.offices[demo.office_key].pk,
                    house.users[demo.entered_by].pk,
                    pk,
                )
                for pk, demo in zip(ids, group, strict=True)
            ],
        )
    _date_versions(house, group, ids, 1)


def _date_versions(
    house: House, group: Sequence[DemoReport], ids: Sequence[int], number: int
) -> None:
    table = connection.ops.quote_name(ReportVersion._meta.db_table)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {table} SET received_at = %s, by_id = %s"  # noqa: S608 (own names)
            " WHERE report_id = %s AND number = %s",
            [
                (stored_moment(demo.received_at), house.users[demo.entered_by].pk, pk, number)
                for pk, demo in zip(ids, group, strict=True)
            ],
        )


def _name_people(house: House, inbox: Inbox, reports: Iterable[DemoReport]) -> None:
    """Name on each RED report who wrote it down and the human-rights officer."""
    for demo in reports:
        if demo.tlp == "RED":
            keys = {demo.entered_by, RIGHTS} & house.members.keys()
            named = [house.members[key] for key in sorted(keys)]
            report = inbox.reports[demo.row.external_id]
            name_on(report, named, by=house.users[demo.entered_by])
            inbox.red[demo.row.external_id] = named


def _revise(house: House, desk: Desk, inbox: Inbox, later: Sequence[DemoReport]) -> None:
    if not later:
        return
    changed: list[tuple[Known, ReportRow]] = []
    for demo in later:
        report = inbox.reports[demo.row.external_id]
        changed.append((Known(report.pk, 1, "", withdrawn=False), demo.row))
    arrival = Arrival(house.programme, 0, int(TLP.AMBER), house.now)
    revise_reports(desk, arrival, changed)
    _date_versions(house, later, [known.pk for known, _ in changed], 2)
    for demo in later:
        house.ledger.note(
            "monitor.report.revised",
            at=demo.received_at,
            by=house.users[demo.entered_by],
            record=inbox.reports[demo.row.external_id],
            data={"version": 2},
        )


def _withdraw(house: House, inbox: Inbox, withdrawn: Iterable[DemoReport]) -> None:
    for demo in withdrawn:
        report = inbox.reports[demo.row.external_id]
        reason = "The source took it back."
        mark_withdrawn([report.pk], at=demo.received_at, reason=reason)
        house.ledger.note(
            "monitor.report.withdrawn",
            at=demo.received_at,
            by=house.users[demo.entered_by],
            record=report,
            reason=reason,
        )


def _grade_reports(house: House, inbox: Inbox) -> None:
    graded = [c for c in house.demo.credibility if c.external_id in inbox.reports]
    for grade in graded:
        report = inbox.reports[grade.external_id]
        report.credibility = grade.grade
        house.ledger.note(
            "monitor.report.graded",
            at=grade.at,
            by=house.users[grade.by],
            record=report,
            reason=grade.reason,
            data={"from": None, "to": grade.grade},
        )
    ReportGrade.objects.bulk_create(
        ReportGrade(
            report=inbox.reports[grade.external_id],
            credibility=grade.grade,
            reason=grade.reason,
            tlp=inbox.reports[grade.external_id].tlp,
            by=house.users[grade.by],
            at=grade.at,
        )
        for grade in graded
    )
    reports = [inbox.reports[grade.external_id] for grade in graded]
    Report.objects.bulk_update(reports, ["credibility"], batch_size=500)


def _set_aside(house: House, inbox: Inbox) -> None:
    """Set aside the reports that were judged to tell of no incident."""
    judged = [one for one in house.demo.set_aside if one.external_id in inbox.reports]
    for one in judged:
        report = inbox.reports[one.external_id]
        report.set_aside_at = one.at
        house.ledger.note(
            "monitor.report.set_aside",
            at=one.at,
            by=house.users[one.by],
            record=report,
            reason=one.reason,
            data={"set_aside": True},
        )
    reports = [inbox.reports[one.external_id] for one in judged]
    Report.objects.bulk_update(reports, ["set_aside_at"], batch_size=500)


def _attach(house: House, inbox: Inbox) -> None:
    """Keep the files that came with reports, marked like their report."""
    notes: list[custody.Note] = []
    for item in house.demo.evidence:
        report = inbox.reports.get(item.external_id)
        if report is None:
            continue
        by = house.users[item.by]
        file = evidence.store_file(BytesIO(item.content), programme=house.programme)
        made = Evidence.objects.create(
            programme=house.programme,
            file=file,
            tlp=TLP[item.tlp],
            original_name=item.name,
            caption=item.caption,
            by=by,
            received_at=item.at,
        )
        ReportEvidence.objects.create(report=report, evidence=made)
        name_on(made, inbox.red.get(item.external_id, []), by=by)
        notes += evidence.arrival(made)
        house.ledger.note(
            "core.evidence.stored",
            at=item.at + timedelta(minutes=1),
            by=by,
            record=made,
            data=evidence.facts(file),
        )
    custody.note_many(notes)
