"""A source's track record holds what the member may see, and not a count more."""

from __future__ import annotations

from goodoffices.core.models import Membership
from goodoffices.core.tlp import TLP
from goodoffices.methods.verification import TrackRecord
from goodoffices.monitor import services
from goodoffices.monitor.queries.verification.track import record_of
from tests.monitor.rows import row
from tests.monitor.services.verification.judged import judge
from tests.monitor.stage import Stage


def fresh(member: Membership) -> Membership:
    return Membership.objects.select_related("programme", "user").get(pk=member.pk)


def test_each_report_is_counted_where_it_came_to(stage: Stage) -> None:
    officer = stage.cast.monitoring_officer
    assert record_of(stage.radio, officer) == TrackRecord(open=2)
    judge(stage, "corroborated")
    assert record_of(stage.radio, officer) == TrackRecord(corroborated=1, open=1)
    assert record_of(stage.hospital, officer) == TrackRecord(corroborated=1)
    judge(stage, "contested")
    services.set_aside(report=stage.waiting, reason="No event", by=officer.user)
    assert record_of(stage.radio, officer) == TrackRecord(contradicted=1, set_aside=1)
    services.withdraw(report=stage.first, reason="An error", by=officer.user)
    assert record_of(stage.radio, officer) == TrackRecord(retracted=1, set_aside=1)


def test_what_is_hidden_is_in_no_count(stage: Stage) -> None:
    director, officer = fresh(stage.cast.director), stage.cast.monitoring_officer
    before = record_of(stage.radio, officer)
    judge(stage, "verified", incident=stage.secret, by=director.user)
    assert record_of(stage.radio, officer) == before
    assert record_of(stage.radio, director).corroborated == 1


def test_a_visible_report_of_a_hidden_incident_stays_open(stage: Stage) -> None:
    by = stage.cast.director.user
    services.link(incident=stage.secret, report=stage.waiting, by=by)
    judge(stage, "refuted", incident=stage.secret, by=by)
    seen = record_of(stage.radio, stage.cast.monitoring_officer)
    assert (seen.contradicted, seen.open) == (0, 2)


def test_a_partner_counts_what_is_shared(stage: Stage) -> None:
    officer = stage.cast.monitoring_officer
    shared = services.receive(
        programme=stage.cast.programme,
        source=stage.radio,
        row=row("g"),
        by=officer.user,
        tlp=TLP.GREEN,
    )
    incident = services.open_incident(
        programme=stage.cast.programme, reports=[shared], by=officer.user, tlp=TLP.GREEN
    )
    judge(stage, "corroborated", incident=incident)
    assert record_of(stage.radio, stage.cast.partner) == TrackRecord(corroborated=1)


def test_a_report_of_two_incidents_counts_once(stage: Stage) -> None:
    officer = stage.cast.monitoring_officer
    other = services.open_incident(
        programme=stage.cast.programme, reports=[stage.first], by=officer.user
    )
    judge(stage, "verified")
    judge(stage, "refuted", incident=other)
    assert record_of(stage.radio, officer) == TrackRecord(contradicted=1, open=1)
