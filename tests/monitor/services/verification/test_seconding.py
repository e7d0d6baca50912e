"""What needs two waits for another person; never the one who made it."""

from __future__ import annotations

import pytest

from goodoffices.codebook.errors import Conflict, InvalidInput, NotFound, NotPermitted
from goodoffices.core.models import AuditEntry
from goodoffices.monitor import services
from goodoffices.monitor.models import Assessment
from goodoffices.monitor.services.edits import Overtaken
from goodoffices.monitor.services.verification import change_policy
from tests.monitor.services.verification.judged import judge, states
from tests.monitor.stage import Stage


@pytest.fixture
def proposed(stage: Stage) -> Assessment:
    """Return an assessment that waits: naming who is responsible needs two from the start."""
    return judge(stage, "verified", "attribution")


def test_it_waits_and_shows_nothing_until_another_agrees(
    stage: Stage, proposed: Assessment
) -> None:
    assert proposed.waits
    assert states(stage)[2] == "unverified"
    made = services.second(assessment=proposed, agrees=True, by=stage.cast.director.user)
    assert states(stage)[2] == "verified"
    assert (made.second_by, made.second_agrees) == (stage.cast.director.user, True)
    told = AuditEntry.objects.filter(action__contains="assessment_confirmed").get()
    assert told.actor == stage.cast.director.user


def test_ones_own_confirmation_is_refused(stage: Stage, proposed: Assessment) -> None:
    for agrees in (True, False):
        with pytest.raises(NotPermitted) as told:
            services.second(assessment=proposed, agrees=agrees, by=proposed.by, reason="x")
        assert told.value.code == "own-assessment"
    assert states(stage)[2] == "unverified"


def test_to_decline_one_says_why_and_then_it_is_over(stage: Stage, proposed: Assessment) -> None:
    director = stage.cast.director.user
    with pytest.raises(InvalidInput):
        services.second(assessment=proposed, agrees=False, by=director)
    made = services.second(assessment=proposed, agrees=False, by=director, reason="One voice only")
    assert made.declined
    assert states(stage)[2] == "unverified"
    judge(stage, "verified", "attribution")


def test_the_second_of_two_who_confirm_is_told(stage: Stage, proposed: Assessment) -> None:
    stage.incident.refresh_from_db()
    seen = stage.incident.revision
    services.second(assessment=proposed, agrees=True, by=stage.cast.director.user, revision=seen)
    other = stage.cast.analyst
    other.role = "rights-officer"
    other.save()
    with pytest.raises(Overtaken) as overtaken:
        services.second(assessment=proposed, agrees=True, by=other.user, revision=seen)
    assert overtaken.value.changes[0].actor == "Dora Rect"
    with pytest.raises(Conflict) as told:
        services.second(assessment=proposed, agrees=False, by=other.user, reason="x")
    assert "Dora Rect has confirmed it already." in told.value.message
    assert states(stage)[2] == "verified"


def test_while_one_waits_no_other_of_the_same_aspect_is_made(
    stage: Stage, proposed: Assessment
) -> None:
    with pytest.raises(Conflict) as told:
        judge(stage, "contested", "attribution", by=stage.cast.director.user)
    assert told.value.code == "assessment-waits"
    judge(stage, "contested", "harm")
    services.withdraw_assessment(assessment=proposed, reason="Too early", by=proposed.by)
    judge(stage, "contested", "attribution")
    assert states(stage) == ("unverified", "contested", "contested")
    with pytest.raises(Conflict):
        services.second(assessment=proposed, agrees=True, by=stage.cast.director.user)


def test_what_takes_effect_later_stands_later(stage: Stage) -> None:
    judge(stage, "contested", "attribution")
    waiting = judge(stage, "verified", "attribution")
    assert states(stage)[2] == "contested"
    services.second(assessment=waiting, agrees=True, by=stage.cast.director.user)
    assert states(stage)[2] == "verified"
    services.withdraw_assessment(assessment=waiting, reason="No", by=stage.cast.director.user)
    assert states(stage)[2] == "contested"


def test_what_needs_nobody_is_not_confirmed(stage: Stage) -> None:
    made = judge(stage, "pending")
    with pytest.raises(Conflict):
        services.second(assessment=made, agrees=True, by=stage.cast.director.user)


@pytest.mark.parametrize("role", ["analyst", "field_officer", "press_officer", "administrator"])
def test_who_may_not_judge_does_not_confirm(stage: Stage, proposed: Assessment, role: str) -> None:
    with pytest.raises(NotPermitted):
        services.second(assessment=proposed, agrees=True, by=getattr(stage.cast, role).user)


def test_for_another_programme_it_is_not_there(stage: Stage, proposed: Assessment) -> None:
    with pytest.raises(NotFound):
        services.second(assessment=proposed, agrees=True, by=stage.cast.outsider.user)


def test_the_programme_says_what_needs_two(stage: Stage) -> None:
    change_policy(
        programme=stage.cast.programme,
        by=stage.cast.director.user,
        seen_before=0,
        second={"event:verified", "event:refuted"},
    )
    assert judge(stage, "refuted").waits
    assert not judge(stage, "verified", "attribution").waits
    assert states(stage) == ("unverified", "unverified", "verified")
