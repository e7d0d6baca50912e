"""Inside the transaction: reports added, given new versions, withdrawn or given back."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import F
from django.utils import timezone

from goodoffices.core import audit
from goodoffices.core.models import Programme
from goodoffices.field import flags
from goodoffices.field.models import Submission
from goodoffices.formats.submissions.rows import short_id
from goodoffices.formats.values import ReportRow
from goodoffices.monitor.models import Incident, Report, ReportLink, ReportVersion
from goodoffices.monitor.services.intake.adding import add_reports
from goodoffices.monitor.services.intake.arrivals import Arrival, Origin
from goodoffices.monitor.services.intake.comparing import Known, current_versions
from goodoffices.monitor.services.intake.desk import Desk
from goodoffices.monitor.services.intake.revising import derive_in_parts, revise_reports
from goodoffices.monitor.services.linking.expecting import expect
from goodoffices.monitor.services.submissions.attaching import attach_files
from goodoffices.monitor.services.submissions.grounding import Grounds
from goodoffices.monitor.services.submissions.naming import name_on_submissions, name_people
from goodoffices.monitor.services.submissions.preparing import Prepared
from goodoffices.monitor.services.submissions.senders import Senders
from goodoffices.monitor.services.submissions.standing import keep_standing, open_late, tighten

CHANNEL = "field"
State = Submission.MappingState
Pairs = list[tuple[Prepared, Report]]


class Making:
    """Makes the reports of one programme; keep one for many batches, it remembers the ground.

    After a batch that was rolled back it must be made anew: it may remember rows that are gone.
    """

    def __init__(self, programme: Programme) -> None:
        self._programme = programme
        self._desk = Desk(programme)
        self._grounds = Grounds(self._desk)
        self._senders = Senders(programme)

    def make(self, part: Sequence[Prepared]) -> Counter[str]:
        """Bring the reports of a batch up to date with their submissions.

        The log comes after the rows: its head is what all writers of a programme queue for, and
        who holds it must not wait for a row that another in the queue holds.
        """
        counts: Counter[str] = Counter()
        name_on_submissions(self._programme, part)
        fresh, standing = _sorted(part)
        there = [pair for pair in standing if pair[0].submission.deleted_at is None]
        made, changed = self._add(fresh), self._revise(there)
        name_people(self._programme, made)
        self._record_added(made)
        self._record_revised(changed)
        counts["withdrawn"] += keep_standing(self._programme, standing)
        for one, report in changed:
            open_late(one, report)
        tighten(there)
        counts["files"] += attach_files(self._programme, [*made, *there])
        expect(self._programme, [report.pk for _, report in there])
        counts["reports"], counts["revised"] = len(made), len(changed)
        counts.update(f"state_{one.state}" for one in part)
        return counts

    def _add(self, fresh: Sequence[Prepared]) -> Pairs:
        made: Pairs = []
        groups = _grouped((self._circumstances(one), one) for one in fresh)
        for (source_id, tlp, office_id, by_id, opens), group in groups:
            arrival = self._arrival(source_id, tlp, by_id, office_id)
            rows = _told_apart(source_id, group)
            ids = add_reports(
                self._desk,
                arrival,
                self._grounds.placed(rows, tlp),
                opening=opens,
                origins=[Origin(one.submission.pk, one.submission.received_at) for one in group],
            )
            reports = Report.objects.in_bulk(list(ids))
            made += [(one, reports[pk]) for one, pk in zip(group, ids, strict=True)]
        return made

    def _circumstances(self, one: Prepared) -> tuple[int, int, int | None, int | None, bool]:
        sent = one.submission
        return (self._senders.source_of(sent).pk, one.tlp, sent.office_id, sent.by_id, one.opens)

    def _arrival(
        self, source_id: int, tlp: int, by_id: int | None, office_id: int | None = None
    ) -> Arrival:
        return Arrival(
            programme=self._programme,
            source_id=source_id,
            tlp=tlp,
            received_at=timezone.now(),
            channel=CHANNEL,
            office_id=office_id,
            by_id=by_id,
        )

    def _record_added(self, made: Pairs) -> None:
        opened = _incidents_of([report.pk for _, report in made])
        for one, report in made:
            report.programme = self._programme
            data: dict[str, Any] = {"channel": CHANNEL, "submission": one.submission.code}
            audit.record(
                "monitor.report.received",
                by=one.submission.by,
                programme=self._programme,
                record=report,
                data=data,
            )
            incident = opened.get(report.pk)
            if incident is not None:
                audit.record(
                    "monitor.incident.opened",
                    by=None,
                    programme=self._programme,
                    record=incident,
                    data={"revision": 1, "reports": [report.code]},
                )

    def _revise(self, standing: Pairs) -> Pairs:
        """Give reports whose submission says something else now a new version."""
        digests = _digests([report.pk for _, report in standing])
        changed: Pairs = []
        for one, report in standing:
            if one.row is None:
                one.flag(flags.OLDER_REPORT)
            elif digests[report.pk] != one.row.digest:
                changed.append((one, report))
        groups = _grouped(((pair[1].tlp, pair[0].version.by_id), pair) for pair in changed)
        for (tlp, by_id), pairs in groups:
            self._revised(pairs, tlp, by_id, digests)
        return changed

    def _revised(self, pairs: Pairs, tlp: int, by_id: int | None, digests: dict[int, str]) -> None:
        rows = self._grounds.placed([one.row for one, _ in pairs if one.row], tlp)
        known = [
            Known(report.pk, report.current, digests[report.pk], report.withdrawn_at is not None)
            for _, report in pairs
        ]
        arrival = self._arrival(0, tlp, by_id)
        stale = revise_reports(self._desk, arrival, list(zip(known, rows, strict=True)))
        derive_in_parts(arrival, stale)

    def _record_revised(self, changed: Pairs) -> None:
        for one, report in changed:
            report.refresh_from_db()
            report.programme = self._programme
            audit.record(
                "monitor.report.revised",
                by=one.version.by,
                programme=self._programme,
                record=report,
                data={"version": report.current, "submission": one.submission.code},
            )


def _sorted(part: Sequence[Prepared]) -> tuple[list[Prepared], Pairs]:
    """Return the submissions that become a report now, and those that have one."""
    before, fresh, standing = _reports_of(part), [], []
    for one in part:
        report = before.get(one.submission.pk)
        if report is not None:
            standing.append((one, report))
        elif one.submission.deleted_at is not None:
            one.state = State.UNMAPPED if one.row else one.state
            one.row = None
        elif one.row is not None:
            fresh.append(one)
    return fresh, standing


def _reports_of(part: Sequence[Prepared]) -> dict[int | None, Report]:
    ids = [one.submission.pk for one in part]
    rows = Report.objects.select_for_update().filter(submission_id__in=ids).order_by("pk")
    return {report.submission_id: report for report in rows}


def _digests(report_ids: Sequence[int]) -> dict[int, str]:
    rows = ReportVersion.objects.filter(report_id__in=report_ids, number=F("report__current"))
    return dict(rows.values_list("report_id", "digest"))


def _incidents_of(report_ids: Sequence[int]) -> dict[int, Incident]:
    links = ReportLink.objects.filter(report_id__in=report_ids).select_related("incident")
    return {link.report_id: link.incident for link in links}


def _told_apart(source_id: int, group: Sequence[Prepared]) -> list[ReportRow]:
    """Return the rows of a group, each with an id that its source has not given before.

    Two forms may use one instanceID (a phone does not; an outbox edited by hand can): the second
    is told by its form as well.
    """
    rows = [one.row for one in group if one.row is not None]
    taken = set(current_versions(source_id, [row.external_id for row in rows]))
    found = []
    for one, row in zip(group, rows, strict=True):
        own = row.external_id
        if own in taken:
            own = short_id(f"{one.submission.form.xform_id}/{one.submission.root_id}")
        taken.add(own)
        found.append(row if own == row.external_id else replace(row, external_id=own))
    return found


def _grouped(pairs: Iterable[tuple[Any, Any]]) -> list[tuple[Any, list[Any]]]:
    """Return what shares a key together, in the order of first meeting."""
    found: dict[Hashable, list[Any]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return list(found.items())
