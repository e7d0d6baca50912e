"""Three aspects are judged apart; a judgement is appended, taken back, never edited."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from goodoffices.codebook.errors import Conflict, InvalidInput, NotFound, NotPermitted
from goodoffices.core.models import AuditEntry
from goodoffices.core.tlp import TLP
from goodoffices.methods.verification import OriginRule
from goodoffices.monitor import services
from goodoffices.monitor.models import Assessment, AssessmentGround
from goodoffices.monitor.services.verification import change_policy
from tests.monitor.services.verification.judged import judge, states
from tests.monitor.stage import Stage


def test_each_aspect_has_its_own_state(stage: Stage) -> None:
    judge(stage, "verified")
    judge(stage, "contested", "harm")
    assert states(stage) == ("verified", "contested", "unverified")
    judge(stage, "refuted", "attribution")
    assert states(stage) == ("verified", "contested", "refuted")
    assert Assessment.objects.count() == 3


def test_what_is_taken_back_stays_and_what_was_before_stands_again(stage: Stage) -> None:
    judge(stage, "pending")
    made = judge(stage, "verified")
    taken = services.withdraw_assessment(
        assessment=made, reason="Another market", by=stage.cast.director.user
    )
    assert states(stage)[0] == "pending"
    assert (taken.to_state, taken.withdrawn_reason) == ("verified", "Another market")
    assert (taken.reason, taken.by) == (made.reason, made.by)
    with pytest.raises(Conflict):
        services.withdraw_assessment(assessment=made, reason="again", by=stage.cast.director.user)
    first = Assessment.objects.get(to_state="pending")
    services.withdraw_assessment(assessment=first, reason="Undone", by=first.by)
    assert states(stage)[0] == "unverified"
    acts = AuditEntry.objects.filter(action="monitor.incident.assessment_withdrawn")
    assert acts.count() == 2


@pytest.mark.parametrize(
    "more",
    [
        {"aspect": "blame"},
        {"state": "certain"},
        {"standard": "gut"},
        {"standard": ""},
        {"reason": "  "},
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_changes(stage: Stage, more: dict) -> None:
    with pytest.raises(InvalidInput):
        judge(stage, **{"state": "verified", **more})
    assert states(stage) == ("unverified",) * 3
    assert not Assessment.objects.exists()


def test_being_checked_needs_no_standard(stage: Stage) -> None:
    assert judge(stage, "pending", standard="").standard == ""


@pytest.mark.parametrize("role", ["analyst", "field_officer", "press_officer", "administrator"])
def test_who_may_not_judge_is_refused(stage: Stage, role: str) -> None:
    with pytest.raises(NotPermitted):
        judge(stage, "pending", by=getattr(stage.cast, role).user)


@pytest.mark.parametrize("role", ["director", "monitoring_officer"])
def test_who_may_judge_does(stage: Stage, role: str) -> None:
    judge(stage, "pending", by=getattr(stage.cast, role).user)
    assert states(stage)[0] == "pending"


def test_another_programmes_and_hidden_incidents_are_not_there(stage: Stage) -> None:
    with pytest.raises(NotFound):
        judge(stage, "pending", by=stage.cast.outsider.user)
    with pytest.raises(NotFound):
        judge(stage, "pending", incident=stage.secret)


def test_where_the_rule_does_not_hold_one_says_why(stage: Stage) -> None:
    with pytest.raises(InvalidInput) as told:
        judge(stage, "verified", despite=" ")
    assert told.value.code == "rule-needs-reason"
    made = judge(stage, "verified", despite="The officer stood there.")
    assert (made.rule_holds, made.despite) == (False, "The officer stood there.")


def test_where_the_rule_holds_nothing_is_asked(stage: Stage) -> None:
    stage.hospital.kind = "authority"
    stage.hospital.save()
    made = judge(stage, "verified", despite="needless")
    assert (made.rule_holds, made.despite) == (True, "")
    assert judge(stage, "corroborated").rule_holds is None


def test_a_programme_asks_for_more_or_for_nothing(stage: Stage) -> None:
    director = stage.cast.director.user
    change_policy(
        programme=stage.cast.programme,
        by=director,
        seen_before=0,
        rule=OriginRule(origins=2, different_kinds=False),
    )
    assert judge(stage, "verified", despite="").rule_holds is True
    change_policy(
        programme=stage.cast.programme, by=director, seen_before=1, rule_states=frozenset()
    )
    made = judge(stage, "verified", despite="")
    assert made.rule_holds is None
    assert made.policy is not None
    assert made.policy.number == 2


def test_it_rests_on_reports_of_the_incident_alone(stage: Stage) -> None:
    made = judge(stage, "pending", reports=[stage.first, stage.second])
    assert made.grounds.count() == 2
    for report in (stage.waiting, stage.hidden):
        with pytest.raises(NotFound):
            judge(stage, "pending", reports=[report])
    assert AssessmentGround.objects.count() == 2


def test_it_keeps_the_mark_it_was_written_under(stage: Stage) -> None:
    director = stage.cast.director.user
    judge(stage, "pending")
    services.link(incident=stage.incident, report=stage.hidden, by=director)
    made = judge(stage, "contested", by=director)
    assert made.tlp == TLP.RED


def test_the_database_holds_what_matters(stage: Stage) -> None:
    made = judge(stage, "pending")
    broken = (
        {"aspect": "blame"},
        {"needs_second": True, "second_by": made.by, "second_at": made.at, "second_agrees": True},
        {"second_at": made.at},
        {"second_at": made.at, "second_agrees": True},
    )
    for values in broken:
        with pytest.raises(IntegrityError), transaction.atomic():
            Assessment.objects.filter(pk=made.pk).update(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        AssessmentGround.objects.create(assessment=made)
