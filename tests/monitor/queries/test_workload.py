"""How long it took and what is stuck: by office and by month, over what the member may see."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from goodoffices.core.models import Membership, Office
from goodoffices.core.tlp import TLP
from goodoffices.monitor import services
from goodoffices.monitor.models import Assessment, Report, ReportLink
from goodoffices.monitor.queries.verification.waiting import waiting_for
from goodoffices.monitor.queries.waiting import waiting
from goodoffices.monitor.queries.workload.assignments import open_assignments
from goodoffices.monitor.queries.workload.stuck import queues
from goodoffices.monitor.queries.workload.timing import by_month, by_office, decided
from tests.methods.workload.test_durations import EXAMPLE
from tests.monitor.rows import row
from tests.monitor.services.verification.judged import judge
from tests.monitor.stage import Stage

START = datetime(2026, 3, 2, 8, tzinfo=UTC)


def receive(stage: Stage, number: int, came: datetime, office: Office | None, tlp: int) -> Report:
    by = stage.cast.director.user
    made = services.receive(
        programme=stage.cast.programme, source=stage.radio, row=row(f"t{number}"), by=by, tlp=tlp
    )
    Report.objects.filter(pk=made.pk).update(received_at=came, office=office)
    return made


@pytest.fixture
def worked(stage: Stage) -> Stage:
    """Have eleven reports of one office decided on after the hours of the published example."""
    ReportLink.objects.all().delete()
    Report.objects.update(received_at=START - timedelta(days=900))
    for number, hours in enumerate(EXAMPLE):
        made = receive(stage, number, START, stage.cast.office, TLP.AMBER)
        by = stage.cast.monitoring_officer.user
        if number % 2:
            services.set_aside(report=made, reason="Vague", by=by)
            Report.objects.filter(pk=made.pk).update(set_aside_at=START + timedelta(hours=hours))
        else:
            services.link(incident=stage.incident, report=made, by=by)
            ReportLink.objects.filter(report=made).update(at=START + timedelta(hours=hours))
    return stage


def test_the_published_example_by_office_and_by_month(worked: Stage) -> None:
    member = worked.cast.monitoring_officer
    found = decided(member, START - timedelta(days=1))
    harrow = by_office(found, member)[0]
    assert harrow.office == worked.cast.office
    assert (harrow.took.count, harrow.took.median, harrow.took.tail) == (11, 9, 30)
    months = by_month(found, date(2026, 4, 7))
    assert [row.month for row in months][:2] == [date(2026, 4, 1), date(2026, 3, 1)]
    assert [row.took.count for row in months] == [0, 11, *[0] * 10]


def test_what_is_hidden_is_in_no_time_and_no_queue(worked: Stage) -> None:
    member, now = worked.cast.monitoring_officer, timezone.now()

    def figures() -> tuple[object, ...]:
        found = decided(member, START - timedelta(days=1))
        return (
            by_office(found, member),
            by_month(found, date(2026, 4, 7)),
            queues(member, [1.0] * 20, now),
            waiting(member, None),
        )

    before, director = figures(), worked.cast.director
    hidden = receive(worked, 90, START, worked.cast.office, TLP.RED)
    services.link(incident=worked.secret, report=hidden, by=director.user)
    receive(worked, 91, START, worked.cast.office, TLP.RED)
    judge(worked, "pending", incident=worked.secret, by=director.user)
    judge(worked, "verified", "attribution", incident=worked.secret, by=director.user)
    services.assign(record=worked.secret, to=director, by=director.user)
    assert figures() == before
    assert not open_assignments(member).exists()
    assert not waiting_for(member).exists()


def test_reports_that_opened_their_incident_and_files_are_left_out(stage: Stage) -> None:
    services.receive(
        programme=stage.cast.programme,
        source=stage.radio,
        row=row("auto"),
        by=stage.cast.director.user,
        open_incident=True,
    )
    ReportLink.objects.filter(report__external_id="a").update(by=None)
    found = decided(stage.cast.monitoring_officer, START)
    assert len(found) == ReportLink.objects.filter(report__external_id="b").count() == 1


def test_nothing_is_called_stuck_while_too_little_is_known(stage: Stage) -> None:
    member, now = stage.cast.monitoring_officer, timezone.now()
    Report.objects.filter(pk=stage.waiting.pk).update(received_at=now - timedelta(days=3))
    unknown = queues(member, [2.0] * 19, now)[0]
    assert (unknown.waiting, unknown.usual, unknown.stuck) == (1, None, 0)
    known = queues(member, [2.0] * 20, now)[0]
    assert (known.usual, known.stuck) == (2.0, 1)
    assert known.oldest[0].record == stage.waiting
    assert queues(member, [100.0] * 20, now)[0].stuck == 0


def test_a_check_that_takes_longer_than_usual_is_stuck(stage: Stage) -> None:
    now = timezone.now()
    for number in range(20):
        began = now - timedelta(days=100 - number)
        for state, at in (("pending", began), ("corroborated", began + timedelta(hours=5))):
            Assessment.objects.create(
                incident=stage.incident,
                aspect="harm",
                from_state="unverified",
                to_state=state,
                reason="x",
                at=at,
            )
    Assessment.objects.create(
        incident=stage.incident,
        from_state="unverified",
        to_state="pending",
        reason="x",
        at=now - timedelta(hours=6),
    )
    checked = queues(stage.cast.monitoring_officer, [], now)[1]
    assert (checked.waiting, checked.usual, checked.stuck) == (1, 5.0, 1)
    assert queues(stage.cast.monitoring_officer, [], now - timedelta(hours=2))[1].stuck == 0


def test_what_waits_for_a_second_person_waits_for_others_than_its_maker(stage: Stage) -> None:
    made = judge(stage, "verified", "attribution")
    cast = stage.cast
    assert list(waiting_for(cast.director)) == [made]
    for member in (cast.monitoring_officer, cast.analyst, cast.partner):
        assert not waiting_for(member).exists()
    assert waiting(cast.director, None).seconds == 1
    services.second(assessment=made, agrees=True, by=cast.director.user)
    assert waiting(cast.director, None).seconds == 0


def test_ones_own_assignments_the_first_due_first(stage: Stage) -> None:
    cast = stage.cast
    analyst = Membership.objects.get(pk=cast.analyst.pk)
    today = timezone.localdate()
    by = cast.director.user
    services.assign(record=stage.first, to=analyst, by=by)
    services.assign(record=stage.second, to=analyst, by=by, due=today + timedelta(days=2))
    services.assign(record=stage.waiting, to=analyst, by=by, due=today - timedelta(days=2))
    records = [one.record for one in open_assignments(analyst)]
    assert records == [stage.waiting, stage.second, stage.first]
    told = waiting(analyst, None)
    assert (told.assigned, told.overdue) == (3, 1)
    assert waiting(cast.director, None).assigned == 0
