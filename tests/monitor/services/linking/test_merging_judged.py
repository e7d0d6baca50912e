"""Merging incidents on which work is under way: nothing said is lost, and who said it is told."""

from __future__ import annotations

import pytest

from goodoffices.codebook.errors import Conflict
from goodoffices.core.tlp import TLP
from goodoffices.monitor import services
from goodoffices.monitor.models import Assessment, Assignment, Incident, Regrouping
from goodoffices.monitor.queries.verification.resting import resting
from goodoffices.monitor.queries.verification.waiting import waiting_assessments, waiting_for
from goodoffices.monitor.queries.workload.assignments import open_assignments
from goodoffices.monitor.services.edits import MergedAway
from goodoffices.monitor.services.linking import deciding, regrouping
from tests.monitor.services.linking.test_regrouping import opened
from tests.monitor.stage import Stage


def propose(stage: Stage, incident: Incident, state: str = "verified") -> Assessment:
    """Have the monitoring officer propose what needs a second person."""
    return services.assess(
        incident=incident,
        aspect="attribution",
        state=state,
        standard="grounds",
        reason="The order was seen.",
        despite="No second origin is to be had.",
        by=stage.cast.monitoring_officer.user,
    )


def assign(stage: Stage, incident: Incident, note: str) -> Assignment:
    """Ask the analyst to deal with an incident."""
    cast = stage.cast
    return services.assign(record=incident, to=cast.analyst, by=cast.director.user, note=note)


def merged(stage: Stage, kept: Incident) -> Regrouping:
    """Merge the stage's incident into another."""
    by = stage.cast.director.user
    return regrouping.merge(incident=kept, other=stage.incident, reason="one event", by=by)


@pytest.fixture
def kept(stage: Stage) -> Incident:
    """Return another incident, of one report."""
    return opened(stage)[0]


def page(stage: Stage, incident: Incident) -> str:
    """Return an incident's page as the monitoring officer sees it."""
    return stage.client().get(stage.at(f"incidents/{incident.code}/")).content.decode()


def test_two_that_wait_for_a_second_person_are_both_kept(stage: Stage, kept: Incident) -> None:
    own, gone = propose(stage, kept), propose(stage, stage.incident)
    made = merged(stage, kept)
    assert list(waiting_for(stage.cast.director)) == [own]
    gone.refresh_from_db()
    assert (gone.waits, gone.incident) == (True, stage.incident)
    with pytest.raises(MergedAway):
        services.second(assessment=gone, agrees=True, by=stage.cast.director.user)
    services.second(assessment=own, agrees=True, by=stage.cast.director.user)
    regrouping.take_back(regrouping=made, reason="two after all", by=stage.cast.director.user)
    assert list(waiting_assessments(stage.cast.director)) == [gone]
    services.second(assessment=gone, agrees=True, by=stage.cast.director.user)
    stage.incident.refresh_from_db()
    assert stage.incident.attribution_state == "verified"


def test_who_proposed_is_told_until_the_aspect_is_judged_anew(stage: Stage, kept: Incident) -> None:
    officer = stage.cast.monitoring_officer
    gone = propose(stage, stage.incident)
    assert resting(officer) == []
    merged(stage, kept)
    [told] = resting(officer)
    assert (told.judged.code, told.incident, told.into) == (gone.code, stage.incident, kept)
    assert resting(stage.cast.director) == []
    client = stage.client()
    workload = client.get(stage.at("work/")).content.decode()
    assert "Your proposals that rest since a merge" in workload
    assert f"incidents/{kept.code}/assess/?aspect=attribution" in workload
    assert "1 proposal of yours rests" in client.get(stage.at("situation/")).content.decode()
    propose(stage, kept)
    assert resting(officer) == []


def test_what_was_judged_before_stands_beside_what_is_judged_now(
    stage: Stage, kept: Incident
) -> None:
    by = stage.cast.monitoring_officer.user
    services.assess(incident=stage.incident, state="contested", reason="Two figures.", by=by)
    propose(stage, stage.incident)
    made = merged(stage, kept)
    shown = page(stage, kept)
    for text in ("Two figures.", "rests since the merge", stage.incident.code):
        assert text in shown
    assert shown.count("1 assessment from before a merge") == 2
    kept.refresh_from_db()
    assert kept.state == "unverified"
    regrouping.take_back(regrouping=made, reason="two after all", by=by)
    assert "Two figures." not in page(stage, kept)
    assert "Two figures." in page(stage, stage.incident)


