"""Assignments: one person at a time, by whom it may be, to whom sees the record."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from goodoffices.codebook.errors import Conflict, InvalidInput, NotFound, NotPermitted
from goodoffices.core.models import AuditEntry
from goodoffices.monitor import services
from goodoffices.monitor.models import Assignment
from tests.monitor.stage import Stage


@pytest.fixture
def assigned(stage: Stage) -> Assignment:
    """Return the waiting report assigned to the analyst."""
    cast = stage.cast
    by = cast.monitoring_officer.user
    return services.assign(record=stage.waiting, to=cast.analyst, by=by, note="Ask the clinic")


def test_a_record_is_assigned_once_at_a_time(stage: Stage, assigned: Assignment) -> None:
    with pytest.raises(Conflict) as told:
        services.assign(record=stage.waiting, to=stage.cast.director, by=stage.cast.director.user)
    assert told.value.code == "assigned-already"
    services.finish(assignment=assigned, by=stage.cast.analyst.user)
    services.assign(record=stage.waiting, to=stage.cast.director, by=stage.cast.director.user)
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.create(
            programme=stage.cast.programme, report=stage.waiting, to=stage.cast.analyst
        )


def test_it_is_handed_on_with_a_reason_and_stays_on_record(
    stage: Stage, assigned: Assignment
) -> None:
    analyst = stage.cast.analyst.user
    with pytest.raises(InvalidInput):
        services.hand_on(assignment=assigned, to=stage.cast.director, by=analyst, reason=" ")
    with pytest.raises(InvalidInput):
        services.hand_on(assignment=assigned, to=stage.cast.analyst, by=analyst, reason="x")
    made = services.hand_on(
        assignment=assigned, to=stage.cast.director, by=analyst, reason="On leave"
    )
    assigned.refresh_from_db()
    assert (assigned.ending, assigned.ended_reason) == ("handed-on", "On leave")
    assert made.follows == assigned
    assert made.is_open
    actions = AuditEntry.objects.filter(action__startswith="monitor.work").order_by("seq")
    assert [one.action for one in actions] == ["monitor.work.assigned", "monitor.work.handed_on"]


def test_of_two_who_end_it_the_second_is_told(stage: Stage, assigned: Assignment) -> None:
    services.take_off(assignment=assigned, by=stage.cast.director.user, reason="Not needed")
    for act, more in ((services.finish, {}), (services.take_off, {"reason": "x"})):
        with pytest.raises(Conflict):
            act(assignment=assigned, by=stage.cast.analyst.user, **more)
    with pytest.raises(Conflict):
        services.hand_on(
            assignment=assigned, to=stage.cast.director, by=stage.cast.analyst.user, reason="x"
        )
    assert Assignment.objects.count() == 1


def test_nobody_gets_what_they_do_not_see_or_cannot_work_on(stage: Stage) -> None:
    cast, director = stage.cast, stage.cast.director.user
    for record, to in (
        (stage.secret, cast.analyst),
        (stage.waiting, cast.partner),
        (stage.waiting, cast.press_officer),
        (stage.waiting, cast.outsider),
    ):
        with pytest.raises(InvalidInput):
            services.assign(record=record, to=to, by=director)
    assert not Assignment.objects.exists()
    services.assign(record=stage.secret, to=cast.director, by=director)


@pytest.mark.parametrize("role", ["analyst", "field_officer", "press_officer", "administrator"])
def test_who_may_not_assign_is_refused(stage: Stage, role: str) -> None:
    member = getattr(stage.cast, role)
    with pytest.raises(NotPermitted):
        services.assign(record=stage.waiting, to=stage.cast.analyst, by=member.user)


def test_only_who_has_it_or_may_assign_ends_it(stage: Stage, assigned: Assignment) -> None:
    with pytest.raises(NotPermitted):
        services.finish(assignment=assigned, by=stage.cast.field_officer.user)
    with pytest.raises(NotFound):
        services.finish(assignment=assigned, by=stage.cast.outsider.user)
    services.finish(assignment=assigned, by=stage.cast.analyst.user)


def test_what_one_sees_no_more_one_does_not_end(stage: Stage, assigned: Assignment) -> None:
    stage.waiting.tlp = 4
    stage.waiting.save()
    with pytest.raises(NotFound):
        services.finish(assignment=assigned, by=stage.cast.analyst.user)


def test_the_database_holds_what_matters(stage: Stage, assigned: Assignment) -> None:
    rows = Assignment.objects.filter(pk=assigned.pk)
    for values in ({"report": None}, {"incident": stage.incident}, {"ending": "done"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**values)
