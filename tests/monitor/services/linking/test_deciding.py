"""Decisions of the queue: who holds what, what a decision does, and taking it back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from goodoffices.codebook.errors import Conflict, InvalidInput, NotFound, NotPermitted
from goodoffices.core.models import AuditEntry
from goodoffices.monitor import services
from goodoffices.monitor.models import Incident, QueueHold, Report, ReportDecision
from goodoffices.monitor.queries import queue
from goodoffices.monitor.services.edits import MergedAway
from goodoffices.monitor.services.linking import deciding, holding, regrouping
from goodoffices.monitor.services.linking.suggesting import compare_all
from tests.monitor.services.linking.test_suggesting import receive
from tests.monitor.stage import Stage

pytestmark = pytest.mark.usefixtures("plain_linkage")


def fresh(report: Report) -> Report:
    return Report.objects.get(pk=report.pk)


def test_two_officers_are_never_given_the_same_report(stage: Stage) -> None:
    other = receive(stage, "o", "hospital")
    mona, dora = stage.cast.monitoring_officer, stage.cast.director
    assert holding.take_next(mona) == stage.waiting
    assert holding.take_next(dora) == other
    assert holding.take_next(mona) == stage.waiting
    assert holding.take_next(stage.cast.analyst) is None
    assert not holding.take(stage.waiting, dora)
    hold = holding.held_by(stage.waiting)
    assert hold is not None
    assert hold.member == mona


def test_looking_at_another_lets_go_of_the_first(stage: Stage) -> None:
    other = receive(stage, "o", "hospital")
    mona, dora = stage.cast.monitoring_officer, stage.cast.director
    holding.take(stage.waiting, mona)
    holding.take(other, mona)
    assert holding.take_next(dora) == stage.waiting


def test_a_hold_expires(stage: Stage) -> None:
    mona, dora = stage.cast.monitoring_officer, stage.cast.director
    holding.take(stage.waiting, mona)
    QueueHold.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert holding.take_next(dora) == stage.waiting
    with pytest.raises(Conflict, match="Dora Rect is looking"):
        deciding.decide(report=stage.waiting, kind="new", by=mona.user)
    assert not fresh(stage.waiting).is_linked
    deciding.decide(report=stage.waiting, kind="new", by=dora.user)
    with pytest.raises(Conflict, match="decided on this report meanwhile"):
        deciding.decide(report=stage.waiting, kind="reject", reason="x", by=mona.user)


def test_an_expired_hold_that_nobody_took_still_decides(stage: Stage) -> None:
    mona = stage.cast.monitoring_officer
    holding.take(stage.waiting, mona)
    QueueHold.objects.update(until=timezone.now() - timedelta(days=1))
    deciding.decide(report=stage.waiting, kind="unsure", by=mona.user)
    assert not QueueHold.objects.exists()


def test_the_same_remembers_what_was_suggested(stage: Stage) -> None:
    compare_all()
    by = stage.cast.monitoring_officer.user
    made = deciding.decide(report=stage.waiting, kind="same", incident=stage.incident, by=by)
    assert fresh(stage.waiting).is_linked
    assert made.incident == stage.incident
    [noted] = made.suggested
    assert noted["incident"] == stage.incident.pk
    assert noted["report"] in (stage.first.pk, stage.second.pk)
    assert 0 < noted["probability"] <= 1
    assert stage.incident.links.get(report=stage.waiting).by == by


def test_the_same_as_another_that_waits_opens_one_incident(stage: Stage) -> None:
    other = receive(stage, "o", "hospital")
    by = stage.cast.monitoring_officer.user
    made = deciding.decide(report=stage.waiting, kind="same", other=other, by=by)
    assert made.incident is not None
    assert set(made.incident.links.values_list("report", flat=True)) == {other.pk, stage.waiting.pk}
    third = receive(stage, "p")
    with pytest.raises(Conflict, match="the other report meanwhile"):
        deciding.decide(report=third, kind="same", other=other, by=by)
    deciding.undo(decision=made, by=by)
    assert not fresh(other).is_linked
    assert not fresh(stage.waiting).is_linked
    assert not Incident.objects.filter(pk=made.incident.pk).exists()


def test_what_one_is_not_sure_of_comes_again_after_all_others(stage: Stage) -> None:
    other = receive(stage, "o", "hospital")
    mona = stage.cast.monitoring_officer
    deciding.decide(report=stage.waiting, kind="unsure", reason="two days off", by=mona.user)
    assert list(queue.in_order(queue.waiting(mona))) == [other, stage.waiting]
    assert queue.left(mona) == queue.Left(all=2, put_off=1)
    deciding.decide(report=other, kind="unsure", by=mona.user)
    assert list(queue.in_order(queue.waiting(mona))) == [stage.waiting, other]
    [first, second] = queue.in_order(queue.waiting(mona))
    assert queue.beside(first, mona) == ("", second.code)
    assert queue.beside(second, mona) == (first.code, "")


def test_rejecting_asks_why_and_sets_aside(stage: Stage) -> None:
    by = stage.cast.monitoring_officer.user
    with pytest.raises(InvalidInput, match="Say why"):
        deciding.decide(report=stage.waiting, kind="reject", reason=" ", by=by)
    made = deciding.decide(report=stage.waiting, kind="reject", reason="weather", by=by)
    assert fresh(stage.waiting).set_aside_at is not None
    deciding.undo(decision=made, by=by)
    assert fresh(stage.waiting).set_aside_at is None


@pytest.mark.parametrize("kind", ["same", "new", "unsure", "reject"])
def test_every_decision_can_be_taken_back_once(stage: Stage, kind: str) -> None:
    by = stage.cast.monitoring_officer.user
    given = {"incident": stage.incident} if kind == "same" else {}
    before = Incident.objects.count()
    made = deciding.decide(report=stage.waiting, kind=kind, reason="as seen", by=by, **given)
    deciding.undo(decision=made, by=by)
    assert queue.waiting(stage.cast.monitoring_officer).get() == stage.waiting
    assert Incident.objects.count() == before
    assert queue.left(stage.cast.monitoring_officer).put_off == 0
    made.refresh_from_db()
    assert made.withdrawn_by == by
    with pytest.raises(Conflict, match="already"):
        deciding.undo(decision=made, by=by)
    assert AuditEntry.objects.filter(action="monitor.report.decision_undone").count() == 1


def test_an_incident_opened_and_taken_back_counts_nowhere_and_keeps_its_record(
    stage: Stage,
) -> None:
    by = stage.cast.monitoring_officer.user
    made = deciding.decide(report=stage.waiting, kind="new", by=by)
    deciding.undo(decision=made, by=by)
    gone = Incident.all_ever.get(pk=made.incident_id)
    assert not gone.stands
    assert gone.links.get().withdrawn_by == by
    with pytest.raises(MergedAway, match="taken back the opening"):
        services.link(incident=gone, report=stage.waiting, by=by)


def test_what_others_built_on_is_not_taken_from_under_them(stage: Stage) -> None:
    mona, dora = stage.cast.monitoring_officer.user, stage.cast.director.user
    made = deciding.decide(report=stage.waiting, kind="new", by=mona)
    assert made.incident is not None
    services.assess(incident=made.incident, state="pending", reason="two calls", by=dora)
    with pytest.raises(Conflict, match="has been judged since"):
        deciding.undo(decision=made, by=mona)
    assert fresh(stage.waiting).is_linked
    later = receive(stage, "later")
    services.link(incident=made.incident, report=later, by=dora)
    deciding.undo(decision=made, by=mona)
    assert not fresh(stage.waiting).is_linked
    assert made.incident.links.get(withdrawn_at=None).report == later


def test_deciding_on_an_incident_that_was_merged_away_says_so_and_loses_nothing(
    stage: Stage,
) -> None:
    mona, dora = stage.cast.monitoring_officer.user, stage.cast.director.user
    kept = services.open_incident(
        programme=stage.cast.programme, reports=[receive(stage, "k", "hospital")], by=dora
    )
    regrouping.merge(incident=kept, other=stage.incident, reason="one event", by=dora)
    with pytest.raises(MergedAway, match="merged this incident into another"):
        deciding.decide(report=stage.waiting, kind="same", incident=stage.incident, by=mona)
    assert queue.waiting(stage.cast.monitoring_officer).get() == stage.waiting
    assert not ReportDecision.objects.exists()


def test_taking_back_finds_the_report_where_it_was_merged_to(stage: Stage) -> None:
    mona, dora = stage.cast.monitoring_officer.user, stage.cast.director.user
    made = deciding.decide(report=stage.waiting, kind="same", incident=stage.incident, by=mona)
    kept = services.open_incident(
        programme=stage.cast.programme, reports=[receive(stage, "k", "hospital")], by=dora
    )
    regrouping.merge(incident=kept, other=stage.incident, reason="one event", by=dora)
    deciding.undo(decision=ReportDecision.objects.get(pk=made.pk), by=mona)
    assert not fresh(stage.waiting).is_linked
    assert kept.links.filter(withdrawn_at=None).count() == 3


def test_only_a_person_with_the_right_who_sees_both_decides(stage: Stage) -> None:
    cast = stage.cast
    with pytest.raises(NotPermitted):
        deciding.decide(report=stage.waiting, kind="new", by=None)
    with pytest.raises(NotPermitted):
        deciding.decide(report=stage.waiting, kind="new", by=cast.field_officer.user)
    with pytest.raises(NotFound):
        deciding.decide(report=stage.waiting, kind="new", by=cast.outsider.user)
    with pytest.raises(NotFound):
        deciding.decide(
            report=stage.waiting,
            kind="same",
            incident=stage.secret,
            by=cast.monitoring_officer.user,
        )
    made = deciding.decide(report=stage.waiting, kind="new", by=cast.monitoring_officer.user)
    with pytest.raises(NotFound):
        deciding.undo(decision=made, by=cast.director.user)


@pytest.mark.parametrize("kind", ["", "same", "merge", "incident"])
def test_what_is_no_decision_is_refused(stage: Stage, kind: str) -> None:
    with pytest.raises(InvalidInput, match="one of the decisions"):
        deciding.decide(report=stage.waiting, kind=kind, by=stage.cast.director.user)