def test_two_assignments_are_both_still_to_be_done(stage: Stage, kept: Incident) -> None:
    own, gone = assign(stage, kept, "Call the clinic"), assign(stage, stage.incident, "Ask Radio")
    made = merged(stage, kept)
    assert set(open_assignments(stage.cast.analyst)) == {own, gone}
    shown = page(stage, kept)
    assert "Call the clinic" in shown
    assert "Still to be done there:" in shown
    assert "Ask Radio" in shown
    workload = stage.client(stage.cast.analyst).get(stage.at("work/")).content.decode()
    assert workload.count("merged into another incident") == 1
    services.finish(assignment=gone, by=stage.cast.analyst.user)
    regrouping.take_back(regrouping=made, reason="two after all", by=stage.cast.director.user)
    assert list(open_assignments(stage.cast.analyst)) == [own]


def test_an_assignment_is_handed_on_after_a_merge_too(stage: Stage, kept: Incident) -> None:
    gone = assign(stage, stage.incident, "Ask Radio")
    merged(stage, kept)
    cast = stage.cast
    made = services.hand_on(
        assignment=gone, to=cast.monitoring_officer, by=cast.analyst.user, reason="On leave"
    )
    assert list(open_assignments(cast.monitoring_officer)) == [made]


def test_merged_into_what_one_may_not_see_it_is_nothing_to_them(stage: Stage) -> None:
    assign(stage, stage.incident, "Ask Radio")
    propose(stage, stage.incident)
    merged(stage, stage.secret)
    assert not open_assignments(stage.cast.analyst).exists()
    assert resting(stage.cast.monitoring_officer) == []
    workload = stage.client().get(stage.at("work/")).content.decode()
    assert stage.incident.code not in workload
    assert stage.secret.code not in workload


def test_merges_on_merges_are_followed(stage: Stage, kept: Incident) -> None:
    gone = assign(stage, stage.incident, "Ask Radio")
    propose(stage, stage.incident)
    merged(stage, kept)
    last, _report = opened(stage, "last")
    by = stage.cast.director.user
    made = regrouping.merge(incident=last, other=kept, reason="one event", by=by)
    assert list(open_assignments(stage.cast.analyst)) == [gone]
    assert [one.into for one in resting(stage.cast.monitoring_officer)] == [last]
    Incident.all_ever.filter(pk=last.pk).update(own_tlp=TLP.RED, tlp=TLP.RED)
    assert resting(stage.cast.monitoring_officer) == []
    Incident.all_ever.filter(pk=last.pk).update(own_tlp=TLP.AMBER, tlp=TLP.AMBER)
    regrouping.take_back(regrouping=made, reason="no", by=by)
    assert [one.into for one in resting(stage.cast.monitoring_officer)] == [kept]


def test_a_split_leaves_proposals_and_work_where_they_were(stage: Stage) -> None:
    waiting, work = propose(stage, stage.incident), assign(stage, stage.incident, "Ask Radio")
    made = regrouping.split(
        incident=stage.incident,
        reports=[stage.second],
        reason="another hour",
        by=stage.cast.director.user,
    )
    assert list(waiting_assessments(stage.cast.director)) == [waiting]
    fresh = propose(stage, made.other)
    assign(stage, made.other, "Ask the hospital")
    regrouping.take_back(
        regrouping=made, reason="the same hour", by=stage.cast.monitoring_officer.user
    )
    assert list(waiting_assessments(stage.cast.director)) == [waiting]
    assert [one.judged.code for one in resting(stage.cast.monitoring_officer)] == [fresh.code]
    assert open_assignments(stage.cast.analyst).count() == 2
    assert work in open_assignments(stage.cast.analyst)


def test_nothing_is_begun_on_what_was_merged_away(stage: Stage, kept: Incident) -> None:
    merged(stage, kept)
    with pytest.raises(MergedAway):
        assign(stage, stage.incident, "Ask Radio")
    with pytest.raises(MergedAway):
        propose(stage, stage.incident)
    with pytest.raises(MergedAway):
        services.tick(
            incident=stage.incident,
            ticked=["first_hand"],
            seen_before=(),
            by=stage.cast.monitoring_officer.user,
        )


def test_an_opening_is_not_undone_under_somebody_s_work(stage: Stage) -> None:
    by = stage.cast.monitoring_officer.user
    made = deciding.decide(report=stage.waiting, kind="new", by=by)
    assert made.incident is not None
    work = assign(stage, made.incident, "Call the clinic")
    with pytest.raises(Conflict, match="asked to deal with"):
        deciding.undo(decision=made, by=by)
    services.take_off(assignment=work, by=stage.cast.director.user, reason="Not needed")
    deciding.undo(decision=made, by=by)
    stage.waiting.refresh_from_db()
    assert not stage.waiting.is_linked
